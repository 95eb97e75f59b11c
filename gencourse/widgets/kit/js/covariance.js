// A covariance in the plane, [[xx, xy], [xy, yy]], and its axes.
/** @import { Point, Square } from "./types.d.ts" */
/** @typedef {{ sigma: Point, angle: number }} Axes */

/**
 * Standard deviations along the two axes of a covariance, and the angle of the first.
 * @type {(cov: Square) => Axes}
 */
export function axesOf(cov) {
  const [[xx, xy], [, yy]] = cov;
  const middle = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  const long = middle + reach;
  const short = (xx * yy - xy * xy) / long; // middle - reach would cancel
  return { sigma: [Math.sqrt(long), Math.sqrt(short)], angle: reach > 0 ? 0.5 * Math.atan2(2 * xy, xx - yy) : 0 };
}

/**
 * The covariance with these axes: R diag(sigma^2) R^T.
 * @type {(axes: Axes) => Square}
 */
export function covarianceOf({ sigma, angle }) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [a, b] = [sigma[0] ** 2, sigma[1] ** 2];
  const xy = (a - b) * c * s;
  return [[a * c * c + b * s * s, xy], [xy, a * s * s + b * c * c]];
}
