// The axes of a pad, outside of it: their numbers and names hide no point.
import { html } from "./dom.js";
import { roundTicks } from "./ticks.js";
/** @import { Point } from "./types.d.ts" */

const MOST = 7; // numbers along an axis
const NAMED = 0.93; // of the axis: beyond stands its name

/**
 * The pad's element between its axes. Returns { element, show(low, span) }, which sets the numbers.
 * @param {HTMLElement} pad
 * @param {[across: string, up: string]} names
 */
export function addAxes(pad, names) {
  const [across, up] = ["gc-across", "gc-up"].map((look) => html("div", { class: look, "aria-hidden": "true" }));
  const element = html("div", { class: "gc-framed" }, up, pad, across);
  let shown = "";

  /** @type {(low: Point, span: number) => void} */
  function show(low, span) {
    if (shown === `${low} ${span}`) return;
    shown = `${low} ${span}`;
    [across, up].forEach((axis, i) => {
      const name = html("span", { class: "gc-axis-name", style: `${i ? "bottom" : "left"}: 100%` }, names[i]);
      axis.replaceChildren(
        ...placeTicks(low[i], span).map(({ share, text }) =>
          html("span", { style: `${i ? "bottom" : "left"}: ${(100 * share).toFixed(2)}%` }, text)
        ),
        name,
      );
    });
  }
  return { element, show };
}

/**
 * The numbers of an axis with their places, as shares of its length.
 * @type {(low: number, span: number) => { share: number, text: string }[]}
 */
export function placeTicks(low, span) {
  return roundTicks(low, low + NAMED * span, MOST).map(({ value, text }) => ({ share: (value - low) / span, text }));
}
