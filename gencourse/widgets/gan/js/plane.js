// The plane of the game on one canvas: the heat of D, real points as dots, generated ones as diamonds, arrows, the net of z.
import { contextOf, html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeHeat } from "./heat.js";
import { REACH } from "./players.js";
import { makePad } from "../../kit/js/pad.js";
import { diamondPath, dotPath, makeStamp } from "./stamp.js";
/** @import { Net } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof readColours>} Colours */
/** @typedef {ReturnType<typeof makePlane>} Plane */
/** @typedef {"dot" | "diamond" | "arrow" | "half"} Look */
/** @typedef {{ real?: Numbers | null, fake: Numbers, count?: number, slopes: Numbers, arrows?: number, places?: Numbers, net?: Net | null }} Picture */

const SIZE = 640; // in drawing units; the style sheet decides how large it is on the screen
const UNIT = SIZE / (2 * REACH);
const [GROWS, LONGEST] = [0.35, 0.55]; // an arrow's length for a slope of one nat per unit, and at most

/**
 * The square from -REACH to REACH.
 * draw({ real, fake, count, slopes, arrows, places, net }) draws what is given over the heat; count, arrows: how many;
 * the arrows start at `places`, or at the generated points;
 * net: polylines [lines, points, 2] as { lines, points, places }.
 */
export function makePlane() {
  const pad = makePad([-REACH, -REACH], 2 * REACH);
  const context = contextOf(pad.canvas);
  const heat = makeHeat();
  const element = html("div", { class: "gc-gan-plane" }, pad.element, drawScale());
  /** @type {Colours | null} */
  let colours = null;
  const stamps = {
    dot: makeStamp(dotPath, { across, down }),
    diamond: makeStamp(diamondPath, { across, down }),
  };
  pad.element.classList.add("gc-gan-pad");

  /** @type {(picture: Picture) => void} */
  function draw({ real, fake, count = 0, slopes, arrows = 0, places = fake, net }) {
    colours ??= prepare();
    context.clearRect(0, 0, SIZE, SIZE);
    heat.paint(context, SIZE, colours, (below) => real && stamps.dot.put(below, real, real.length / 2));
    if (net) drawNet(context, net, colours);
    if (count) stamps.diamond.put(context, fake, count);
    if (arrows) drawArrows(context, places, slopes, arrows, colours);
  }

  /** As many pixels as the screen has, no more: they are what a drawing costs. */
  function prepare() {
    const pixels = Math.min(SIZE, Math.round(pad.canvas.clientWidth * devicePixelRatio)) || SIZE;
    if (pad.canvas.width !== pixels) setAttributes(pad.canvas, { width: pixels, height: pixels });
    context.setTransform(pixels / SIZE, 0, 0, pixels / SIZE, 0, 0);
    const read = readColours(pad.canvas);
    stamps.dot.prepare(pixels / SIZE, read.realInk, read.paper);
    stamps.diamond.prepare(pixels / SIZE, read.fakeInk, read.paper);
    return read;
  }

  /** The theme or the size may have changed: look again before the next drawing. */
  const renewColours = () => (colours = null);
  /** @type {(text: string) => void} */
  const describe = (text) => setAttributes(pad.picture, { "aria-label": text });
  return { element, pad, heat, draw, renewColours, describe };
}

/**
 * The marks of both kinds of points in a line of text.
 * @type {(keys: [look: Look, text: string][]) => HTMLElement}
 */
export function drawKeys(keys) {
  return html("p", { class: "gc-gan-keys" }, ...keys.map(([look, text]) => html("span", {}, keyMark(look), text)));
}

/** @type {(look: Look) => SVGSVGElement} */
function keyMark(look) {
  const path = {
    dot: "M6 6m-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0",
    diamond: "M6 1.4l4.6 4.6l-4.6 4.6l-4.6 -4.6z",
    arrow: "M1 6H9M6 3l3 3l-3 3",
    half: "M0 6H12",
  };
  const mark = svg("path", { class: `gc-gan-${look}`, d: path[look] });
  return svg("svg", { class: "gc-mark", viewBox: "0 0 12 12", "aria-hidden": "true" }, mark);
}

function drawScale() {
  const texts = ["0 generated", "½", "1 real"].map((text) => html("span", {}, text));
  return html(
    "div",
    { class: "gc-gan-scale", "aria-hidden": "true" },
    html("div", { class: "gc-gan-ramp" }),
    html("div", {}, ...texts),
  );
}

/** @type {(canvas: HTMLCanvasElement) => { real: number[], fake: number[], realInk: string, fakeInk: string, ink: string, paper: string }} */
function readColours(canvas) {
  const style = getComputedStyle(canvas);
  /** @type {(name: string) => string} */
  const read = (name) => style.getPropertyValue(name).trim();
  const [real, fake] = [read("--gc-train"), read("--gc-held-out")];
  return {
    real: threeNumbers(real),
    fake: threeNumbers(fake),
    realInk: real,
    fakeInk: fake,
    ink: read("--gc-ink"),
    paper: read("--gc-paper"),
  };
}

/** @type {(hex: string) => number[]} */
function threeNumbers(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

/**
 * Against the slope of the loss: where the generator is pulled.
 * @type {(context: CanvasRenderingContext2D, points: Numbers, slopes: Numbers, count: number, colours: Colours) => void}
 */
function drawArrows(context, points, slopes, count, { ink }) {
  context.strokeStyle = ink;
  context.lineWidth = 1.8;
  context.beginPath();
  for (let k = 0; k < 2 * count; k += 2) {
    const steep = Math.hypot(slopes[k], slopes[k + 1]);
    const length = UNIT * Math.min(LONGEST, GROWS * steep);
    if (length < 3) continue;
    const [right, up] = [(-length * slopes[k]) / steep, (length * slopes[k + 1]) / steep];
    const [x, y] = [across(points[k]) + right, down(points[k + 1]) + up];
    context.moveTo(x - right, y - up);
    context.lineTo(x, y);
    const head = Math.min(9, length / 2) / length;
    context.moveTo(x - head * (right + 0.6 * up), y - head * (up - 0.6 * right));
    context.lineTo(x, y);
    context.lineTo(x - head * (right - 0.6 * up), y - head * (up + 0.6 * right));
  }
  context.stroke();
}

/** @type {(context: CanvasRenderingContext2D, net: Net, colours: Colours) => void} */
function drawNet(context, { lines, points, places }, { fakeInk }) {
  context.strokeStyle = fakeInk;
  context.lineWidth = 1.3;
  context.beginPath();
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < points; i++) {
      const k = 2 * (line * points + i);
      context[i ? "lineTo" : "moveTo"](across(places[k]), down(places[k + 1]));
    }
  }
  context.stroke();
}

/** @type {(x: number) => number} */
const across = (x) => SIZE / 2 + UNIT * x;
/** @type {(y: number) => number} */
const down = (y) => SIZE / 2 - UNIT * y;
