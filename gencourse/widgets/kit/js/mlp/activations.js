// What stands between a network's layers. Each can be undone from its output alone.
/** @import { Activation } from "./types.d.ts" */

const SLOPE = 0.2; // of leaky ReLU below 0

/**
 * gain: what keeps the size of the numbers when weights are drawn (He et al. 2015).
 * @type {Activation}
 */
export const leakyRelu = {
  gain: 2 / (1 + SLOPE ** 2),
  apply(values, length) {
    for (let k = 0; k < length; k++) if (values[k] < 0) values[k] *= SLOPE;
  },
  undo(slopes, values, length) {
    for (let k = 0; k < length; k++) if (values[k] < 0) slopes[k] *= SLOPE;
  },
};

/** @type {Activation} */
export const tanh = bounded(1);

/** @type {Activation} */
export const identity = { gain: 1, apply() {}, undo() {} };

/**
 * reach tanh(x / reach): almost the identity near 0, and never beyond `reach`.
 * @type {(reach: number) => Activation}
 */
export function bounded(reach) {
  return {
    gain: 1,
    apply(values, length) {
      for (let k = 0; k < length; k++) values[k] = reach - (2 * reach) / (Math.exp((2 / reach) * values[k]) + 1);
    },
    undo(slopes, values, length) {
      for (let k = 0; k < length; k++) slopes[k] *= 1 - (values[k] / reach) ** 2;
    },
  };
}
