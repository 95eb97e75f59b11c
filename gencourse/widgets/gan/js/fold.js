// What is folded away until it is asked for.
import { html } from "../../kit/js/dom.js";
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeFold>} Fold */

/**
 * opened() follows whenever it is unfolded; isOpen(): what lies in a closed one need not be drawn.
 * @param {View} view
 * @param {string} title
 * @param {HTMLElement[]} content
 * @param {() => void} opened
 */
export function makeFold(view, title, content, opened = () => {}) {
  const inside = html("div", { class: "gc-gan-folded" }, ...content);
  const element = html("details", { class: "gc-gan-fold" }, html("summary", {}, title), inside);
  view.on(element, "toggle", () => element.open && opened());
  return { element, isOpen: () => element.open };
}
