// How much noise the model gets on top of the drawing, and which draw of it.
import { html } from "../../kit/js/dom.js";
import { makeKnob } from "../../kit/js/knob.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, show(), value(), seed() }; draw() is called while the knob turns, Python learns after.
 * @param {View<Traits>} view
 * @param {() => void} draw
 */
export function makeNoiseKnob(view, draw) {
  const knob = makeKnob(view, "noise", "standard deviation");
  const fresh = html("button", { type: "button" }, "New noise");
  const element = html("div", { class: "gc-noise" }, knob.element, fresh);
  /** @type {number | null} */
  let turning = null; // until Python knows

  knob.setRange(0, 1);
  knob.setHome(-1); // none
  knob.onPush({
    where: value,
    move: (to) => {
      turning = to;
      draw();
    },
    end: () => {
      if (turning === null) return;
      const noise = turning;
      turning = null;
      view.learn({ noise });
    },
  });
  view.on(fresh, "click", () => view.learn({ seed: (view.model.get("seed") + 1) % 2 ** 32 }));

  function value() {
    return turning ?? view.model.get("noise");
  }

  function show() {
    knob.show(value(), false);
    fresh.disabled = value() === 0;
  }
  return { element, show, value, seed: () => view.model.get("seed") };
}
