// The generator's manifold: where it puts a square net of codes, z from -2 to 2 each way.
import { LATENTS } from "./players.js";
/** @import { Maker, Net } from "./types.d.ts" */

const [LINES, POINTS, FAR] = [9, 25, 2]; // lines each way, points on each

/**
 * Returns { net, look(generator) }; net: { lines, points, places [lines, points, 2] }.
 * @type {() => { net: Net, look(generator: Maker): void }}
 */
export function makeNet() {
  const codes = new Float64Array(LATENTS * 2 * LINES * POINTS);
  const net = { lines: 2 * LINES, points: POINTS, places: new Float64Array(codes.length) };
  for (let line = 0; line < 2 * LINES; line++) {
    for (let i = 0; i < POINTS; i++) {
      const fixed = FAR * ((2 * (line % LINES)) / (LINES - 1) - 1);
      const moving = FAR * ((2 * i) / (POINTS - 1) - 1);
      codes.set(line < LINES ? [fixed, moving] : [moving, fixed], 2 * (line * POINTS + i));
    }
  }

  /** @type {(generator: Maker) => void} */
  function look(generator) {
    const places = generator.make(codes, 2 * LINES * POINTS);
    for (let k = 0; k < codes.length; k++) net.places[k] = places[k];
  }
  return { net, look };
}
