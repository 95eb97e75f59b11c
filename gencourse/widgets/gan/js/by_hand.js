// Discriminators that are set by hand: a line, which is one logistic unit, or three bumps.
import { generatorSlope } from "./losses.js";
/** @import { Bump, Judge, Line, LogitAt } from "./types.d.ts" */
/** @import { Buffer, Point } from "../../kit/js/types.d.ts" */

export const WIDTH = 0.9; // of a bump
const [GROUND, STEEP] = [-2, 2]; // the logit far from all bumps; the line's slope for a normal of length 1

/**
 * The logit rises along the normal from `foot` to `tip`, and is 0 at the foot.  line: { foot, tip }
 * @type {(line: Line, x: number, y: number, slope: Buffer | null) => number}
 */
export function logitOfLine({ foot, tip }, x, y, slope) {
  const [right, up] = [STEEP * (tip[0] - foot[0]), STEEP * (tip[1] - foot[1])];
  if (slope) [slope[0], slope[1]] = [right, up];
  return right * (x - foot[0]) + up * (y - foot[1]);
}

/**
 * A mixture of hills and holes on flat ground.  bumps: [{ centre, height }, ...]
 * @type {(bumps: Bump[], x: number, y: number, slope: Buffer | null) => number}
 */
export function logitOfBumps(bumps, x, y, slope) {
  let logit = GROUND;
  if (slope) slope[0] = slope[1] = 0;
  for (const { centre, height } of bumps) {
    const [right, up] = [x - centre[0], y - centre[1]];
    const hill = height * Math.exp((-0.5 * (right * right + up * up)) / WIDTH ** 2);
    logit += hill;
    if (!slope) continue;
    slope[0] -= (hill * right) / WIDTH ** 2;
    slope[1] -= (hill * up) / WIDTH ** 2;
  }
  return logit;
}

/**
 * What the game asks of a discriminator, from logitAt(x, y, slope). most: points at once
 * @type {(logitAt: LogitAt, most: number) => Judge}
 */
export function makeByHand(logitAt, most) {
  const logits = new Float64Array(most);
  const slopes = new Float64Array(2 * most);
  const slope = [0, 0];

  /** @type {Judge["logitsOf"]} */
  function logitsOf(points, n) {
    for (let s = 0; s < n; s++) logits[s] = logitAt(points[2 * s], points[2 * s + 1], null);
    return logits;
  }

  /**
   * For each point the slope of its own loss in its place, [n, 2].
   * @type {Judge["slopesAt"]}
   */
  function slopesAt(points, n, saturating) {
    for (let s = 0; s < n; s++) {
      const outer = generatorSlope(logitAt(points[2 * s], points[2 * s + 1], slope), saturating);
      [slopes[2 * s], slopes[2 * s + 1]] = [outer * slope[0], outer * slope[1]];
    }
    return slopes;
  }
  return { logitsOf, slopesAt };
}
