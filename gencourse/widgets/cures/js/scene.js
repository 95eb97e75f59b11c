// What the map shows: where the codes are, how large their ellipses, and the window. All by time, between snapshots too.

/** frame: from Python; floats: [run, snapshot, mean or sigma, code, 2]. */
export function makeScenes(frame, floats) {
  const length = 2 * frame.shown;

  /** The snapshot's scene: { mean, sigma, window: [x, y, half] }; whole moments only. */
  function snapshot(run, moment, sameScale) {
    const start = (frame.runs.indexOf(run) * frame.moments + moment) * 2 * length;
    return {
      mean: floats.subarray(start, start + length),
      sigma: floats.subarray(start + length, start + 2 * length),
      window: sameScale ? frame.common : frame.windows[run][moment],
    };
  }

  function at(run, time, sameScale) {
    const [before, after] = [Math.floor(time), Math.ceil(time)];
    const from = snapshot(run, before, sameScale);
    return before === after ? from : between(from, snapshot(run, after, sameScale), time - before);
  }

  /** How many of the shown codes lie outside the window. */
  function outside(run, moment, sameScale) {
    const { mean, window: [x, y, half] } = snapshot(run, moment, sameScale);
    let count = 0;
    for (let i = 0; i < length; i += 2) count += Math.abs(mean[i] - x) > half || Math.abs(mean[i + 1] - y) > half;
    return count;
  }
  return { at, between, outside };
}

function between(from, to, share) {
  return {
    mean: mix(from.mean, to.mean, share),
    sigma: mix(from.sigma, to.sigma, share),
    window: Array.from(mix(from.window, to.window, share)),
  };
}

function mix(a, b, share) {
  return Float32Array.from(a, (value, i) => value + share * (b[i] - value));
}
