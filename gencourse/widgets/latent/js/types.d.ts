import type { Layer } from "../../kit/js/decoder/types.d.ts";
import type { Part, Size } from "../../kit/js/types.d.ts";

/** The character of a class, its name, and its colour in both themes. */
export type Class = [glyph: string, title: string, light: string, dark: string];

/** What Python says at the start and after an update: see explorer.py. */
export interface Frame {
  version: number;
  latents: number;
  names: string[];
  rated: boolean;
  size: [channels: number, height: number, width: number];
  titles: string[];
  output: string;
  layers: Layer[][];
  reason: string; // why the decoder runs in the kernel, or ""
  notice: string;
  count: number;
  labels: number[];
  classes: Class[];
  realImages: boolean;
  low: number[];
  high: number[];
  usual: number; // how far neighbours usually are from each other, 0 if unknown
}

/** The frame and the arrays that came as bytes: codes lie flat, an image is [height, width, channels]. */
export interface Data extends Omit<Frame, "size">, Size {
  codes: Float64Array;
  images: Uint8Array[];
  weights: Float32Array;
  codeOf(i: number): number[];
  nameOf(i: number): string;
}

/** Takes a picture [height, width, channels] of decoder `which` for point i, for the moment only. */
export type Show = (pixels: Uint8Array | Uint8ClampedArray, which: number, i: number) => void;

/** From codes to pixels, wherever the decoder runs. */
export interface Decoding {
  request(purpose: string, points: number[][], show: Show): void;
  renew(): void;
}

/** A tab; renew() after pictures have changed. */
export interface Tab extends Part {
  renew(): void;
}

export interface Traits {
  z: number[];
  tab: string;
  holes: boolean;
  ends: [number, number];
  position: number;
  path: string;
  _codes: DataView;
  _images: DataView;
  _weights: DataView;
  _frame: Frame;
}
