import type { Layer } from "../../kit/js/decoder/types.d.ts";

/** What Python says at the start and after an update: see pad.py. */
export interface Frame {
  version: number;
  layers: Layer[][];
  latents: number;
  output: string;
  reason: string; // why the model runs in the kernel, or ""
  trouble: string;
  notice: string;
  count: number;
  labels: string[];
  levels: number[]; // of the noise at which `typical` was measured
  typical: number[];
  reach: number;
  example: Example;
}

/** The digit on a new pad, and the noise for which `_answer` holds the kernel's answer. */
export interface Example {
  digit: string;
  strokes: Stroke[];
  noise: number;
  seed: number;
}

/** The frame and the arrays that came as bytes: an image holds 784 pixels. */
export interface Data extends Frame {
  images: Uint8Array[];
  weights: Float32Array;
  answer: Float32Array; // to the example, or nothing
}

/** [x0, y0, x1, y1, ...] in shares of the pad. */
export type Stroke = number[];

/** What lies on the pad now. */
export interface Lying {
  strokes: Stroke[];
  stored: number;
  sheet: ArrayLike<number> | null;
  empty: boolean;
  example: boolean; // the one of a new pad, and no more
}

export interface Traits {
  strokes: Stroke[];
  stored: number;
  noise: number;
  seed: number;
  _sheet: number[];
  _images: DataView;
  _weights: DataView;
  _answer: DataView;
  _frame: Frame;
}
