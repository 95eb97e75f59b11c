// What the pad of lesson 02 is made of, and where it lies.
import { makeAnswer } from "./answer.js";
import { makeDrawing } from "./drawing.js";
import { makeNearest } from "./nearest.js";
import { makeNoiseKnob } from "./noise_knob.js";
import { makeRunner } from "./runner.js";
import { makeStored } from "./stored.js";
import { makeSurface } from "./surface.js";
import { html } from "../../kit/js/dom.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeDesk>} Desk */

/**
 * changed() is called when all may be different, draw() while a stroke grows or the knob turns.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {{ changed(): void, draw(): void }} calls
 */
export function makeDesk(view, data, { changed, draw }) {
  const status = html("span", { role: "status" });
  const drawing = makeDrawing(view, data, { changed, grown: draw });
  const surface = makeSurface(view, data, drawing);
  return {
    status,
    trouble: html("p", { class: "gc-error", role: "alert" }),
    smallPrint: html("span"),
    runner: makeRunner(view, data, (text) => (status.textContent = text)),
    drawing,
    surface,
    stored: makeStored(view, data, drawing, surface.sheet),
    knob: makeNoiseKnob(view, draw),
    answer: makeAnswer(data),
    nearest: makeNearest(data),
    undo: html("button", { type: "button" }, "Undo"),
    clear: html("button", { type: "button" }, "Clear"),
  };
}

/** @type {(desk: Desk) => HTMLElement[]} */
export function layOut({ status, trouble, smallPrint, surface, stored, knob, answer, nearest, undo, clear }) {
  const buttons = html("div", { class: "gc-buttons" }, undo, clear);
  return [
    trouble,
    html(
      "div",
      { class: "gc-panel" },
      html("div", { class: "gc-desk" }, surface.sheet, buttons, stored.element, knob.element, surface.hint),
      html("div", { class: "gc-side" }, answer.element, nearest.element),
    ),
    html("p", { class: "gc-note gc-small-print" }, smallPrint, " ", status),
  ];
}
