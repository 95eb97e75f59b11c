// The numbers behind the density explorer, in float64. Points are flat: [x0, y0, x1, y1, ...]. Logs are in nats.
/** @import { Moments } from "./types.d.ts" */
/** @import { Numbers, Point, Square } from "../../kit/js/types.d.ts" */

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * The maximum-likelihood Gaussian: sample mean, and covariance divided by N.
 * @type {(points: Numbers) => Moments}
 */
export function fitGaussian(points) {
  const count = points.length / 2;
  /** @type {Point} */
  const mean = [0, 0];
  for (let i = 0; i < points.length; i++) mean[i % 2] += points[i] / count;
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] - mean[0];
    const y = points[i + 1] - mean[1];
    xx += (x * x) / count;
    xy += (x * y) / count;
    yy += (y * y) / count;
  }
  return { mean, cov: [[xx, xy], [xy, yy]] };
}

/**
 * The mean of log N(x; mean, cov) over the points, in nats per point.
 * @type {(points: Numbers, mean: Point, cov: Square) => number}
 */
export function gaussianScore(points, mean, cov) {
  const l11 = Math.sqrt(cov[0][0]); // cov = L L^T
  const l21 = cov[1][0] / l11;
  const l22 = Math.sqrt(cov[1][1] - l21 * l21);
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    const z1 = (points[i] - mean[0]) / l11;
    const z2 = (points[i + 1] - mean[1] - l21 * z1) / l22;
    sum += z1 * z1 + z2 * z2;
  }
  return -sum / points.length - Math.log(l11 * l22) - LOG_TWO_PI; // points.length is 2 N
}

/**
 * Squared distance from each point to the nearest of `data`: the largest term of its log-sum-exp.
 * @type {(points: Numbers, data: Numbers) => Float64Array}
 */
export function nearestSquared(points, data) {
  const nearest = new Float64Array(points.length / 2).fill(Infinity);
  for (let i = 0; i < nearest.length; i++) {
    for (let j = 0; j < data.length; j += 2) {
      const dx = points[2 * i] - data[j];
      const dy = points[2 * i + 1] - data[j + 1];
      nearest[i] = Math.min(nearest[i], dx * dx + dy * dy);
    }
  }
  return nearest;
}

/**
 * The mean log density of the points when each of `data` carries a bump of this bandwidth, in nats per point.
 * @type {(points: Numbers, data: Numbers, bandwidth: number, nearest?: Numbers) => number}
 */
export function kernelScore(points, data, bandwidth, nearest = nearestSquared(points, data)) {
  const scale = -0.5 / bandwidth ** 2;
  let sum = 0;
  for (let i = 0; i < nearest.length; i++) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    let bumps = 0; // relative to the largest, so that it is at least 1 and never underflows
    for (let j = 0; j < data.length; j += 2) {
      const dx = x - data[j];
      const dy = y - data[j + 1];
      const exponent = scale * (dx * dx + dy * dy - nearest[i]);
      if (exponent > -40) bumps += Math.exp(exponent); // less would not change a digit
    }
    sum += Math.log(bumps) + scale * nearest[i];
  }
  return sum / nearest.length - Math.log(data.length / 2) - 2 * Math.log(bandwidth) - LOG_TWO_PI;
}

/**
 * The kernel density on a `cells` x `cells` grid over the pad, divided by its largest value, rows from the top.
 * A bump narrower than a cell is drawn as wide as one, or it would fall between the cells.
 * @type {(data: Numbers, bandwidth: number, low: Point, span: number, cells: number) => Float32Array}
 */
export function kernelGrid(data, bandwidth, low, span, cells) {
  const cell = span / cells;
  const scale = -0.5 / (bandwidth ** 2 + (cell / 2) ** 2);
  const grid = new Float32Array(cells * cells);
  const across = new Float64Array(cells);
  for (let j = 0; j < data.length; j += 2) {
    for (let i = 0; i < cells; i++) across[i] = Math.exp(scale * (low[0] + (i + 0.5) * cell - data[j]) ** 2);
    for (let row = 0; row < cells; row++) {
      const down = Math.exp(scale * (low[1] + (cells - row - 0.5) * cell - data[j + 1]) ** 2);
      if (down < 1e-6) continue;
      for (let i = 0; i < cells; i++) grid[row * cells + i] += down * across[i];
    }
  }
  const largest = grid.reduce((a, b) => Math.max(a, b), 0) || 1;
  return grid.map((value) => value / largest);
}
