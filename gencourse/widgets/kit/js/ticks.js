// Where an axis has its numbers.

/**
 * Round numbers from low to high, `most` steps apart at most.
 * @type {(low: number, high: number, most: number) => number[]}
 */
export function ticksBetween(low, high, most) {
  const sizes = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 10, 20, 40, 100, 200, 400, 1000];
  const step = sizes.find((size) => (high - low) / size <= most) ?? high - low;
  const ticks = [];
  for (let i = Math.ceil(low / step) + 0; i * step <= high; i++) ticks.push(i * step); // + 0: no minus zero
  return ticks;
}
