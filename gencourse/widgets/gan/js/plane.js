// The plane of the game on one canvas: the heat of D, real points as dots, generated ones as diamonds, arrows, the net of z.
import { contextOf, html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeHeat } from "./heat.js";
import { REACH } from "./players.js";
import { makePad } from "../../kit/js/pad.js";
import { diamondPath, dotPath, inkOf, makeRaster, makeStamp } from "./raster.js";
/** @import { Raster, Stamp } from "./raster.js" */
/** @import { Net } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof readColours>} Colours */
/** @typedef {ReturnType<typeof makePlane>} Plane */
/** @typedef {"dot" | "diamond" | "arrow" | "half"} Look */
/** @typedef {{ real?: Numbers | null, fake: Numbers, count?: number, slopes: Numbers, arrows?: number, places?: Numbers, net?: Net | null }} Picture */

const SIZE = 640; // in drawing units; the style sheet decides how large it is on the screen
const UNIT = SIZE / (2 * REACH);
const [GROWS, LONGEST] = [0.35, 0.55]; // an arrow's length for a slope of one nat per unit, and at most
const [ARROW, NET] = [1.8, 1.3]; // how wide a line is, in drawing units

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
  /** @type {{ key: string } & ReturnType<typeof makeTools> | null} */
  let tools = null;
  /** @type {ImageData | null} */
  let heated = null; // what the ground of the tools shows
  let isOld = true; // the theme or the size may be others
  pad.element.classList.add("gc-gan-pad");

  /** @type {(picture: Picture) => void} */
  function draw({ real = null, fake, count = 0, slopes, arrows = 0, places = fake, net }) {
    const { raster, ground, colours, dot, diamond, inks } = look();
    const now = heat.ground(raster.image.width, SIZE, colours);
    if (now !== heated) {
      ground.start(now);
      if (real) put(ground, dot, real, real.length / 2);
      heated = now;
    }
    raster.start(ground.image);
    if (net) drawNet(raster, net, inks.fake);
    put(raster, diamond, fake, count);
    drawArrows(raster, places, slopes, arrows, inks.ink);
    context.putImageData(raster.image, 0, 0);
  }

  /** As many pixels as the screen has, no more: they are what a drawing costs. */
  function look() {
    if (tools && !isOld) return tools;
    const width = Math.min(SIZE, Math.round(pad.canvas.clientWidth * devicePixelRatio)) || SIZE;
    if (pad.canvas.width !== width) setAttributes(pad.canvas, { width, height: width });
    const colours = readColours(pad.canvas);
    const key = [width, ...Object.values(colours)].join();
    if (tools?.key !== key) [tools, heated] = [{ key, ...makeTools(context, width, colours) }, null];
    isOld = false;
    return tools;
  }

  /** The theme or the size may have changed: look again before the next drawing. */
  const renewColours = () => (isOld = true);
  /** @type {(text: string) => void} */
  const describe = (text) => setAttributes(pad.picture, { "aria-label": text });
  return { element, pad, heat, draw, renewColours, describe };
}

/**
 * What draws a picture of so many pixels: two images, ground below and raster, and what is put into them.
 * @type {(context: CanvasRenderingContext2D, width: number, colours: Colours) => { raster: Raster, ground: Raster, colours: Colours, dot: Stamp, diamond: Stamp, inks: Record<"ink" | "fake", number[]> }}
 */
function makeTools(context, width, colours) {
  const [raster, ground] = [0, 1].map(() => makeRaster(context.createImageData(width, width)));
  const look = { scale: width / SIZE, rim: colours.paper };
  return {
    raster,
    ground,
    colours,
    dot: makeStamp(dotPath, { ...look, fill: colours.realInk }),
    diamond: makeStamp(diamondPath, { ...look, fill: colours.fakeInk }),
    inks: { ink: inkOf(colours.ink), fake: inkOf(colours.fakeInk) },
  };
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

/** @type {(raster: Raster, stamp: Stamp, points: Numbers, count: number) => void} */
function put(raster, stamp, points, count) {
  const scale = raster.image.width / SIZE;
  for (let k = 0; k < 2 * count; k += 2) raster.stamp(stamp, scale * across(points[k]), scale * down(points[k + 1]));
}

/**
 * Against the slope of the loss: where the generator is pulled.
 * @type {(raster: Raster, points: Numbers, slopes: Numbers, count: number, ink: number[]) => void}
 */
function drawArrows(raster, points, slopes, count, ink) {
  for (let k = 0; k < 2 * count; k += 2) {
    const steep = Math.hypot(slopes[k], slopes[k + 1]);
    const length = UNIT * Math.min(LONGEST, GROWS * steep);
    if (length < 3) continue;
    const [right, up] = [(-length * slopes[k]) / steep, (length * slopes[k + 1]) / steep];
    const [x, y] = [across(points[k]) + right, down(points[k + 1]) + up];
    const head = Math.min(9, length / 2) / length;
    drawLine(raster, x - right, y - up, x, y, ARROW, ink);
    drawLine(raster, x - head * (right + 0.6 * up), y - head * (up - 0.6 * right), x, y, ARROW, ink);
    drawLine(raster, x - head * (right - 0.6 * up), y - head * (up + 0.6 * right), x, y, ARROW, ink);
  }
}

/** @type {(raster: Raster, net: Net, ink: number[]) => void} */
function drawNet(raster, { lines, points, places }, ink) {
  for (let line = 0; line < lines; line++) {
    for (let k = 2 * line * points; k < 2 * ((line + 1) * points - 1); k += 2) {
      const [x1, y1] = [across(places[k]), down(places[k + 1])];
      drawLine(raster, x1, y1, across(places[k + 2]), down(places[k + 3]), NET, ink);
    }
  }
}

/** @type {(raster: Raster, x1: number, y1: number, x2: number, y2: number, wide: number, ink: number[]) => void} */
function drawLine(raster, x1, y1, x2, y2, wide, ink) {
  const scale = raster.image.width / SIZE;
  raster.line(scale * x1, scale * y1, scale * x2, scale * y2, scale * wide, ink);
}

/** @type {(x: number) => number} */
const across = (x) => SIZE / 2 + UNIT * x;
/** @type {(y: number) => number} */
const down = (y) => SIZE / 2 - UNIT * y;
