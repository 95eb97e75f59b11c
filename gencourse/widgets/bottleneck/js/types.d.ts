import type { Range } from "../../kit/js/types.d.ts";

/** What Python says once: see explorer.py. */
export interface Frame {
  latents: number;
  points: number;
  count: number;
  limits: Range;
  codeMean: number[];
  codeCov: number[][];
  widths: number[];
  errors: number[];
  error: number;
  errorAxis: Range;
}

/** The frame and the arrays that came as bytes: matrices lie flat, row by row. */
export interface Data extends Frame {
  signals: Float64Array[];
  codes: number[][];
  encoder: { weight: Float64Array; bias: Float64Array };
  decoder: { columns: Float64Array; bias: Float64Array };
  flats: { components: Float64Array; mean: Float64Array };
}

export interface Traits {
  signal: number;
  z: number[];
  mixing: number[][];
  width: number;
  tab: string;
  _signals: DataView;
  _encoder: DataView;
  _decoder: DataView;
  _flats: DataView;
  _frame: Frame;
}
