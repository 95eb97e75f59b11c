// What the learner moves with two latents: the posterior's correlation, and a diagonal q. It knows no picture.
import { rounded, roundedWithin } from "../handles.js";
import { bestDiagonal, linearGaussian } from "../numbers.js";
/** @import { Diagonal, Frame, Traits } from "../types.d.ts" */
/** @import { Pad, Point, Range, View } from "../../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeState>} State */

/** @type {Range} */
export const STDS = [0.05, 2];

/**
 * pad: where q is seen
 * @param {View<Traits>} view
 * @param {Frame} data
 * @param {Pad} pad
 */
export function makeState(view, { two, start }, pad) {
  /** @type {{ correlation: number, q: Diagonal, sides: Point }} */
  const now = {
    correlation: 0,
    q: { means: [0, 0], stds: [1, 1] },
    sides: [1, 1], // of the mean, where the handles of the stds stand
  };
  read();
  return { now, read, posterior, moveTo, widen, takeBest, startOver, tell, endOf };

  function read() {
    const { model } = view;
    now.correlation = model.get("correlation");
    now.q = { means: model.get("means"), stds: model.get("stds") };
    chooseSides();
  }

  function posterior() {
    return linearGaussian(two, now.correlation);
  }

  /** @type {(point: Point) => void} */
  function moveTo(point) {
    now.q = { ...now.q, means: pad.clamp(point).map(rounded) };
  }

  /** @type {(axis: number, std: number) => void} */
  function widen(axis, std) {
    now.q = { ...now.q, stds: now.q.stds.map((old, i) => (i === axis ? roundedWithin(std, STDS) : old)) };
  }

  function takeBest() {
    now.q = bestDiagonal(posterior());
  }

  function startOver() {
    now.q = { means: start.means, stds: start.stds };
  }

  function tell() {
    view.learn({ correlation: now.correlation, ...now.q });
    chooseSides();
  }

  /** A handle stands at the end of its axis that can be seen. Never called during a drag. */
  function chooseSides() {
    now.sides = now.sides.map((_, axis) => [1, -1].find((side) => pad.inside(endOf(axis, side))) ?? 1);
  }

  /** @type {(axis: number, side?: number) => Point} */
  function endOf(axis, side = now.sides[axis]) {
    return now.q.means.map((mean, i) => (i === axis ? mean + side * now.q.stds[i] : mean));
  }
}
