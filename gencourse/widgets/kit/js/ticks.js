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

/**
 * Round numbers from low to high with their texts, 1, 2 or 5 times a power of ten apart, at most `most` + 1 of them.
 * @type {(low: number, high: number, most: number) => { value: number, text: string }[]}
 */
export function roundTicks(low, high, most) {
  const least = (high - low) / most;
  const power = Math.floor(Math.log10(least) + 1e-9);
  const factor = [1, 2, 5, 10].find((size) => size * 10 ** power >= least * (1 - 1e-9)) ?? 10;
  const step = factor * 10 ** power;
  const digits = Math.max(0, factor === 10 ? -power - 1 : -power);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9) + 0; i * step <= high + 1e-9 * step; i++) {
    const value = Number((i * step).toFixed(Math.min(100, digits)));
    const long = value !== 0 && (Math.abs(value) >= 1e5 || digits > 4);
    const text = long
      ? String(Number(value.toPrecision(3)).toExponential()).replace("e+", "e")
      : value.toFixed(digits > 4 ? 0 : digits);
    ticks.push({ value, text: text.replaceAll("-", "−") });
  }
  return ticks;
}
