// A wide plot of curves that share their points, such as a signal and its reconstruction.
import { html, svg } from "../../kit/js/dom.js";
import { ticksBetween } from "../../kit/js/ticks.js";
/** @import { Numbers, Range } from "../../kit/js/types.d.ts" */

const UNITS = 1000; // of the drawing, each way; the style sheet decides how large it is on the screen

/**
 * Curves over the points 0 to size - 1.  limits: [low, high] of the values; lines: their class names, the last on top.
 * Returns { element, picture, show(line, values) }; show(line, null) takes a curve away.
 * @param {{ size: number, limits: Range, lines: string[] }} plot
 */
export function makePlot({ size, limits: [low, high], lines }) {
  const picture = svg("svg", { viewBox: `0 0 ${UNITS} ${UNITS}`, preserveAspectRatio: "none", role: "img" });
  const frame = html("div", { class: "gc-frame" }, picture);
  const element = html("div", { class: "gc-plot" }, frame, drawPointAxis(size));
  for (const tick of ticksBetween(low, high, 6)) {
    const top = (100 * (high - tick)) / (high - low);
    frame.append(html("span", { class: "gc-tick", style: `top: ${top}%`, "aria-hidden": "true" }, tickText(tick)));
  }
  const zero = (UNITS * high) / (high - low);
  if (zero > 0 && zero < UNITS) picture.append(svg("path", { class: "gc-zero", d: `M0 ${zero.toFixed(1)}H${UNITS}` }));
  const paths = Object.fromEntries(lines.map((line) => [line, svg("path", { class: `gc-line ${line}` })]));
  picture.append(...Object.values(paths));

  /** @type {(line: string, values: Numbers | null) => void} */
  function show(line, values) {
    paths[line].setAttribute("d", values ? pathOf(values, low, high) : "");
  }
  return { element, picture, show };
}

/**
 * A curve without axes, `stride` points apart.  limits: [low, high]
 * @param {string} name
 */
export function makeThumbnail(name) {
  const path = svg("path", { class: "gc-line" });
  const box = { viewBox: `0 0 ${UNITS} ${UNITS}`, preserveAspectRatio: "none" };
  const element = svg("svg", { ...box, class: `gc-thumbnail ${name}`, "aria-hidden": "true" }, path);
  /** @type {(values: Numbers, limits: Range, stride: number) => void} */
  const show = (values, [low, high], stride) => path.setAttribute("d", pathOf(values, low, high, stride));
  return { element, show };
}

/** @type {(values: Numbers, low: number, high: number, stride?: number) => string} */
function pathOf(values, low, high, stride = 1) {
  const [across, down] = [UNITS / (values.length - 1), UNITS / (high - low)];
  const points = [];
  for (let j = 0; j < values.length; j += stride) {
    points.push(`${(across * j).toFixed(1)} ${(down * (high - values[j])).toFixed(1)}`);
  }
  return `M${points.join("L")}`;
}

/** @type {(size: number) => HTMLElement} */
function drawPointAxis(size) {
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  for (const tick of ticksBetween(0, size, 5)) {
    const left = (100 * tick) / (size - 1);
    axis.append(html("span", { style: `left: ${Math.min(100, left)}%` }, tickText(tick)));
  }
  return axis;
}

/** @type {(tick: number) => string} */
function tickText(tick) {
  return Number(tick.toPrecision(6)).toLocaleString("en").replace("-", "−");
}
