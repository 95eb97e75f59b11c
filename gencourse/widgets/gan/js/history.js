// The numbers of a game over its steps, thinned out as it grows: at most MOST of each.
/** @typedef {ReturnType<typeof makeHistory>} History */

const MOST = 240;

/**
 * names: of the numbers. Returns { count(), steps, series, add(step, numbers), clear() }.
 * @param {string[]} names
 */
export function makeHistory(names) {
  const steps = new Float64Array(MOST);
  const series = Object.fromEntries(names.map((name) => [name, new Float64Array(MOST)]));
  let [count, stride, next] = [0, 1, 0];

  /** @type {(step: number, numbers: Record<string, number>) => void} */
  function add(step, numbers) {
    if (step < next) return;
    if (count === MOST) thin();
    steps[count] = step;
    for (const name of names) series[name][count] = numbers[name];
    count++;
    next = step + stride;
  }

  function thin() {
    for (const numbers of [steps, ...Object.values(series)]) {
      for (let i = 0; 2 * i < MOST; i++) numbers[i] = numbers[2 * i];
    }
    count = MOST / 2;
    stride *= 2;
  }

  function clear() {
    [count, stride, next] = [0, 1, 0];
  }
  return { count: () => count, steps, series, add, clear };
}
