// Choose one of a few things: a button on each side of its name.
import { html } from "../../kit/js/dom.js";
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * thing: "signal". choose(index) is called with the neighbour of show(index); past the last comes the first again.
 * @param {View} view
 * @param {string} thing
 * @param {number} count
 * @param {(index: number) => void} choose
 */
export function makeStepper(view, thing, count, choose) {
  const name = html("span", { class: "gc-number" });
  /** @type {(text: string, label: string) => HTMLButtonElement} */
  const button = (text, label) => html("button", { type: "button", "aria-label": `${label} ${thing}` }, text);
  const [back, on] = [button("‹", "Previous"), button("›", "Next")];
  const element = html("div", { class: "gc-stepper" }, back, name, on);
  let now = 0;
  view.on(back, "click", () => step(-1));
  view.on(on, "click", () => step(1));

  /** @type {(by: number) => void} */
  function step(by) {
    now = (now + count + by) % count; // the next press may come before the next frame
    choose(now);
  }

  /** @type {(index: number) => void} */
  function show(index) {
    now = index;
    name.textContent = `${thing} ${index + 1} of ${count}`;
  }
  return { element, show };
}
