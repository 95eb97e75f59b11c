import type { Axes } from "../../kit/js/covariance.js";
import type { Point, Range, Square } from "../../kit/js/types.d.ts";

export interface Moments {
  mean: Point;
  cov: Square;
}

/** A Gaussian and the axes of its covariance, which a hand turns. */
export type Gaussian = Moments & Axes;

/** What Python says once: see picture.py. */
export interface Frame {
  low: Point;
  span: number;
  gaussianAxis: Range;
  kernelAxis: Range;
  bandwidths: Range;
  start: Moments;
}

/** The frame and both sets, flat: [x0, y0, x1, y1, ...]. */
export interface Data extends Frame {
  train: Float64Array;
  heldOut: Float64Array;
}

/** The mean log-likelihood of both sets, in nats per point. */
export interface Scores extends Record<string, number> {
  train: number;
  heldOut: number;
}

export interface Traits extends Moments {
  bandwidth: number;
  tab: string;
  _train: DataView;
  _held_out: DataView;
  _frame: Frame;
}
