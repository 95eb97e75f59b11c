// Scores of train and held-out as two bars with their numbers, on one axis.
import { formatNumber, html, setAttributes } from "./dom.js";
import { legendMark } from "./pad.js";
/** @import { Range } from "./types.d.ts" */
/** @import { Shape } from "./types.d.ts" */
/** @typedef {Record<string, number>} Scores */

/** @type {Record<string, { title: string, shape: Shape }>} */
export const SETS = {
  train: { title: "train", shape: "circle" },
  heldOut: { title: "held-out", shape: "diamond" },
};

/**
 * Bars on the axis [low, high], longer is better. show({ train, heldOut }) sets them; what leaves the axis gets an arrow.
 * @type {(axis: Range) => { element: HTMLElement, show(scores: Scores): void }}
 */
export function makeBars([low, high]) {
  const element = html("div", { class: "gc-bars" });
  /** @type {Record<string, { fill: HTMLElement, arrow: HTMLElement, number: HTMLElement }>} */
  const rows = {};
  for (const [key, { title, shape }] of Object.entries(SETS)) {
    const fill = html("span", { class: "gc-fill" });
    const arrow = html("span", { class: "gc-arrow" });
    const number = html("span", { class: "gc-number" });
    const label = html("span", { class: "gc-label" }, legendMark(shape), title);
    const track = html("span", { class: "gc-track", "aria-hidden": "true" }, fill, arrow);
    element.append(html("div", { class: `gc-row gc-${title}` }, label, track, number));
    rows[key] = { fill, arrow, number };
  }
  element.append(drawAxis(low, high));

  /** @type {(scores: Scores) => void} */
  function show(scores) {
    for (const [key, { fill, arrow, number }] of Object.entries(rows)) {
      const share = (scores[key] - low) / (high - low);
      setAttributes(fill, { style: `width: ${100 * Math.min(1, Math.max(0, share))}%` });
      arrow.textContent = share < 0 ? "◂" : share > 1 ? "▸" : "";
      arrow.classList.toggle("gc-right", share > 1);
      number.textContent = formatNumber(scores[key]);
    }
  }
  return { element, show };
}

/**
 * Round numbers from low to high, `most` steps apart at most.
 * @type {(low: number, high: number, most: number) => number[]}
 */
export function ticksBetween(low, high, most) {
  const sizes = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 10, 20, 40, 100, 200, 400, 1000];
  const step = sizes.find((size) => (high - low) / size <= most) ?? high - low;
  const ticks = [];
  for (let i = Math.ceil(low / step) + 0; i * step <= high; i++) ticks.push(i * step); // + 0: no minus zero
  return ticks;
}

/** @type {(low: number, high: number) => HTMLElement} */
function drawAxis(low, high) {
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  for (const tick of ticksBetween(low, high, 7)) {
    const left = (100 * (tick - low)) / (high - low);
    axis.append(html("span", { style: `left: ${left}%` }, formatNumber(tick, 0)));
  }
  return html("div", { class: "gc-row" }, html("span"), axis, html("span"));
}
