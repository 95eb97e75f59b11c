// The plane coloured by a discriminator: towards the colour of real points or of generated ones, and a line at 1/2.
import { contextOf, html, setAttributes } from "../../kit/js/dom.js";
import { sigmoid } from "./losses.js";
import { REACH } from "./players.js";
import { PIECES } from "./turns.js";
import { densityOn } from "./world.js";
/** @import { Blobs, LogitsOf } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @import { Colours } from "./plane.js" */

export const CELLS = 36;
export const BLUR = 0.15; // D* sees real and generated points through this
const NOTHING = 1e-4; // a density; where both are far below it, D* is 1/2
const STRENGTH = 150; // opacity where D is sure, of 255

/**
 * Returns { chances, ofNetwork(logitsOf, piece), ofBest(world, fake, count), paint(context, size, colours, above) }. piece: which of
 * PIECES is computed, all if it is null; with the last of them the heat changes. above(context) draws what stands still on it.
 */
export function makeHeat() {
  const small = html("canvas", { width: CELLS, height: CELLS });
  const smallContext = contextOf(small);
  const image = smallContext.createImageData(CELLS, CELLS);
  const places = gridPoints();
  const chances = new Float64Array(CELLS * CELLS); // rows from the top
  const coming = new Float64Array(CELLS * CELLS);
  const part = chances.length / PIECES;
  const pieces = Array.from({ length: PIECES }, (_, i) => places.subarray(2 * i * part, 2 * (i + 1) * part));
  const kept = contextOf(html("canvas", {})); // as it was painted last
  let [changed, look] = [true, ""];
  const densities = [0, 1].map(() => new Float64Array(CELLS * CELLS));

  /** @type {(logitsOf: LogitsOf, piece?: number | null) => void} */
  function ofNetwork(logitsOf, piece = null) {
    if (piece === -1) return;
    for (let p = piece ?? 0; p <= (piece ?? PIECES - 1); p++) {
      const logits = logitsOf(pieces[p], part);
      for (let i = 0; i < part; i++) coming[p * part + i] = sigmoid(logits[i]);
    }
    if (piece !== null && piece < PIECES - 1) return;
    chances.set(coming);
    changed = true;
  }

  /**
   * D* = p / (p + q), both seen through the same blur; q from `count` generated points.
   * @type {(blobs: Blobs, fake: Numbers, count: number) => void}
   */
  function ofBest({ centres, blur }, fake, count) {
    const p = densityOn(densities[0], CELLS, REACH, centres, centres.length / 2, Math.hypot(blur, BLUR));
    const q = densityOn(densities[1], CELLS, REACH, fake, count, BLUR);
    for (let i = 0; i < chances.length; i++) chances[i] = (p[i] + NOTHING) / (p[i] + q[i] + 2 * NOTHING);
    coming.set(chances);
    changed = true;
  }

  /** @type {(context: CanvasRenderingContext2D, size: number, colours: Colours, above: (context: CanvasRenderingContext2D) => void) => void} */
  function paint(context, size, colours, above) {
    const { width } = context.canvas;
    const now = [width, ...Object.values(colours)].join();
    if (now !== look) setAttributes(kept.canvas, { width, height: width });
    if (now !== look || changed) {
      kept.setTransform(width / size, 0, 0, width / size, 0, 0);
      renew(kept, size, colours);
      above(kept);
    }
    [changed, look] = [false, now];
    context.drawImage(kept.canvas, 0, 0, size, size);
  }

  /** @type {(context: CanvasRenderingContext2D, size: number, colours: Colours) => void} */
  function renew(context, size, { real, fake, ink }) {
    context.clearRect(0, 0, size, size);
    for (let i = 0; i < chances.length; i++) {
      const side = chances[i] > 0.5 ? real : fake;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = side[c];
      image.data[4 * i + 3] = STRENGTH * Math.abs(2 * chances[i] - 1);
    }
    smallContext.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(small, 0, 0, size, size);
    context.strokeStyle = ink;
    context.lineWidth = size / 420;
    context.beginPath();
    traceHalf(context, chances, size / CELLS);
    context.stroke();
  }
  return { chances, ofNetwork, ofBest, paint };
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

/**
 * The line where the chance is 1/2: through each square of four middles, between the edges that it crosses.
 * @type {(context: CanvasRenderingContext2D, chances: Float64Array, side: number) => void}
 */
function traceHalf(context, chances, side) {
  /** @type {(a: number, b: number) => number} */
  const cross = (a, b) => (0.5 - a) / (b - a);
  for (let row = 0; row + 1 < CELLS; row++) {
    for (let column = 0; column + 1 < CELLS; column++) {
      const i = row * CELLS + column;
      const [a, b, c, d] = [chances[i], chances[i + 1], chances[i + CELLS], chances[i + CELLS + 1]];
      const above = [a, b, c, d].filter((chance) => chance > 0.5).length;
      if (above === 0 || above === 4) continue;
      const [x, y] = [(column + 0.5) * side, (row + 0.5) * side];
      /** @type {"moveTo" | "lineTo"} */
      let pen = "moveTo";
      /** @type {(right: number, down: number) => void} */
      const go = (right, down) => {
        context[pen](x + right * side, y + down * side);
        pen = pen === "moveTo" ? "lineTo" : "moveTo";
      };
      if (a > 0.5 !== b > 0.5) go(cross(a, b), 0);
      if (a > 0.5 !== c > 0.5) go(0, cross(a, c));
      if (b > 0.5 !== d > 0.5) go(1, cross(b, d));
      if (c > 0.5 !== d > 0.5) go(cross(c, d), 1);
    }
  }
}
