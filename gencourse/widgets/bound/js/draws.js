// A few draws of noise that stay the same while q moves: each is one estimate of the bound.
import { html } from "../../kit/js/dom.js";
import { drawNormal } from "../../kit/js/random.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const COUNT = 20;

/**
 * size: numbers in one draw. Returns { button, note, show(valueOf, logProb) -> values }, none while it is off.
 * @param {View} view
 * @param {number} size
 * @param {() => void} redraw
 */
export function makeDraws(view, size, redraw) {
  const button = html("button", { type: "button", "aria-pressed": "false" }, `Show ${COUNT} draws`);
  const note = html("p", { class: "gc-note" });
  /** @type {number[][]} */
  let noise = [];
  view.on(button, "click", () => {
    noise = noise.length ? [] : Array.from({ length: COUNT }, () => Array.from({ length: size }, () => drawNormal()));
    button.setAttribute("aria-pressed", String(noise.length > 0));
    redraw();
  });

  /**
   * valueOf(eps): log p(x, z) - log q(z) at the z that eps gives.
   * @type {(valueOf: (eps: number[]) => number, logProb: number) => number[]}
   */
  function show(valueOf, logProb) {
    const values = noise.map(valueOf);
    const above = values.filter((value) => value > logProb + 1e-9).length;
    note.hidden = values.length === 0;
    note.textContent =
      "A dot is log p(x, z) − log q(z) for one z from q. Only the mean of all such dots is the bound: " +
      `${above} of these ${COUNT} lie above log p(x).`;
    return values;
  }
  return { button, note, show };
}
