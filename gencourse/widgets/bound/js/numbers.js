// The numbers behind the bound explorer, in float64 and nats: log p(x), the bound and their gap for two small models.
/** @import { Diagonal, Gaussian, OneModel, Posterior, TwoModel } from "./types.d.ts" */
/** @import { Point, Square } from "../../kit/js/types.d.ts" */

const LOG_TWO_PI = Math.log(2 * Math.PI);
const LOG_ROOT = 0.5 * LOG_TWO_PI;

// One latent: z ~ N(0, 1), x | z ~ N(f(z), noise^2).  model: { bend, noise }, q: { mean, std }

/**
 * f(z), the mean of x given z.
 * @type {(model: OneModel, z: number) => number}
 */
export function curve({ bend }, z) {
  return z + bend * Math.sin(2 * z);
}

/** @type {(model: OneModel, x: number, z: number) => number} */
export function logJoint(model, x, z) {
  const off = (x - curve(model, z)) / model.noise;
  return -0.5 * (z * z + off * off) - Math.log(model.noise) - LOG_TWO_PI;
}

/**
 * log p(x): the log of a sum over a grid, its largest term taken out.
 * @type {(model: OneModel, x: number) => number}
 */
export function logProb(model, x) {
  const step = 0.008; // from -12 to 12: the prior has nothing beyond
  const terms = Array.from({ length: 3001 }, (_, i) => logJoint(model, x, step * (i - 1500)));
  const largest = terms.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(step * terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

/**
 * E_q[log p(x, z) - log q(z)]: the trapezoid rule, all but exact for a Gaussian's weights.
 * @type {(model: OneModel, x: number, q: Gaussian) => number}
 */
export function boundOfOne(model, x, { mean, std }) {
  const step = 0.03;
  let sum = 0;
  for (let eps = -9; eps < 9.01; eps += step) {
    sum += Math.exp(-0.5 * eps * eps - LOG_ROOT) * logJoint(model, x, mean + std * eps);
  }
  return step * sum + LOG_ROOT + 0.5 + Math.log(std);
}

/**
 * log p(x, z) - log q(z) at z = mean + std * eps: one draw of what the bound is the mean of.
 * @type {(model: OneModel, x: number, q: Gaussian, eps: number) => number}
 */
export function drawOfOne(model, x, { mean, std }, eps) {
  return logJoint(model, x, mean + std * eps) + 0.5 * eps * eps + LOG_ROOT + Math.log(std);
}

/**
 * The q with the highest bound: from the posterior's own mean and spread, steps that halve when none leads up.
 * @type {(model: OneModel, x: number) => Gaussian}
 */
export function bestGaussian(model, x) {
  let best = momentsOf(model, x);
  let height = boundOfOne(model, x, best);
  for (let step = 0.2; step > 1e-7;) {
    const found = neighbours(best, step)
      .map((q) => ({ q, at: boundOfOne(model, x, q) }))
      .reduce((a, b) => (b.at > a.at ? b : a));
    if (found.at > height) [best, height] = [found.q, found.at];
    else step /= 2;
  }
  return best;
}

/** @type {(z: number, mean: number, std: number) => number} */
export function normalDensity(z, mean, std) {
  return Math.exp(-0.5 * ((z - mean) / std) ** 2 - LOG_ROOT) / std;
}

/** @type {(q: Gaussian, step: number) => Gaussian[]} */
function neighbours({ mean, std }, step) {
  const ways = [[step, 0], [-step, 0], [0, step], [0, -step]];
  return ways.map(([aside, wider]) => ({ mean: mean + aside * std, std: std * Math.exp(wider) }));
}

/** @type {(model: OneModel, x: number) => Gaussian} */
function momentsOf(model, x) {
  const evidence = logProb(model, x);
  const step = 0.01;
  let [mean, square] = [0, 0];
  for (let z = -12; z < 12; z += step) {
    const mass = step * Math.exp(logJoint(model, x, z) - evidence);
    mean += mass * z;
    square += mass * z * z;
  }
  return { mean, std: Math.sqrt(square - mean * mean) };
}

// Two latents: z ~ N(0, I), x | z ~ N(W z, I / signal).  model: { observed, precision }, q: { means, stds }

/**
 * The model whose posterior has this correlation, as the angle between W's columns gives it.
 * Returns { W, signal, observed, mean, cov, precision, logProb }: the posterior's moments, its precision, and log p(x).
 * @type {(model: TwoModel, correlation: number) => Posterior}
 */
export function linearGaussian({ observed, precision }, correlation) {
  const signal = precision - 1;
  const cosine = (-correlation * precision) / signal;
  const [across, up] = [Math.sqrt((1 + cosine) / 2), Math.sqrt((1 - cosine) / 2)];
  /** @type {Square} */
  const W = [[across, across], [up, -up]];
  const between = signal * cosine; // W^T W has 1 on its diagonal
  /** @type {Square} */
  const Lambda = [[1 + signal, between], [between, 1 + signal]];
  const cov = inverse(Lambda);
  const [first, second] = [0, 1].map((i) => signal * (W[0][i] * observed[0] + W[1][i] * observed[1]));
  const mean = times(cov, [first, second]);
  const spread = [[2 * across ** 2 + 1 / signal, 0], [0, 2 * up ** 2 + 1 / signal]]; // of x: W W^T + I / signal
  const distance = observed[0] ** 2 / spread[0][0] + observed[1] ** 2 / spread[1][1];
  const logProb = -0.5 * (distance + Math.log(spread[0][0] * spread[1][1])) - LOG_TWO_PI;
  return { W, signal, observed, mean, cov, precision: Lambda, logProb };
}

/**
 * E_q[log p(x | z)] - KL(q || prior), for a diagonal q.
 * @type {(model: Posterior, q: Diagonal) => number}
 */
export function boundOfTwo({ W, signal, observed }, { means, stds }) {
  const off = times(W, means).map((value, i) => observed[i] - value);
  const spread = squared(stds);
  const reconstruction = -0.5 * signal * (squared(off) + spread) + Math.log(signal) - LOG_TWO_PI;
  return reconstruction - (0.5 * (squared(means) + spread - 2) - Math.log(stds[0] * stds[1]));
}

/**
 * log p(x, z) - log q(z) at z = means + stds * eps.  eps: [2]
 * @type {(model: Posterior, q: Diagonal, eps: number[]) => number}
 */
export function drawOfTwo({ W, signal, observed }, { means, stds }, eps) {
  const z = means.map((mean, i) => mean + stds[i] * eps[i]);
  const off = times(W, z).map((value, i) => observed[i] - value);
  const joint = -0.5 * (signal * squared(off) + squared(z)) + Math.log(signal) - 2 * LOG_TWO_PI;
  return joint + 0.5 * squared(eps) + Math.log(stds[0] * stds[1]) + LOG_TWO_PI;
}

/**
 * The posterior's mean, and 1 / sqrt of each diagonal entry of its precision: not its own deviations.
 * @type {(model: Posterior) => Diagonal}
 */
export function bestDiagonal({ mean, precision }) {
  return { means: mean, stds: [1 / Math.sqrt(precision[0][0]), 1 / Math.sqrt(precision[1][1])] };
}

/**
 * What the best diagonal q leaves: half of sum log Lambda_ii - log det Lambda.
 * @type {(model: Posterior) => number}
 */
export function leastGap({ precision: [[a, b], [c, d]] }) {
  return 0.5 * (Math.log(a) + Math.log(d) - Math.log(a * d - b * c));
}

/** @type {(matrix: Square) => Square} */
function inverse([[a, b], [c, d]]) {
  const det = a * d - b * c;
  return [[d / det, -b / det], [-c / det, a / det]];
}

/** @type {(matrix: Square, vector: Point) => Point} */
function times([[a, b], [c, d]], [x, y]) {
  return [a * x + b * y, c * x + d * y];
}

/** @type {(vector: number[]) => number} */
function squared([x, y]) {
  return x * x + y * y;
}
