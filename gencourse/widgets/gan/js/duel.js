// The learner's blobs of points against a discriminator that learns. It knows no picture.
import { STREAMS } from "./game.js";
import { SHOWN, weigh } from "./measure.js";
import { BATCH, makeDiscriminator } from "./players.js";
import { isDue } from "./turns.js";
import { countModes, drawReal, keyOf } from "./world.js";
import { makeRandom } from "../../kit/js/random.js";
/** @import { Traits, World } from "./types.d.ts" */
/** @import { Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeDuel>} Duel */

export const BLOBS = 8;
export const PATIENT = 400; // D's steps until it rests after the learner's last move
const BLUR = 0.1; // of the learner's blobs, where the data have none of their own
const STRIDE = 0.15; // of "Follow the arrows": how far for a slope of one nat per unit, and at most twice that

/**
 * look() fills fake, slopes and numbers.
 * @param {View<Traits>} view
 * @param {World} world
 */
export function makeDuel({ model }, world) {
  const blobs = { centres: new Float64Array(2 * BLOBS), blur: BLUR };
  const [real, fake] = [0, 1].map(() => new Float64Array(2 * SHOWN));
  const [realBatch, fakeBatch] = [0, 1].map(() => new Float64Array(2 * BATCH));
  const slopes = new Float64Array(2 * BLOBS);
  const numbers = { accuracy: 0.5, discriminator: 0, generator: 0 };
  const now = { discriminator: newDiscriminator(), learning: true, resting: PATIENT };
  let random = makeRandom(model.get("seed"), STREAMS.batches);
  let played = "";
  return { now, blobs, real, fake, slopes, numbers, isOver, start, advance, move, followArrows, look, placeOf, modes };

  /** Another seed or other data ask for another duel. */
  function isOver() {
    return played !== keyOf(model.get("seed"), world);
  }

  function start() {
    played = keyOf(model.get("seed"), world);
    random = makeRandom(model.get("seed"), STREAMS.batches);
    now.discriminator = newDiscriminator();
    for (let i = 0; i < BLOBS; i++) blobs.centres.set([0.5 * (i % 4) - 0.75, i < 4 ? 0.25 : -0.25], 2 * i);
    blobs.blur = world.blur || BLUR;
    if (world.centres.length) drawReal(world, makeRandom(model.get("seed"), STREAMS.real), real);
  }

  function newDiscriminator() {
    return makeDiscriminator(makeRandom(model.get("seed"), STREAMS.discriminator));
  }

  function advance() {
    drawReal(world, random, realBatch);
    now.discriminator.learn(realBatch, drawReal(blobs, random, fakeBatch));
    now.resting++;
  }

  /** @type {(i: number, point: Point) => void} */
  function move(i, point) {
    blobs.centres.set(point.map((value) => Number(value.toFixed(2))), 2 * i);
  }

  /**
   * Each blob takes one step down the slope of its loss, within the plane.
   * @type {(clamp: (point: Point) => Point) => void}
   */
  function followArrows(clamp) {
    look();
    for (let i = 0; i < BLOBS; i++) {
      const [right, up] = [slopes[2 * i], slopes[2 * i + 1]];
      const size = STRIDE / Math.max(1, Math.hypot(right, up) / 2);
      const [x, y] = placeOf(i);
      move(i, clamp([x - size * right, y - size * up]));
    }
  }

  /**
   * The same draws each time, so that only what the learner does moves the picture; numbers not at every turn of a run.
   * @type {(turn?: number | null) => void}
   */
  function look(turn = null) {
    const saturating = model.get("saturating");
    drawReal(blobs, makeRandom(0, STREAMS.codes), fake);
    if (isDue(turn, 1)) weigh(now.discriminator.logitsOf, real, fake, SHOWN, saturating, numbers);
    const found = now.discriminator.slopesAt(blobs.centres, BLOBS, saturating);
    for (let k = 0; k < 2 * BLOBS; k++) slopes[k] = found[k];
  }

  /** @type {(i: number) => Point} */
  function placeOf(i) {
    return [blobs.centres[2 * i], blobs.centres[2 * i + 1]];
  }

  function modes() {
    return countModes(world.centres, fake, SHOWN, 3 * world.blur);
  }
}
