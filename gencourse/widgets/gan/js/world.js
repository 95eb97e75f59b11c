// What is true: blobs of one width around their centres, all equally likely. Every data set here is such a mixture.
/** @import { Blobs, World } from "./types.d.ts" */
/** @import { Buffer, Numbers, Random } from "../../kit/js/types.d.ts" */

/**
 * What tells one game by hand from another: the seed, which data, and how many of them are painted.
 * @type {(seed: number, world: World) => string}
 */
export function keyOf(seed, world) {
  return JSON.stringify([seed, world.key, world.centres.length]);
}

/**
 * Fills `points` [n, 2] with draws, if there are any centres.  world: { centres: [x0, y0, x1, y1, ...], blur }
 * @type {<B extends Buffer>(blobs: Blobs, random: Random, points: B) => B}
 */
export function drawReal({ centres, blur }, random, points) {
  if (!centres.length) return points;
  for (let k = 0; k < points.length; k += 2) {
    const c = 2 * random.below(centres.length / 2);
    points[k] = centres[c] + blur * random.normal();
    points[k + 1] = centres[c + 1] + blur * random.normal();
  }
  return points;
}

/**
 * How many centres have at least `share` of the points [n, 2] within `radius`.
 * @type {(centres: Numbers, points: Numbers, n: number, radius: number, share?: number) => number}
 */
export function countModes(centres, points, n, radius, share = 0.01) {
  let covered = 0;
  for (let c = 0; c < centres.length; c += 2) {
    let near = 0;
    for (let k = 0; k < 2 * n; k += 2) if (closer(points, k, centres, c, radius)) near++;
    if (near >= share * n) covered++;
  }
  return covered;
}

/**
 * The largest share of the points that lies within `radius` of one of them: 1 where all have run to one place.
 * @type {(points: Numbers, n: number, radius: number) => number}
 */
export function largestHeap(points, n, radius) {
  let most = 0;
  for (let c = 0; c < 2 * n; c += 2) {
    let near = 0;
    for (let k = 0; k < 2 * n; k += 2) if (closer(points, k, points, c, radius)) near++;
    most = Math.max(most, near);
  }
  return most / n;
}

/**
 * The density of a mixture with this standard deviation on the cells of a grid over the plane, rows from the top.
 * @type {(grid: Float64Array, cells: number, reach: number, centres: Numbers, count: number, std: number) => Float64Array}
 */
export function densityOn(grid, cells, reach, centres, count, std) {
  const [step, scale] = [(2 * reach) / cells, -0.5 / std ** 2];
  const across = new Float64Array(cells);
  const height = 1 / (2 * Math.PI * std ** 2 * count);
  grid.fill(0);
  for (let c = 0; c < 2 * count; c += 2) {
    for (let i = 0; i < cells; i++) across[i] = Math.exp(scale * ((i + 0.5) * step - reach - centres[c]) ** 2);
    for (let row = 0; row < cells; row++) {
      const down = height * Math.exp(scale * (reach - (row + 0.5) * step - centres[c + 1]) ** 2);
      if (down < 1e-9) continue;
      for (let i = 0; i < cells; i++) grid[row * cells + i] += down * across[i];
    }
  }
  return grid;
}

/** @type {(points: Numbers, k: number, centres: Numbers, c: number, radius: number) => boolean} */
function closer(points, k, centres, c, radius) {
  const [x, y] = [points[k] - centres[c], points[k + 1] - centres[c + 1]];
  return x * x + y * y <= radius * radius;
}
