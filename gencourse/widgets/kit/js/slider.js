// A named slider with its value in words at the right.
import { html, setAttributes } from "./dom.js";
/** @import { Hand, View } from "./types.d.ts" */

/**
 * range: [low, high, step]; text(value) is shown and spoken; move(value) while it goes, end() after. Returns { element, show(value) }.
 * @param {View} view
 * @param {string} name
 * @param {[number, number, number]} range
 * @param {(value: number) => string} text
 * @param {Omit<Hand<number>, "where">} hand
 */
export function makeSlider(view, name, [low, high, step], text, { move, end }) {
  const slider = html("input", { type: "range", min: low, max: high, step, "aria-label": name });
  const shown = html("span", { class: "gc-number" });
  view.on(slider, "input", () => move(Number(slider.value)));
  view.on(slider, "change", end);
  const element = html("div", { class: "gc-slider" }, html("span", { class: "gc-note" }, name), " ", slider, shown);

  /** @type {(value: number) => void} */
  function show(value) {
    slider.value = String(value);
    shown.textContent = text(value);
    setAttributes(slider, { "aria-valuetext": text(value) });
  }
  return { element, show };
}
