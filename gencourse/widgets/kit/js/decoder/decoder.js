// Runs a decoder that Python shipped: its layers in order, each from one buffer into the next.
import { activationNamed } from "./activations.js";
import { makeConv, makeTransposedConv } from "./conv.js";
/** @import { Layer, Maker, Take } from "./types.d.ts" */

/** @type {Record<string, Maker<any>>} */
const MAKERS = {
  linear: makeLinear,
  conv: makeConv,
  transposed: makeTransposedConv,
  normalize: makeNormalize,
  affine: makeAffine,
  upsample: makeUpsample,
  activation: makeActivation,
};

/**
 * layers: what kit/decoders/layers.py wrote, the places in `weights`, a Float32Array, included.
 * Returns decode(z), whose answer is one buffer, overwritten by the next call: nothing is allocated in between.
 * @type {(layers: Layer[], weights: Float32Array) => (z: ArrayLike<number>) => Float64Array}
 */
export function makeDecoder(layers, weights) {
  const first = new Float64Array(layers[0].size);
  let buffer = first;
  const steps = layers.slice(1).map((layer) => {
    const take = /** @type {Take} */ ((name) =>
      layer[name] ? weights.subarray(layer[name][0], layer[name][0] + layer[name][1]) : null);
    const maker = MAKERS[layer.op];
    if (!maker) {
      throw new Error(`no layer "${layer.op}" is known here`);
    }
    const output = new Float64Array(layer.size);
    const step = maker(layer, take, buffer, output);
    buffer = output;
    return step;
  });
  const last = buffer;

  return function decode(z) {
    if (z.length !== first.length) throw new Error(`a code should have ${first.length} numbers, got ${z.length}`);
    first.set(z);
    for (const step of steps) step();
    return last;
  };
}

/**
 * weight [out, in] on each row of the input.
 * @type {Maker<{ inputs: number, outputs: number }>}
 */
function makeLinear({ inputs, outputs }, take, input, output) {
  const [weight, bias] = [take("weight"), take("bias")];
  const rows = input.length / inputs;
  return () => {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < outputs; i++) {
        let sum = bias ? bias[i] : 0;
        for (let j = 0, at = i * inputs, from = row * inputs; j < inputs; j++) sum += weight[at + j] * input[from + j];
        output[row * outputs + i] = sum;
      }
    }
  };
}

/**
 * Mean 0 and variance 1 in each of `groups` equal pieces.
 * @type {Maker<{ groups: number, eps: number }>}
 */
function makeNormalize({ groups, eps }, _take, input, output) {
  const size = input.length / groups;
  return () => {
    for (let start = 0; start < input.length; start += size) {
      let [sum, squares] = [0, 0];
      for (let i = start; i < start + size; i++) sum += input[i];
      const mean = sum / size;
      for (let i = start; i < start + size; i++) squares += (input[i] - mean) ** 2;
      const scale = 1 / Math.sqrt(squares / size + eps);
      for (let i = start; i < start + size; i++) output[i] = (input[i] - mean) * scale;
    }
  };
}

/**
 * Scale and shift: each entry of both serves `inner` values in a row, and they repeat from the start.
 * @type {Maker<{ inner: number }>}
 */
function makeAffine({ inner }, take, input, output) {
  const [scale, shift] = [take("scale"), take("shift")];
  return () => {
    for (let i = 0; i < input.length; i++) {
      const entry = Math.floor(i / inner) % scale.length;
      output[i] = scale[entry] * input[i] + shift[entry];
    }
  };
}

/**
 * Each pixel of [height, width] becomes times[0] x times[1] pixels.
 * @type {Maker<{ height: number, width: number, times: [number, number] }>}
 */
function makeUpsample({ height, width, times: [down, across] }, _take, input, output) {
  const wide = width * across;
  return () => {
    for (let i = 0; i < output.length; i++) {
      const row = Math.floor(i / wide); // of all channels
      const channel = Math.floor(row / (height * down));
      const from = channel * height + Math.floor((row % (height * down)) / down);
      output[i] = input[from * width + Math.floor((i % wide) / across)];
    }
  };
}

/** @type {Maker<{ name: string }>} */
function makeActivation(layer, _take, input, output) {
  const f = activationNamed(layer);
  return () => {
    for (let i = 0; i < input.length; i++) output[i] = f(input[i]);
  };
}
