// The game between two networks. The same seed plays the same game, however it is drawn.
import { BATCH, LATENTS, makeDiscriminator, makeGenerator } from "./players.js";
import { drawReal } from "./world.js";
import { makeRandom } from "../../kit/js/random.js";
/** @import { SlopesAt, World } from "./types.d.ts" */
/** @typedef {ReturnType<typeof makeGame>} Game */

export const STREAMS = { generator: 0, discriminator: 1, batches: 2, codes: 3, real: 4 }; // of random numbers

/**
 * world: see world.js; it may change while the game goes on.
 * @param {World} world
 * @param {number} seed
 */
export function makeGame(world, seed) {
  const generator = makeGenerator(makeRandom(seed, STREAMS.generator));
  const discriminator = makeDiscriminator(makeRandom(seed, STREAMS.discriminator));
  const random = makeRandom(seed, STREAMS.batches);
  const real = new Float64Array(2 * BATCH);
  const codes = new Float64Array(LATENTS * BATCH);
  const steps = { discriminator: 0, generator: 0 };
  const [saturated, plain] = [true, false].map(slopesFor);

  function stepDiscriminator() {
    drawReal(world, random, real);
    discriminator.learn(real, generator.make(drawCodes(), BATCH));
    steps.discriminator++;
  }

  /** @type {(saturating: boolean) => void} */
  function stepGenerator(saturating) {
    generator.learn(drawCodes(), saturating ? saturated : plain);
    steps.generator++;
  }

  function drawCodes() {
    for (let k = 0; k < codes.length; k++) codes[k] = random.normal();
    return codes;
  }

  /** @type {(saturating: boolean) => SlopesAt} */
  function slopesFor(saturating) {
    return (fake, n) => discriminator.slopesAt(fake, n, saturating);
  }
  return { generator, discriminator, steps, stepDiscriminator, stepGenerator };
}
