// What the map shows: where the codes are, how large their ellipses, and the window. All by time, between snapshots too.
/** @import { Frame, Scene, Window } from "./types.d.ts" */

/**
 * frame: from Python; floats: [run, snapshot, mean or sigma, code, 2].
 * @param {Frame} frame
 * @param {Float32Array} floats
 */
export function makeScenes(frame, floats) {
  const length = 2 * frame.shown;

  /**
   * The snapshot's scene: { mean, sigma, window: [x, y, half] }; whole moments only.
   * @type {(run: string, moment: number, sameScale: boolean) => Scene}
   */
  function snapshot(run, moment, sameScale) {
    const start = (frame.runs.indexOf(run) * frame.moments + moment) * 2 * length;
    return {
      mean: floats.subarray(start, start + length),
      sigma: floats.subarray(start + length, start + 2 * length),
      window: sameScale ? frame.common : frame.windows[run][moment],
    };
  }

  /** @type {(run: string, time: number, sameScale: boolean) => Scene} */
  function at(run, time, sameScale) {
    const [before, after] = [Math.floor(time), Math.ceil(time)];
    const from = snapshot(run, before, sameScale);
    return before === after ? from : between(from, snapshot(run, after, sameScale), time - before);
  }

  /**
   * How many of the shown codes lie outside the window.
   * @type {(run: string, moment: number, sameScale: boolean) => number}
   */
  function outside(run, moment, sameScale) {
    const { mean, window: [x, y, half] } = snapshot(run, moment, sameScale);
    let count = 0;
    for (let i = 0; i < length; i += 2) if (Math.abs(mean[i] - x) > half || Math.abs(mean[i + 1] - y) > half) count++;
    return count;
  }
  return { at, between, outside };
}

/** @type {(from: Scene, to: Scene, share: number) => Scene} */
function between(from, to, share) {
  return {
    mean: mix(from.mean, to.mean, share),
    sigma: mix(from.sigma, to.sigma, share),
    window: /** @type {Window} */ (Array.from(mix(from.window, to.window, share))),
  };
}

/** @type {(a: ArrayLike<number>, b: ArrayLike<number>, share: number) => Float32Array} */
function mix(a, b, share) {
  return Float32Array.from(a, (value, i) => value + share * (b[i] - value));
}
