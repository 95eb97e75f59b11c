// The slider over the betas that models were trained with: even steps, each with its value.
import { html, setAttributes } from "../../kit/js/dom.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const MOST_NAMED = 9;

/**
 * names: of the betas, rising. move(index) while it goes, end() after. Returns { element, show(index) }.
 * @param {View} view
 * @param {string[]} names
 * @param {{ move(index: number): void, end(): void }} hand
 */
export function makeBetaSlider(view, names, { move, end }) {
  const last = names.length - 1;
  const slider = html("input", { type: "range", min: 0, max: last, step: 1, "aria-label": "Beta" });
  const number = html("span", { class: "gc-number" });
  const head = html(
    "div",
    { class: "gc-knob-head" },
    html("span", { class: "gc-note" }, "beta, the weight of the rate"),
    " ",
    number,
  );
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  const step = Math.ceil(names.length / MOST_NAMED);
  const ticks = names.map((name, i) =>
    html("span", { style: `left: ${(100 * i) / Math.max(1, last)}%` }, i % step ? "" : name)
  );
  axis.append(...ticks);
  const element = html("div", { class: "gc-rate-slider" }, head, ...(last ? [slider, axis] : []));
  view.on(slider, "input", () => move(Number(slider.value)));
  view.on(slider, "change", end);

  /** @type {(index: number) => void} */
  function show(index) {
    slider.value = String(index);
    number.textContent = `β = ${names[index]}`;
    setAttributes(slider, { "aria-valuetext": `beta ${names[index]}` });
    ticks.forEach((tick, i) => tick.classList.toggle("gc-now-named", i === index));
  }
  return { element, show };
}
