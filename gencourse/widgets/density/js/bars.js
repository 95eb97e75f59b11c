// Scores of train and held-out as two bars with their numbers, on one axis.
import { formatNumber, html, setAttributes } from "../../kit/js/dom.js";
import { legendMark } from "./points.js";
import { ticksBetween } from "../../kit/js/ticks.js";
/** @import { Range } from "../../kit/js/types.d.ts" */
/** @import { Shape } from "../../kit/js/types.d.ts" */
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
    element.append(html("div", { class: `gc-row gc-${title}` }, label, " ", track, number));
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

/** @type {(low: number, high: number) => HTMLElement} */
function drawAxis(low, high) {
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  for (const tick of ticksBetween(low, high, 7)) {
    const left = (100 * (tick - low)) / (high - low);
    axis.append(html("span", { style: `left: ${left}%` }, formatNumber(tick, 0)));
  }
  return html("div", { class: "gc-row" }, html("span"), axis, html("span"));
}
