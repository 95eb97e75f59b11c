// A slider with its number above it, and a mark at home.
import { formatNumber, html, setAttributes } from "./dom.js";
import { onArrows } from "./keyboard.js";
/** @import { Hand, Range, View } from "./types.d.ts" */
/** @typedef {ReturnType<typeof makeKnob>} Knob */

const STEPS = 200; // of the arrow keys, from end to end

/**
 * title: "z3", spoken: "number 3"; above: what stands between its head and its rail, if anything does. A value beyond the
 * range stands at the end of the slider with its number in full.
 * @param {View} view
 * @param {string} title
 * @param {string} spoken
 * @param {Element[]} above
 */
export function makeKnob(view, title, spoken, ...above) {
  const number = html("span", { class: "gc-number" });
  const home = html("span", { class: "gc-home", "aria-hidden": "true" });
  const slider = html("input", { type: "range", step: "any", "aria-label": `${spoken}, ${title}` });
  const element = html(
    "div",
    { class: "gc-knob" },
    html("div", { class: "gc-knob-head" }, html("span", { class: "gc-note" }, title), " ", number),
    ...above,
    html("div", { class: "gc-rail" }, home, slider),
  );
  let [low, high, decimals] = [0, 1, 3];

  /** @type {(hand: Hand<number>) => void} */
  function onPush({ where, move, end }) {
    view.on(slider, "input", () => move(rounded(Number(slider.value))));
    view.on(slider, "change", end);
    onArrows(view, slider, (right, up) => {
      const now = where();
      const to = now + ((right + up) * (high - low)) / STEPS;
      // from beyond the range an arrow only leads back
      if (to < now ? now > low : now < high) move(rounded(to));
      end();
    });
  }

  /** @type {(value: number) => number} */
  function rounded(value) {
    return Math.min(high, Math.max(low, Number(value.toFixed(decimals))));
  }

  /** @type {(least: number, most: number) => void} */
  function setRange(least, most) {
    decimals = Math.max(0, Math.ceil(-Math.log10((most - least) / 1000))); // as many as a hand can aim at
    [low, high] = [least, most].map((value) => Number(value.toFixed(decimals)));
    setAttributes(slider, { min: low, max: high });
  }

  /** @type {(value: number) => void} */
  function setHome(value) {
    const share = (value - low) / (high - low);
    home.hidden = share < 0 || share > 1;
    // 7px: half of the thumb, whose middle never reaches the ends of the rail
    setAttributes(home, { style: `left: calc(7px + ${share} * (100% - 14px))` });
  }

  /** @type {(value: number, pushed: boolean) => void} */
  function show(value, pushed) {
    slider.value = String(value);
    number.textContent = formatNumber(value, 2);
    setAttributes(slider, { "aria-valuetext": formatNumber(value, 2) });
    element.classList.toggle("gc-pushed", pushed);
  }
  return { element, onPush, setRange, setHome, show };
}
