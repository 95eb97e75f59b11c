// A switch, on or off, and a choice between a few buttons.
import { html, setAttributes } from "./dom.js";
/** @import { View } from "./types.d.ts" */

/**
 * turn(on) is called when the learner presses it. Returns { element, show(on) }.
 * @param {View} view
 * @param {string} name
 * @param {(on: boolean) => void} turn
 */
export function makeSwitch(view, name, turn) {
  const track = html(
    "span",
    { class: "gc-switch-track", "aria-hidden": "true" },
    html("span", { class: "gc-switch-thumb" }),
  );
  const element = html(
    "button",
    { type: "button", role: "switch", class: "gc-switch", "aria-checked": false },
    track,
    name,
  );
  view.on(element, "click", () => {
    const on = element.getAttribute("aria-checked") !== "true";
    show(on); // the next press may come before the next frame
    turn(on);
  });
  return { element, show };

  /** @type {(on: boolean) => void} */
  function show(on) {
    setAttributes(element, { "aria-checked": on });
  }
}

/**
 * choose(index) is called with the button that is pressed. Returns { element, show(index) }.
 * @param {View} view
 * @param {string} name
 * @param {string[]} titles
 * @param {(index: number) => void} choose
 */
export function makeChoice(view, name, titles, choose) {
  const buttons = titles.map((title) => html("button", { type: "button" }, title));
  buttons.forEach((button, i) => view.on(button, "click", () => choose(i)));
  const element = html("div", { class: "gc-buttons gc-choice", role: "group", "aria-label": name }, ...buttons);
  return { element, show };

  /** @type {(chosen: number) => void} */
  function show(chosen) {
    buttons.forEach((button, i) => setAttributes(button, { "aria-pressed": i === chosen }));
  }
}
