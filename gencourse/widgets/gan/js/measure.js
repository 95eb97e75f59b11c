// What is seen of a game, and its numbers: the same real points and codes all the time, so that only the players change.
import { discriminatorTerm, generatorTerm } from "./losses.js";
import { STREAMS } from "./game.js";
import { isDue, partOf } from "./turns.js";
import { LATENTS } from "./players.js";
import { countModes, drawReal, largestHeap } from "./world.js";
import { makeRandom } from "../../kit/js/random.js";
/** @import { Judge, LogitsOf, Maker, Score, World } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeMeasure>} Measure */

export const SHOWN = 160; // points of either kind that are drawn and measured
export const ARROWS = 48; // of the first generated ones
export const MANY = 512; // generated points behind the modes and behind D*
export const HEAP = 0.5; // radius within which points count as together

/**
 * Returns { real, fake, slopes, numbers, renew(), look(game, saturating) }; look fills fake, slopes and numbers. In the
 * midst of a run it is given a `turn`: some of the points and slopes are those of now, and the numbers follow at some turns.
 * @param {World} world
 * @param {number} seed
 */
export function makeMeasure(world, seed) {
  const real = new Float64Array(2 * SHOWN);
  const codes = new Float64Array(LATENTS * MANY);
  const fake = new Float64Array(2 * MANY);
  const slopes = new Float64Array(2 * ARROWS);
  const numbers = { accuracy: 0.5, discriminator: 0, generator: 0, modes: 0, heap: 0 };
  const random = makeRandom(seed, STREAMS.codes);
  for (let k = 0; k < codes.length; k++) codes[k] = random.normal();
  renew();

  function renew() {
    drawReal(world, makeRandom(seed, STREAMS.real), real);
  }

  /** @type {(game: { generator: Maker, discriminator: Judge }, saturating: boolean, turn?: number | null) => void} */
  function look({ generator, discriminator }, saturating, turn = null) {
    const [counts, weighs] = [isDue(turn, 0), isDue(turn, 1)];
    const [first, n] = counts ? [0, MANY] : weighs ? [0, SHOWN] : partOf(turn, SHOWN, 2);
    copy(generator.make(codes.subarray(LATENTS * first), n), fake, 2 * first, 2 * n);
    const [from, arrows] = partOf(turn, ARROWS, 3);
    copy(discriminator.slopesAt(fake.subarray(2 * from), arrows, saturating), slopes, 2 * from, 2 * arrows);
    if (counts) numbers.modes = world.modes ? countModes(world.centres, fake, MANY, 3 * world.blur) : 0;
    if (!weighs) return;
    weigh(discriminator.logitsOf, real, fake, SHOWN, saturating, numbers);
    numbers.heap = largestHeap(fake, SHOWN, HEAP);
  }
  return { real, fake, slopes, numbers, renew, look };
}

/**
 * Both losses, in nats, and the share of points that D takes for what they are; into `numbers`.  real, fake: [n, 2]
 * @type {(logitsOf: LogitsOf, real: Numbers, fake: Numbers, n: number, saturating: boolean, numbers: Score) => void}
 */
export function weigh(logitsOf, real, fake, n, saturating, numbers) {
  let [right, discriminator, generator] = [0, 0, 0];
  const ofReal = logitsOf(real, n);
  for (let s = 0; s < n; s++) {
    if (ofReal[s] > 0) right++;
    discriminator += discriminatorTerm(ofReal[s], true);
  }
  const ofFake = logitsOf(fake, n);
  for (let s = 0; s < n; s++) {
    if (ofFake[s] < 0) right++;
    discriminator += discriminatorTerm(ofFake[s], false);
    generator += generatorTerm(ofFake[s], saturating);
  }
  numbers.accuracy = right / (2 * n);
  numbers.discriminator = discriminator / n;
  numbers.generator = generator / n;
}

/** @type {(from: Numbers, to: Float64Array, start: number, length: number) => void} */
function copy(from, to, start, length) {
  for (let k = 0; k < length; k++) to[start + k] = from[k];
}
