import type { Point, Square } from "../../kit/js/types.d.ts";

/** z ~ N(0, 1), x | z ~ N(z + bend sin 2z, noise^2) */
export interface OneModel {
  bend: number;
  noise: number;
}

/** z ~ N(0, I), x | z ~ N(W z, I / signal): what is observed, and the posterior's precision on the diagonal. */
export interface TwoModel {
  observed: Point;
  precision: number;
}

/** The second model at one correlation, with its posterior's moments. */
export interface Posterior {
  W: Square;
  signal: number;
  observed: Point;
  mean: Point;
  cov: Square;
  precision: Square;
  logProb: number;
}

export interface Gaussian {
  mean: number;
  std: number;
}

export interface Diagonal {
  means: Point;
  stds: Point;
}

/** What Python says once: see explorer.py. */
export interface Frame {
  one: OneModel;
  two: TwoModel & { most: number };
  start: Gaussian & Diagonal;
}

export interface Traits extends Gaussian, Diagonal {
  x: number;
  correlation: number;
  tab: string;
  _frame: Frame;
}
