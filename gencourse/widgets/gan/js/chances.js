// What a discriminator says over the plane, on a grid: all at once, or in pieces in the midst of a run.
import { sigmoid } from "./losses.js";
import { makeDiscriminator, REACH } from "./players.js";
import { PIECES } from "./turns.js";
import { densityOn } from "./world.js";
import { makeRandom } from "../../kit/js/random.js";
/** @import { Blobs, LogitsOf } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */

export const CELLS = 36;
export const BLUR = 0.15; // D* sees real and generated points through this
const NOTHING = 1e-4; // a density; where both are far below it, D* is 1/2
const PART = (CELLS * CELLS) / PIECES;

/**
 * Returns { chances, version(), ofJudge(logitsOf), ofNetwork(discriminator, piece), ofBest(world, fake, count) }.
 * chances: on the cells, rows from the top; version() tells whether they are new. piece: which of PIECES is computed, all
 * if it is null; with the last of them the chances become those of the network as it was at the first.
 */
export function makeChances() {
  const chances = new Float64Array(CELLS * CELLS);
  const coming = new Float64Array(CELLS * CELLS);
  const places = gridPoints();
  const pieces = Array.from({ length: PIECES }, (_, i) => places.subarray(2 * i * PART, 2 * (i + 1) * PART));
  const densities = [0, 1].map(() => new Float64Array(CELLS * CELLS));
  /** @type {ReturnType<typeof makeDiscriminator> | null} */
  let still = null; // the network as it was
  let [next, version] = [-1, 0]; // piece of it, if a round has begun

  /** @type {(logitsOf: LogitsOf) => void} */
  function ofJudge(logitsOf) {
    pieces.forEach((_, piece) => fill(logitsOf, piece));
    show();
  }

  /** @type {(discriminator: { weights: Float64Array, logitsOf: LogitsOf }, piece: number | null) => void} */
  function ofNetwork(discriminator, piece) {
    if (piece === null) return ofJudge(discriminator.logitsOf);
    if (piece === 0) {
      still ??= makeDiscriminator(makeRandom(0));
      still.weights.set(discriminator.weights);
      next = 0;
    }
    if (!still || piece === -1 || piece !== next) return;
    fill(still.logitsOf, piece);
    next++;
    if (next === PIECES) show();
  }

  /** @type {(logitsOf: LogitsOf, piece: number) => void} */
  function fill(logitsOf, piece) {
    const logits = logitsOf(pieces[piece], PART);
    for (let i = 0; i < PART; i++) coming[piece * PART + i] = sigmoid(logits[i]);
  }

  /**
   * D* = p / (p + q), both seen through the same blur; q from `count` generated points.
   * @type {(blobs: Blobs, fake: Numbers, count: number) => void}
   */
  function ofBest({ centres, blur }, fake, count) {
    const p = densityOn(densities[0], CELLS, REACH, centres, centres.length / 2, Math.hypot(blur, BLUR));
    const q = densityOn(densities[1], CELLS, REACH, fake, count, BLUR);
    for (let i = 0; i < coming.length; i++) coming[i] = (p[i] + NOTHING) / (p[i] + q[i] + 2 * NOTHING);
    show();
  }

  /** A round that had begun is over with it. */
  function show() {
    chances.set(coming);
    next = -1;
    version++;
  }
  return { chances, version: () => version, ofJudge, ofNetwork, ofBest };
}

/**
 * The middles of the cells, [CELLS * CELLS, 2].
 * @type {() => Float64Array}
 */
function gridPoints() {
  const points = new Float64Array(2 * CELLS * CELLS);
  for (let i = 0; i < CELLS * CELLS; i++) {
    points[2 * i] = REACH * ((2 * (i % CELLS) + 1) / CELLS - 1);
    points[2 * i + 1] = REACH * (1 - (2 * Math.floor(i / CELLS) + 1) / CELLS);
  }
  return points;
}
