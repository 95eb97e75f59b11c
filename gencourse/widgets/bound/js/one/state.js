// What the learner moves with one latent: x and q, and what follows from them. It knows no picture.
import { roundedWithin } from "../handles.js";
import { bestGaussian, boundOfOne, logProb, normalDensity } from "../numbers.js";
/** @import { Frame, Traits } from "../types.d.ts" */
/** @import { Point, Range, View } from "../../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeState>} State */

export const FAR = 3.5; // of z and x
/** @type {Range} */
export const STDS = [0.05, 2.5];

/**
 * @param {View<Traits>} view
 * @param {Frame} data
 */
export function makeState(view, { one: model, start }) {
  const now = {
    x: 0,
    q: { mean: 0, std: 1 },
    logProb: NaN, // of `x`, where that was found last: its sum over a grid is the slowest part of a frame
    side: 1, // of the peak, where the shoulder's handle stands
    /** @type {{ x: number, gap: number } | null} */
    best: null, // once the learner has asked for it
  };
  let known = NaN; // the x whose logProb that is
  read();
  return { now, read, moveTo, widen, takeBest, startOver, tell, refresh, sum, peak, shoulder };

  function read() {
    const { model: traits } = view;
    now.x = traits.get("x");
    now.q = { mean: traits.get("mean"), std: traits.get("std") };
    chooseSide();
  }

  /** What a new x changes. */
  function refresh() {
    if (known !== now.x) now.logProb = logProb(model, now.x);
    known = now.x;
    if (now.best?.x !== now.x) now.best = null;
  }

  /** @type {(mean: number) => void} */
  function moveTo(mean) {
    now.q.mean = roundedWithin(mean, [-FAR, FAR]);
  }

  /** @type {(std: number) => void} */
  function widen(std) {
    now.q.std = roundedWithin(std, STDS);
  }

  function takeBest() {
    now.q = bestGaussian(model, now.x);
    now.best = { x: now.x, gap: logProb(model, now.x) - boundOfOne(model, now.x, now.q) };
  }

  function startOver() {
    now.q = { mean: start.mean, std: start.std };
    now.best = null;
  }

  function tell() {
    view.learn({ x: now.x, ...now.q });
    chooseSide();
  }

  /** Never called during a drag. */
  function chooseSide() {
    now.side = now.q.mean + now.q.std > 0.95 * FAR ? -1 : 1;
  }

  /** The equation's parts. highest: the bound that no Gaussian passes, null while it is unknown. */
  function sum() {
    const highest = now.best && now.logProb - now.best.gap;
    return { logProb: now.logProb, bound: boundOfOne(model, now.x, now.q), highest };
  }

  /** @type {() => Point} */
  function peak() {
    return [now.q.mean, normalDensity(0, 0, now.q.std)];
  }

  /** @type {() => Point} */
  function shoulder() {
    return [now.q.mean + now.side * now.q.std, normalDensity(1, 0, 1) / now.q.std];
  }
}
