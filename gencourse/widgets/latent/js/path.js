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
 * The distance to the nearest code on a cells x cells grid over the map, rows from the top. It runs while a hand moves
 * the map: codes are sorted by x, and only those are looked at that may be nearer than the nearest so far.
 * @type {(codes: Numbers, low: Numbers, span: number, cells: number) => Float32Array}
 */
export function distanceGrid(codes, low, span, cells) {
  const order = Array.from({ length: codes.length / 2 }, (_, i) => i).sort((i, j) => codes[2 * i] - codes[2 * j]);
  const xs = Float64Array.from(order, (i) => codes[2 * i]);
  const ys = Float64Array.from(order, (i) => codes[2 * i + 1]);
  const grid = new Float32Array(cells * cells);
  const cell = span / cells;
  let first = 0; // of the codes to the right of the column
  for (let column = 0; column < cells; column++) {
    const x = low[0] + (column + 0.5) * cell;
    while (first < xs.length && xs[first] < x) first++;
    let nearest = Infinity;
    for (let row = 0; row < cells; row++) {
      const y = low[1] + (cells - row - 0.5) * cell;
      let best = (1.001 * (nearest + cell)) ** 2; // one cell further down it is at most a cell further away
      for (let i = first; i < xs.length && (xs[i] - x) ** 2 < best; i++) {
        best = Math.min(best, (xs[i] - x) ** 2 + (ys[i] - y) ** 2);
      }
      for (let i = first - 1; i >= 0 && (xs[i] - x) ** 2 < best; i--) {
        best = Math.min(best, (xs[i] - x) ** 2 + (ys[i] - y) ** 2);
      }
      nearest = Math.sqrt(best);
      grid[row * cells + column] = nearest;
    }
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
