// The numbers behind the bottleneck explorer, in float64. Matrices that Python sends lie flat, row by row.
import { drawNormal } from "../../kit/js/random.js";
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @typedef {number[][]} Matrix */

/**
 * bias + columns^T z: what the decoder makes of z.  columns: one wave for each number of z
 * @type {(columns: Float64Array, bias: Numbers, z: number[]) => Float64Array}
 */
export function decode(columns, bias, z) {
  const output = Float64Array.from(bias);
  z.forEach((value, i) => addWave(output, value, columns, i));
  return output;
}

/**
 * weight x + bias: the code of the signal x.  weight: one row for each number of the code
 * @type {(weight: Float64Array, bias: Float64Array, x: Numbers) => number[]}
 */
export function encode(weight, bias, x) {
  return Array.from(bias, (start, i) => start + dot(rowOf(weight, i, x.length), x));
}

/**
 * The nearest point to x on the flat through `mean` along the first `width` components, which are orthonormal.
 * @type {(components: Float64Array, mean: Float64Array, x: Float64Array, width: number) => Float64Array}
 */
export function project(components, mean, x, width) {
  const centred = x.map((value, j) => value - mean[j]);
  const code = Array.from({ length: width }, (_, i) => dot(rowOf(components, i, x.length), centred));
  return decode(components, mean, code);
}

/**
 * (x - y)^2, summed.
 * @type {(x: Float64Array, y: Numbers) => number}
 */
export function squaredError(x, y) {
  return x.reduce((sum, value, j) => sum + (value - y[j]) ** 2, 0);
}

/**
 * matrix [n][n] times vector [n].
 * @type {(matrix: Matrix, vector: number[]) => number[]}
 */
export function apply(matrix, vector) {
  return matrix.map((row) => dot(row, vector));
}

/**
 * The inverse of matrix [n][n], by elimination with the largest pivot of each column.
 * @type {(matrix: Matrix) => Matrix}
 */
export function invert(matrix) {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[pivot][i])) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    rows[i] = rows[i].map((value) => value / rows[i][i]);
    for (let k = 0; k < size; k++) {
      const factor = rows[k][i];
      if (k !== i) rows[k] = rows[k].map((value, j) => value - factor * rows[i][j]);
    }
  }
  return rows.map((row) => row.slice(size));
}

/**
 * The waves that go with codes z = mixing u: inverse^T columns, so that each z gives the output of its u.
 * @type {(columns: Float64Array, inverse: Matrix) => Float64Array}
 */
export function mixWaves(columns, inverse) {
  const [count, size] = [inverse.length, columns.length / inverse.length];
  const mixed = new Float64Array(columns.length);
  for (let i = 0; i < count; i++) {
    const wave = mixed.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < count; j++) addWave(wave, inverse[j][i], columns, j);
  }
  return mixed;
}

/**
 * A random matrix [n][n] that stretches by 0.6 to 1.6 between two rotations: its condition number is 2.7 at most.
 * @type {(size: number, random?: () => number) => Matrix}
 */
export function randomMixing(size, random = Math.random) {
  const [left, right] = [randomRotation(size, random), randomRotation(size, random)];
  const stretched = right.map((row) => {
    const stretch = 0.6 + random();
    return row.map((value) => stretch * value);
  });
  return left.map((row) => stretched[0].map((_, j) => row.reduce((sum, value, k) => sum + value * stretched[k][j], 0)));
}

/**
 * Mean and standard deviation of each mixed number over all signals.  mean: [n], cov: [n][n] of the codes
 * @type {(mean: number[], cov: Matrix, mixing: Matrix) => { mean: number[], std: number[] }}
 */
export function spreadOf(mean, cov, mixing) {
  const variances = mixing.map((row) => dot(row, apply(cov, row)));
  return { mean: apply(mixing, mean), std: variances.map((variance) => Math.sqrt(Math.max(0, variance))) };
}

/** @type {(matrix: Float64Array, i: number, size: number) => Float64Array} */
export function rowOf(matrix, i, size) {
  return matrix.subarray(i * size, (i + 1) * size);
}

/** @type {(output: Float64Array, factor: number, columns: Float64Array, i: number) => void} */
function addWave(output, factor, columns, i) {
  const start = i * output.length;
  for (let j = 0; j < output.length; j++) output[j] += factor * columns[start + j];
}

/** @type {(a: Numbers, b: Numbers) => number} */
function dot(a, b) {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/**
 * Random directions, each made orthogonal to those before it (twice, for the digits) and of length 1.
 * @type {(size: number, random: () => number) => Matrix}
 */
function randomRotation(size, random) {
  /** @type {Matrix} */
  const rows = [];
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => drawNormal(random));
    for (const known of [...rows, ...rows]) {
      const shared = dot(row, known);
      row = row.map((value, j) => value - shared * known[j]);
    }
    const length = Math.sqrt(dot(row, row));
    if (length > 1e-6) rows.push(row.map((value) => value / length));
  }
  return rows;
}
