// Gaussian noise that Python draws too: the same seed gives the same numbers.
import { drawNormal, makeUniform } from "../../kit/js/random.js";

/**
 * `count` numbers from N(0, 1).
 * @type {(seed: number, count: number) => Float64Array}
 */
export function drawNoise(seed, count) {
  const uniform = makeUniform(seed);
  return Float64Array.from({ length: count }, () => drawNormal(uniform));
}
