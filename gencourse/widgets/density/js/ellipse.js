// The Gaussian under the learner's hand: its mean, its axes, and the best score so far. It knows no picture.
import { gaussianScore } from "./numbers.js";
import { axesOf, covarianceOf } from "../../kit/js/covariance.js";
/** @import { Data, Gaussian, Moments, Scores, Traits } from "./types.d.ts" */
/** @import { Pad, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeEllipse>} Ellipse */

/**
 * pad: where it is seen
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {Pad} pad
 */
export function makeEllipse(view, { train, heldOut, span }, pad) {
  const smallest = span / 200;
  const decimals = Math.max(0, Math.ceil(-Math.log10(span / 1000))); // that a hand can aim at
  let telling = false;
  /** @type {{ gaussian: Gaussian, sides: Point, byHand: number }} */
  const now = {
    gaussian: { mean: [0, 0], cov: [[1, 0], [0, 1]], sigma: [1, 1], angle: 0 }, // cov: what Python has, or will have
    sides: [1, 1], // which end of each axis carries its handle
    byHand: -Infinity, // the learner's best score on train
  };
  read();
  return { now, smallest, read, replace, moveMean, moveEnd, turn, tell, scores, endOf };

  /** Follow the traits; says whether there was anything to follow. */
  function read() {
    if (telling) return false; // our own news: to read the axes back would swap them now and then
    take({ mean: view.model.get("mean"), cov: view.model.get("cov") });
    chooseSides();
    return true;
  }

  /** @type {(moments: Moments) => void} */
  function take({ mean, cov }) {
    now.gaussian = { mean, cov, ...axesOf(cov) };
  }

  /** @type {(moments: Moments) => void} */
  function replace(moments) {
    take(moments);
    tell();
  }

  /** @type {(point: Point) => void} */
  function moveMean(point) {
    now.gaussian.mean = pad.clamp(point).map((value) => Number(value.toFixed(decimals)));
    countByHand();
  }

  /** @type {(axis: number, point: Point) => void} */
  function moveEnd(axis, point) {
    const [x, y] = point.map((value, i) => now.sides[axis] * (value - now.gaussian.mean[i]));
    turn(axis, Math.hypot(x, y), Math.atan2(y, x) - (axis * Math.PI) / 2);
  }

  /** @type {(axis: number, length: number, angle: number) => void} */
  function turn(axis, length, angle) {
    now.gaussian.sigma[axis] = Math.min(span, Math.max(smallest, length));
    now.gaussian.angle = angle;
    now.gaussian.cov = covarianceOf(now.gaussian);
    countByHand();
  }

  function countByHand() {
    now.byHand = Math.max(now.byHand, scores().train);
  }

  function tell() {
    chooseSides();
    telling = true;
    view.learn({ mean: now.gaussian.mean, cov: now.gaussian.cov });
    telling = false;
  }

  /** A handle stands at the end of its axis that can be seen. Never called during a drag. */
  function chooseSides() {
    now.sides = now.sides.map((_, axis) => [1, -1].find((side) => pad.inside(endOf(axis, side))) ?? 1);
  }

  /** @type {() => Scores} */
  function scores() {
    const { mean, cov } = now.gaussian;
    return { train: gaussianScore(train, mean, cov), heldOut: gaussianScore(heldOut, mean, cov) };
  }

  /** @type {(axis: number, side?: number) => Point} */
  function endOf(axis, side = now.sides[axis]) {
    return alongAxis(now.gaussian, axis, side);
  }
}

/**
 * The point one standard deviation along an axis.  side: 1 or -1
 * @type {(gaussian: Gaussian, axis: number, side: number) => Point}
 */
function alongAxis({ mean, sigma, angle }, axis, side) {
  const direction = angle + (axis * Math.PI) / 2;
  const length = side * sigma[axis];
  return [mean[0] + length * Math.cos(direction), mean[1] + length * Math.sin(direction)];
}
