// A film strip: pictures at equal steps of the way.
import { html } from "../../kit/js/dom.js";
import { makeCanvas } from "../../kit/js/picture.js";
/** @import { Size } from "../../kit/js/types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */

export const FRAMES = 9;

/**
 * Returns { element, show(i, pixels) }.
 * @type {(data: Size, title: string) => { element: HTMLElement, show(i: number, pixels: Numbers): void }}
 */
export function makeStrip(data, title) {
  const frames = Array.from({ length: FRAMES }, () => makeCanvas(data));
  const label = `${title}: ${FRAMES} pictures from A to B`;
  const row = html(
    "div",
    { class: "gc-frames", role: "img", "aria-label": label },
    ...frames.map((frame) => frame.element),
  );
  const element = html("div", { class: "gc-strip" }, html("p", { class: "gc-note" }, title), row);
  return { element, show: (i, pixels) => frames[i].show(pixels) };
}
