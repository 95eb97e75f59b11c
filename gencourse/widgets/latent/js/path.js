// Ways from one code to another, or from picture to picture, and how likely the prior N(0, I) finds the codes on it.
/** @import { Buffer, Numbers } from "../../kit/js/types.d.ts" */

/**
 * The code at `position` in [0, 1] on the way from a to b. path: "straight" or "spherical" (slerp, for any norms).
 * @type {(a: number[], b: number[], position: number, path: string) => number[]}
 */
export function between(a, b, position, path) {
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
  const sine = Math.sin(angle);
  if (path === "straight" || !(sine > 1e-6)) return mix(a, b, 1 - position, position); // NaN too: one of them is 0
  return mix(a, b, Math.sin((1 - position) * angle) / sine, Math.sin(position * angle) / sine);
}

/**
 * (1 - position) a + position b, pixel by pixel.
 * @type {<B extends Buffer>(a: Numbers, b: Numbers, position: number, pixels: B) => B}
 */
export function crossFade(a, b, position, pixels) {
  for (let i = 0; i < a.length; i++) pixels[i] = Math.round((1 - position) * a[i] + position * b[i]);
  return pixels;
}

/**
 * log N(z; 0, I), in nats.
 * @type {(z: Numbers) => number}
 */
export function logPrior(z) {
  return -0.5 * dot(z, z) - 0.5 * z.length * Math.log(2 * Math.PI);
}

/**
 * Which of the flat codes is nearest to z, and how far it is: { index, distance }; index -1 if there is none.
 * @type {(codes: Numbers, z: Numbers) => { index: number, distance: number }}
 */
export function nearestCode(codes, z) {
  let [index, best] = [-1, Infinity];
  for (let i = 0, at = 0; at < codes.length; i++) {
    let sum = 0;
    for (let k = 0; k < z.length; k++) sum += (codes[at++] - z[k]) ** 2;
    if (sum < best) [index, best] = [i, sum];
  }
  return { index, distance: Math.sqrt(best) };
}

/**
 * The distance to the nearest code on a cells x cells grid over the map, rows from the top.
 * @type {(codes: Numbers, low: Numbers, span: number, cells: number) => Float32Array}
 */
export function distanceGrid(codes, low, span, cells) {
  const grid = new Float32Array(cells * cells);
  const cell = span / cells;
  for (let i = 0; i < grid.length; i++) {
    const [x, y] = [low[0] + ((i % cells) + 0.5) * cell, low[1] + (cells - Math.floor(i / cells) - 0.5) * cell];
    let best = Infinity;
    for (let at = 0; at < codes.length; at += 2) { // nearestCode for two numbers: this runs while a hand moves the map
      const [dx, dy] = [codes[at] - x, codes[at + 1] - y];
      best = Math.min(best, dx * dx + dy * dy);
    }
    grid[i] = Math.sqrt(best);
  }
  return grid;
}

/** @type {(a: number[], b: number[], left: number, right: number) => number[]} */
function mix(a, b, left, right) {
  return a.map((value, k) => left * value + right * b[k]);
}

/** @type {(a: Numbers, b: Numbers) => number} */
function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
