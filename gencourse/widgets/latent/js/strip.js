// A film strip: pictures at equal steps of the way.
import { html } from "../../kit/js/dom.js";
import { makeCanvas } from "../../kit/js/picture.js";

export const FRAMES = 9;

/** Returns { element, show(i, pixels) }. */
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
