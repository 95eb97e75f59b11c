// The line above both plots: which signal, what the colours mean, and how far the output is from the signal.
import { makeStepper } from "./stepper.js";
import { formatNumber, html } from "../../kit/js/dom.js";
/** @import { Data } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/** @type {Record<string, string>} */
const MEANINGS = { "gc-signal": "signal", "gc-output": "output", "gc-wave": "z1 adds" };

/**
 * lines: the curves to explain. choose(index) is called for another signal; show(signal, error, wave) sets the rest.
 * @param {View} view
 * @param {Data} data
 * @param {string[]} lines
 * @param {(index: number) => void} choose
 */
export function makeHead(view, data, lines, choose) {
  const stepper = makeStepper(view, "signal", data.signals.length, choose);
  const texts = Object.fromEntries(lines.map((line) => [line, html("span", {}, MEANINGS[line])]));
  const keys = Object.fromEntries(
    lines.map((
      line,
    ) => [line, html("span", { class: "gc-key" }, html("span", { class: `gc-stroke ${line}` }), texts[line])]),
  );
  const number = html("span", { class: "gc-number" });
  const title = `Squared error, summed over ${data.points.toLocaleString("en")} points`;
  const element = html(
    "div",
    { class: "gc-head" },
    stepper.element,
    html("div", { class: "gc-keys", "aria-hidden": "true" }, ...Object.values(keys)),
    html("div", { class: "gc-error-now", title }, "squared error ", number),
  );

  /** @type {(signal: number, error: number, wave?: string) => void} */
  function show(signal, error, wave = "") {
    stepper.show(signal);
    number.textContent = formatNumber(error);
    if (!keys["gc-wave"]) return;
    keys["gc-wave"].classList.toggle("gc-waiting", !wave); // it keeps its place: nothing jumps under the hand
    if (wave) texts["gc-wave"].textContent = wave;
  }
  return { element, show };
}
