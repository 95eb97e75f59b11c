import type { Rows } from "../../kit/js/readout.js";

/** A square of the plane: its middle, and half its side. */
export type Window = [x: number, y: number, half: number];

/** What the map shows: means and sigmas of the codes, [shown, 2] each. */
export interface Scene {
  mean: Float32Array;
  sigma: Float32Array;
  window: Window;
}

/** What Python says once: see explorer.py. By run: windows, rows and sentences of each snapshot. */
export interface Frame {
  runs: string[];
  titles: Record<string, string>;
  moments: number;
  whens: string[];
  shown: number;
  count: number;
  labels: number[];
  colours: [light: string, dark: string][];
  common: Window;
  loupe: number;
  windows: Record<string, Window[]>;
  rows: Record<string, Rows[]>;
  sentences: Record<string, string[]>;
}

export interface Traits {
  loss: boolean;
  noise: boolean;
  moment: number;
  same_scale: boolean;
  _positions: DataView;
  _frame: Frame;
}
