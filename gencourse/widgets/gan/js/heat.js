// The plane coloured by a discriminator: towards the colour of real points or of generated ones, and a line at 1/2.
import { CELLS, makeChances } from "./chances.js";
import { readable } from "./raster.js";
import { contextOf, html } from "../../kit/js/dom.js";
/** @import { Colours } from "./plane.js" */

const STRENGTH = 150; // opacity where D is sure, of 255

/**
 * Returns what makeChances does, and ground(width, size, colours): the heat as an image of `width` pixels, the same one until the heat,
 * the width or the colours are new.
 */
export function makeHeat() {
  const grid = makeChances();
  const { chances } = grid;
  const small = contextOf(html("canvas", { width: CELLS, height: CELLS }));
  const image = small.createImageData(CELLS, CELLS);
  /** @type {CanvasRenderingContext2D | null} */
  let large = null;
  /** @type {ImageData | null} */
  let kept = null;
  let [painted, look] = [-1, ""];

  /** @type {(width: number, size: number, colours: Colours) => ImageData} */
  function ground(width, size, colours) {
    const now = [width, ...Object.values(colours)].join();
    if (kept && now === look && painted === grid.version()) return kept;
    if (!large || large.canvas.width !== width) large = readable(width, width);
    large.setTransform(width / size, 0, 0, width / size, 0, 0);
    renew(large, size, colours);
    [painted, look] = [grid.version(), now];
    return kept = large.getImageData(0, 0, width, width);
  }

  /** @type {(context: CanvasRenderingContext2D, size: number, colours: Colours) => void} */
  function renew(context, size, { real, fake, ink }) {
    context.clearRect(0, 0, size, size);
    for (let i = 0; i < chances.length; i++) {
      const side = chances[i] > 0.5 ? real : fake;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = side[c];
      image.data[4 * i + 3] = STRENGTH * Math.abs(2 * chances[i] - 1);
    }
    small.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(small.canvas, 0, 0, size, size);
    context.strokeStyle = ink;
    context.lineWidth = size / 420;
    context.beginPath();
    traceHalf(context, chances, size / CELLS);
    context.stroke();
  }
  return { ...grid, ground };
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
