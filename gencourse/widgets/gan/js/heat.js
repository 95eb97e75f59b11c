// The plane coloured by a discriminator: towards the colour of real points or of generated ones, and a line at 1/2.
import { CELLS, makeChances } from "./chances.js";
import { contextOf, html, setAttributes } from "../../kit/js/dom.js";
/** @import { Colours } from "./plane.js" */

const STRENGTH = 150; // opacity where D is sure, of 255

/**
 * Returns what makeChances does, and paint(context, size, colours, above); above(context) draws what stands still on the heat:
 * both are painted when the heat is new, and copied until then.
 */
export function makeHeat() {
  const grid = makeChances();
  const { chances } = grid;
  const small = html("canvas", { width: CELLS, height: CELLS });
  const smallContext = contextOf(small);
  const image = smallContext.createImageData(CELLS, CELLS);
  const kept = contextOf(html("canvas", {}));
  let [painted, look] = [-1, ""];

  /** @type {(context: CanvasRenderingContext2D, size: number, colours: Colours, above: (context: CanvasRenderingContext2D) => void) => void} */
  function paint(context, size, colours, above) {
    const { width } = context.canvas;
    const now = [width, ...Object.values(colours)].join();
    if (now !== look) setAttributes(kept.canvas, { width, height: width });
    if (now !== look || painted !== grid.version()) {
      kept.setTransform(width / size, 0, 0, width / size, 0, 0);
      renew(kept, size, colours);
      above(kept);
    }
    [painted, look] = [grid.version(), now];
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
  return { ...grid, paint };
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
