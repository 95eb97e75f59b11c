// Random numbers, such as a seed repeats: what Python has to draw too is drawn there by the same steps.
/** @import { Random } from "./types.d.ts" */

const [SEEDS, STREAMS] = [0x9e3779b1, 0x85ebca77]; // odd, so that no two seeds or streams meet

/**
 * Numbers in [0, 1) that start from a state of 32 bits. (The generator is mulberry32.)
 * @type {(state: number) => () => number}
 */
export function makeUniform(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One number from N(0, 1), after Box and Muller: of the two that they make the second is lost.
 * @type {(uniform?: () => number) => number}
 */
export function drawNormal(uniform = Math.random) {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

/**
 * Random numbers of their own for each seed and stream, both whole numbers.
 * @type {(seed: number, stream?: number) => Random}
 */
export function makeRandom(seed, stream = 0) {
  const uniform = makeUniform((Math.imul(seed + 1, SEEDS) ^ Math.imul(stream + 1, STREAMS)) | 0);
  let [spare, hasSpare] = [0, false];

  /** N(0, 1), two at a time after Box and Muller. */
  function normal() {
    hasSpare = !hasSpare;
    if (!hasSpare) return spare;
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** @type {(count: number) => number} */
  const below = (count) => Math.floor(count * uniform());
  return { uniform, below, normal };
}
