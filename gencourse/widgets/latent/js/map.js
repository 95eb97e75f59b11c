// The map of two latents: each code as the character of its class, and behind them how far the nearest code is.
import { classStyle, colourOf, contextOf, html, setAttributes, svg } from "../../kit/js/dom.js";
import { distanceGrid } from "./path.js";
import { makePad } from "../../kit/js/pad.js";
/** @import { Class, Data } from "./types.d.ts" */
/** @import { Pad } from "../../kit/js/types.d.ts" */
/** @typedef {Pad & { span: number, showHoles(yes: boolean): void }} Map */

const CELLS = 80; // the distances are computed on CELLS x CELLS and smoothed by the browser
const FAR = 1 / 6; // of the map: nothing gets darker beyond

/**
 * Returns the pad with its codes drawn, and showHoles(yes).  data: { codes, labels, classes, low, high }
 * @type {(data: Data) => Map}
 */
export function makeMap(data) {
  const span = data.high[0] - data.low[0];
  const pad = makePad([data.low[0], data.low[1]], span);
  pad.element.classList.add("gc-map");
  pad.picture.append(...(data.labels.length ? drawClasses(pad, data) : [drawDots(pad, data.codes)]));
  let drawn = false;

  /** @type {(yes: boolean) => void} */
  function showHoles(yes) {
    if (yes && !drawn) drawHoles(pad.canvas, data, span);
    drawn ||= yes;
    pad.canvas.hidden = !yes;
  }
  pad.canvas.hidden = true;
  return { ...pad, span, showHoles };
}

/**
 * The characters of the classes with their names, where the names are longer.
 * @type {(classes: Class[]) => HTMLElement}
 */
export function makeLegend(classes) {
  const entries = classes.filter(([glyph, title]) => glyph !== title);
  const keys = entries.map(([glyph, title, ...colours]) =>
    html("span", { class: "gc-key" }, html("span", { class: "gc-class", style: classStyle(colours) }, glyph), title)
  );
  return html("div", { class: "gc-keys" }, ...keys);
}

/** @type {(pad: Pad, data: Data) => SVGTextElement[]} */
function drawClasses(pad, { codes, labels, classes }) {
  return classes.map(([glyph, , ...colours], which) => {
    /** @type {string[]} */
    const xs = [];
    /** @type {string[]} */
    const ys = [];
    labels.forEach((label, i) => {
      if (label !== which) return;
      const [x, y] = pad.at([codes[2 * i], codes[2 * i + 1]]);
      xs.push(x.toFixed(1));
      ys.push((y + 3.4).toFixed(1));
    });
    const place = { x: xs.join(" "), y: ys.join(" ") };
    return svg("text", { class: "gc-class", style: classStyle(colours), ...place }, glyph.repeat(xs.length));
  });
}

/** @type {(pad: Pad, codes: Float64Array) => SVGPathElement} */
function drawDots(pad, codes) {
  const dots = [];
  for (let i = 0; i < codes.length; i += 2) {
    const [x, y] = pad.at([codes[i], codes[i + 1]]);
    dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
  }
  return svg("path", { class: "gc-codes", d: dots.join("") });
}

/** @type {(canvas: HTMLCanvasElement, data: Data, span: number) => void} */
function drawHoles(canvas, { codes, low }, span) {
  setAttributes(canvas, { width: CELLS, height: CELLS });
  const context = contextOf(canvas);
  const image = context.createImageData(CELLS, CELLS);
  const [red, green, blue] = colourOf(canvas);
  const grid = distanceGrid(codes, low, span, CELLS);
  grid.forEach((distance, i) => image.data.set([red, green, blue, 110 * Math.min(1, distance / (FAR * span))], 4 * i));
  context.putImageData(image, 0, 0);
}
