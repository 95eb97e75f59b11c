// A small network that learns in the browser, written out: forward and backward. Samples lie one after the other.
import { identity } from "./activations.js";
import { last as lastOf } from "../arrays.js";
/** @import { Numbers, Random } from "../types.d.ts" */
/** @import { Activation, Layer } from "./types.d.ts" */

/**
 * A network for up to `most` samples at once.  sizes: [inputs, hidden ..., outputs]; hidden, last: activations
 * `weights` holds for each layer its matrix [out, in] and its bias [out], as torch orders them, and `gradients` the same.
 * Arrays that forward and backward return are used again by their next call.
 * @param {number[]} sizes
 * @param {number} most
 * @param {{ hidden: Activation, last?: Activation }} activations
 */
export function makeMlp(sizes, most, { hidden, last = identity }) {
  const layers = makeLayers(sizes, hidden, last);
  const count = lastOf(layers).bias + lastOf(layers).outputs;
  const weights = new Float64Array(count);
  const gradients = new Float64Array(count);
  const values = sizes.map((size) => new Float64Array(most * size)); // after the activation; values[0] is the input
  const slopes = sizes.map((size) => new Float64Array(most * size)); // dL / d of each of them

  /**
   * Returns the outputs [n, outputs].  inputs: [n, inputs], or more of them
   * @type {(inputs: Numbers, n: number) => Float64Array}
   */
  function forward(inputs, n) {
    copy(inputs, values[0], n * sizes[0]);
    layers.forEach((layer, l) => {
      applyLinear(weights, layer, values[l], values[l + 1], n);
      layer.activation.apply(values[l + 1], n * layer.outputs);
    });
    return lastOf(values);
  }

  /**
   * Carries dL / d outputs [n, outputs] back through the latest forward; returns dL / d inputs [n, inputs].
   * What it finds for the weights stands in `gradients`; with { learning: false } these stay as they are.
   * @type {(outer: Numbers, n: number, how?: { learning?: boolean }) => Float64Array}
   */
  function backward(outer, n, { learning = true } = {}) {
    copy(outer, lastOf(slopes), n * lastOf(sizes));
    if (learning) gradients.fill(0);
    for (let l = layers.length - 1; l >= 0; l--) {
      layers[l].activation.undo(slopes[l + 1], values[l + 1], n * layers[l].outputs);
      if (learning) addGradients(gradients, layers[l], values[l], slopes[l + 1], n);
      carryBack(weights, layers[l], slopes[l + 1], slopes[l], n);
    }
    return slopes[0];
  }

  /**
   * Weights that hand on what they get at the same size (He et al. 2015); biases are 0.
   * @type {(random: Random) => void}
   */
  function initialize(random) {
    weights.fill(0);
    layers.forEach(({ inputs, matrix, bias, activation }) => {
      const std = Math.sqrt(activation.gain / inputs);
      for (let k = matrix; k < bias; k++) weights[k] = std * random.normal();
    });
  }
  return { weights, gradients, forward, backward, initialize };
}

/** @type {(sizes: number[], hidden: Activation, last: Activation) => Layer[]} */
function makeLayers(sizes, hidden, last) {
  let matrix = 0;
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l];
    const bias = matrix + outputs * inputs;
    const layer = { inputs, outputs, matrix, bias, activation: l < sizes.length - 2 ? hidden : last };
    matrix = bias + outputs;
    return layer;
  });
}

/** @type {(from: Numbers, to: Float64Array, length: number) => void} */
function copy(from, to, length) {
  for (let k = 0; k < length; k++) to[k] = from[k];
}

// The three loops below take four rows at a time: so each number is fetched once for four products, and no sum waits for
// the sum before it. Every sum has its terms in the order that the formula has, so no bit depends on it.

/** @type {(weights: Float64Array, layer: Layer, from: Float64Array, to: Float64Array, n: number) => void} */
function applyLinear(weights, { inputs, outputs, matrix, bias }, from, to, n) {
  for (let s = 0; s < n; s++) {
    const [x, y] = [s * inputs, s * outputs];
    let j = 0;
    for (; j + 4 <= outputs; j += 4) {
      const a = matrix + j * inputs;
      const [b, c, d] = [a + inputs, a + 2 * inputs, a + 3 * inputs];
      let sumA = weights[bias + j];
      let sumB = weights[bias + j + 1];
      let sumC = weights[bias + j + 2];
      let sumD = weights[bias + j + 3];
      for (let i = 0; i < inputs; i++) {
        const value = from[x + i];
        sumA += weights[a + i] * value;
        sumB += weights[b + i] * value;
        sumC += weights[c + i] * value;
        sumD += weights[d + i] * value;
      }
      to[y + j] = sumA;
      to[y + j + 1] = sumB;
      to[y + j + 2] = sumC;
      to[y + j + 3] = sumD;
    }
    for (; j < outputs; j++) {
      const row = matrix + j * inputs;
      let sum = weights[bias + j];
      for (let i = 0; i < inputs; i++) sum += weights[row + i] * from[x + i];
      to[y + j] = sum;
    }
  }
}

/** @type {(gradients: Float64Array, layer: Layer, from: Float64Array, slopes: Float64Array, n: number) => void} */
function addGradients(gradients, { inputs, outputs, matrix, bias }, from, slopes, n) {
  let s = 0;
  for (; s + 4 <= n; s += 4) {
    const [xA, yA] = [s * inputs, s * outputs];
    const [xB, xC, xD] = [xA + inputs, xA + 2 * inputs, xA + 3 * inputs];
    for (let j = 0; j < outputs; j++) {
      const a = slopes[yA + j];
      const b = slopes[yA + outputs + j];
      const c = slopes[yA + 2 * outputs + j];
      const d = slopes[yA + 3 * outputs + j];
      const row = matrix + j * inputs;
      gradients[bias + j] = gradients[bias + j] + a + b + c + d;
      for (let i = 0; i < inputs; i++) {
        gradients[row + i] = gradients[row + i] + a * from[xA + i] + b * from[xB + i] + c * from[xC + i] +
          d * from[xD + i];
      }
    }
  }
  for (; s < n; s++) {
    for (let j = 0; j < outputs; j++) {
      const slope = slopes[s * outputs + j];
      const row = matrix + j * inputs;
      gradients[bias + j] += slope;
      for (let i = 0; i < inputs; i++) gradients[row + i] += slope * from[s * inputs + i];
    }
  }
}

/** @type {(weights: Float64Array, layer: Layer, slopes: Float64Array, to: Float64Array, n: number) => void} */
function carryBack(weights, { inputs, outputs, matrix }, slopes, to, n) {
  to.fill(0, 0, n * inputs);
  for (let s = 0; s < n; s++) {
    const [x, y] = [s * inputs, s * outputs];
    let j = 0;
    for (; j + 4 <= outputs; j += 4) {
      const a = slopes[y + j];
      const b = slopes[y + j + 1];
      const c = slopes[y + j + 2];
      const d = slopes[y + j + 3];
      const rowA = matrix + j * inputs;
      const [rowB, rowC, rowD] = [rowA + inputs, rowA + 2 * inputs, rowA + 3 * inputs];
      for (let i = 0; i < inputs; i++) {
        to[x + i] = to[x + i] + a * weights[rowA + i] + b * weights[rowB + i] + c * weights[rowC + i] +
          d * weights[rowD + i];
      }
    }
    for (; j < outputs; j++) {
      const slope = slopes[y + j];
      const row = matrix + j * inputs;
      for (let i = 0; i < inputs; i++) to[x + i] += slope * weights[row + i];
    }
  }
}
