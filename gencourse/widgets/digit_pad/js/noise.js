// Gaussian noise that Python draws too: the same seed gives the same numbers.

/**
 * `count` numbers from N(0, 1): mulberry32 for the uniform ones, then Box and Muller.
 * @type {(seed: number, count: number) => Float64Array}
 */
export function drawNoise(seed, count) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  });
}
