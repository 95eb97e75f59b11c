// A generator that learns from the learner's own discriminator. It knows no picture.
import { STREAMS } from "./game.js";
import { makeMeasure } from "./measure.js";
import { BATCH, LATENTS, makeGenerator } from "./players.js";
import { keyOf } from "./world.js";
import { makeRandom } from "../../kit/js/random.js";
/** @import { Judge, SlopesAt, Traits, World } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePupil>} Pupil */

/**
 * now: its generator, what is measured, and its steps; new after start().
 * @param {View<Traits>} view
 * @param {World} world
 * @param {Judge} discriminator
 */
export function makePupil({ model }, world, discriminator) {
  const codes = new Float64Array(LATENTS * BATCH);
  const now = { generator: newGenerator(), measure: makeMeasure(world, model.get("seed")), steps: 0, begun: false };
  let random = makeRandom(model.get("seed"), STREAMS.batches);
  let played = "";
  return { now, isOver, start, advance, look };

  /** Another seed or other data ask for another pupil. */
  function isOver() {
    return played !== keyOf(model.get("seed"), world);
  }

  function start() {
    played = keyOf(model.get("seed"), world);
    random = makeRandom(model.get("seed"), STREAMS.batches);
    Object.assign(now, { generator: newGenerator(), measure: makeMeasure(world, model.get("seed")), steps: 0 });
    now.begun = true;
  }

  function newGenerator() {
    return makeGenerator(makeRandom(model.get("seed"), STREAMS.generator));
  }

  function advance() {
    for (let k = 0; k < codes.length; k++) codes[k] = random.normal();
    now.generator.learn(codes, slopesAt);
    now.steps++;
  }

  /** @type {SlopesAt} */
  function slopesAt(fake, n) {
    return discriminator.slopesAt(fake, n, model.get("saturating"));
  }

  /**
   * Measure what it makes now, in the midst of a run not all of it at every turn.
   * @type {(turn: number | null) => void}
   */
  function look(turn) {
    now.measure.look({ generator: now.generator, discriminator }, model.get("saturating"), turn);
  }
}
