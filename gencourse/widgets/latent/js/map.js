// The map of two latents: each code as the character or number of its class, and behind them how far the nearest is.
import { addAxes } from "../../kit/js/axes.js";
import { classStyle, colourOf, contextOf, html, setAttributes, svg } from "../../kit/js/dom.js";
import { distanceGrid } from "./path.js";
import { makePad } from "../../kit/js/pad.js";
/** @import { Class, Data } from "./types.d.ts" */
/** @import { Window } from "./window.js" */
/** @import { Pad } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeMap>} Map */

const CELLS = 80; // the distances are computed on CELLS x CELLS and smoothed by the browser
const MOST_KEYS = 26; // in sight at once
const FAR = 1 / 6; // of the map: nothing gets darker beyond

/**
 * Returns the pad with its codes, its frame with axes, and show(window, holes): which part of the plane, and whether the
 * distances are seen.  data: { codes, labels, classes, low, high }
 * @param {Data} data
 */
export function makeMap(data) {
  const pad = makePad([data.low[0], data.low[1]], data.high[0] - data.low[0], { ticks: false });
  const axes = addAxes(pad.element, ["z1", "z2"]);
  const codes = data.labels.length ? makeGlyphs(pad, data) : makeDots(pad, data.codes);
  /** @type {Window | null} */
  let laid = null; // the window that the codes were laid out for; after a move they are only shifted
  /** @type {Window | null} */
  let shown = null;
  let holesOf = ""; // the window and the theme that the distances were drawn for
  pad.element.classList.add("gc-map");
  pad.picture.append(codes.element);

  /** @type {(window: Window, holes: boolean) => void} */
  function show(window, holes) {
    if (window !== shown) follow(window);
    pad.canvas.hidden = !holes;
    if (!holes) return;
    const colour = colourOf(pad.canvas);
    const wanted = `${window.low} ${window.span} ${colour}`;
    if (wanted !== holesOf) drawHoles(pad.canvas, data.codes, window, colour);
    holesOf = wanted;
  }

  /** @type {(window: Window) => void} */
  function follow(window) {
    pad.look(window.low, window.span);
    axes.show(window.low, window.span);
    if (laid?.span !== window.span) codes.lay();
    if (laid?.span !== window.span) laid = window;
    const [x, y] = [laid.low[0] - window.low[0], window.low[1] - laid.low[1]].map(pad.length);
    setAttributes(codes.element, { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` });
    shown = window;
  }
  pad.canvas.hidden = true;
  return { ...pad, frame: axes.element, show };
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
  const legend = html("div", { class: "gc-keys" }, ...keys);
  if (keys.length > MOST_KEYS) setAttributes(legend, { role: "group", "aria-label": "Classes", tabindex: 0 }); // it scrolls
  return legend;
}

/** @type {(pad: Pad, data: Data) => { element: SVGGElement, lay(): void }} */
function makeGlyphs(pad, { codes, labels, classes }) {
  const groups = classes.map(([glyph, , ...colours], which) => {
    const members = labels.map((_, i) => i).filter((i) => labels[i] === which);
    const texts = glyph.length > 1 ? members.map(() => glyph) : [glyph.repeat(members.length)]; // one place, one character
    const nodes = texts.map((text) => svg("text", { class: "gc-class" }, text));
    return { nodes, members, element: svg("g", { style: classStyle(colours) }, ...nodes) };
  });
  function lay() {
    for (const { nodes, members } of groups.filter((group) => group.members.length)) {
      const places = members.map((i) => pad.at([codes[2 * i], codes[2 * i + 1]]));
      const [x, y] = [places.map(([left]) => left.toFixed(1)), places.map(([, top]) => (top + 3.4).toFixed(1))];
      if (nodes.length === 1) setAttributes(nodes[0], { x: x.join(" "), y: y.join(" ") });
      else nodes.forEach((node, i) => setAttributes(node, { x: x[i], y: y[i] }));
    }
  }
  return { element: svg("g", {}, ...groups.map((group) => group.element)), lay };
}

/** @type {(pad: Pad, codes: Float64Array) => { element: SVGPathElement, lay(): void }} */
function makeDots(pad, codes) {
  const element = svg("path", { class: "gc-codes" });
  function lay() {
    const dots = [];
    for (let i = 0; i < codes.length; i += 2) {
      const [x, y] = pad.at([codes[i], codes[i + 1]]);
      dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
    }
    setAttributes(element, { d: dots.join("") });
  }
  return { element, lay };
}

/** @type {(canvas: HTMLCanvasElement, codes: Float64Array, window: Window, colour: number[]) => void} */
function drawHoles(canvas, codes, { low, span }, colour) {
  setAttributes(canvas, { width: CELLS, height: CELLS });
  const context = contextOf(canvas);
  const image = context.createImageData(CELLS, CELLS);
  const grid = distanceGrid(codes, low, span, CELLS);
  grid.forEach((distance, i) => image.data.set([...colour, 255 * Math.min(1, distance / (FAR * span))], 4 * i));
  context.putImageData(image, 0, 0);
}
