// The two players: each a network that learns from the other's answers, one Adam step at a time.
import { makeAdam } from "../../kit/js/mlp/adam.js";
import { discriminatorSlope, generatorSlope } from "./losses.js";
import { makeMlp } from "../../kit/js/mlp/mlp.js";
import { bounded, leakyRelu, tanh } from "../../kit/js/mlp/activations.js";
/** @import { SlopesAt } from "./types.d.ts" */
/** @import { Numbers, Random } from "../../kit/js/types.d.ts" */

export const LATENTS = 2;
export const REACH = 3; // the plane goes from -3 to 3 each way
export const EDGE = 2.9; // and the generator nearly as far: none of its points is ever out of sight
export const BATCH = 64;
const HIDDEN = [32, 32];
const BETAS = [0, 0.99]; // no momentum: where it led, the other player has moved since
const MOST = 512; // points at once

/**
 * Points [n, 2] in, logits out. Its weights come from `random`.
 * @param {Random} random
 */
export function makeDiscriminator(random) {
  const network = makeMlp([2, ...HIDDEN, 1], MOST, { hidden: tanh });
  const adam = makeAdam(network.weights.length, { lr: 5e-3, betas: BETAS });
  const points = new Float64Array(4 * BATCH);
  const outer = new Float64Array(MOST);
  network.initialize(random);

  /**
   * One step: up where points are real, down where they are generated.  real, fake: [BATCH, 2]
   * @type {(real: Numbers, fake: Numbers) => void}
   */
  function learn(real, fake) {
    for (let k = 0; k < 2 * BATCH; k++) {
      points[k] = real[k];
      points[2 * BATCH + k] = fake[k];
    }
    const logits = network.forward(points, 2 * BATCH);
    for (let s = 0; s < 2 * BATCH; s++) outer[s] = discriminatorSlope(logits[s], s < BATCH) / BATCH;
    network.backward(outer, 2 * BATCH);
    adam.step(network.weights, network.gradients);
  }

  /**
   * For each generated point the slope of its own loss in its place, [n, 2]: it is pulled the other way.
   * @type {(fake: Numbers, n: number, saturating: boolean) => Float64Array}
   */
  function slopesAt(fake, n, saturating) {
    const logits = network.forward(fake, n);
    for (let s = 0; s < n; s++) outer[s] = generatorSlope(logits[s], saturating);
    return network.backward(outer, n, { learning: false });
  }
  return { weights: network.weights, logitsOf: network.forward, learn, slopesAt };
}

/**
 * Codes [n, 2] in, points out.
 * @param {Random} random
 */
export function makeGenerator(random) {
  const network = makeMlp([LATENTS, ...HIDDEN, 2], MOST, { hidden: leakyRelu, last: bounded(EDGE) });
  const adam = makeAdam(network.weights.length, { lr: 2e-3, betas: BETAS });
  const outer = new Float64Array(2 * BATCH);
  network.initialize(random);

  /**
   * One step down the mean loss.  codes: [BATCH, 2]; slopesAt(fake, n): of each point's loss in its place
   * @type {(codes: Numbers, slopesAt: SlopesAt) => void}
   */
  function learn(codes, slopesAt) {
    const fake = network.forward(codes, BATCH);
    const slopes = slopesAt(fake, BATCH);
    for (let k = 0; k < 2 * BATCH; k++) outer[k] = slopes[k] / BATCH;
    network.backward(outer, BATCH);
    adam.step(network.weights, network.gradients);
  }
  return { weights: network.weights, make: network.forward, learn };
}
