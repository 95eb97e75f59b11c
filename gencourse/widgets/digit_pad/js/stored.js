// Stored digits for the pad: by two buttons, by arrow keys on the pad, or by typing a class.
import { html } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
/** @import { Drawing } from "./drawing.js" */
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, show(), refresh() }.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {Drawing} drawing
 * @param {HTMLElement} sheet
 */
export function makeStored(view, data, drawing, sheet) {
  const name = html("span", { class: "gc-number" });
  /** @type {(text: string, label: string) => HTMLButtonElement} */
  const button = (text, label) => html("button", { type: "button", "aria-label": label }, text);
  const [back, on] = [button("‹", "Previous digit"), button("›", "Next digit")];
  const element = html("div", { class: "gc-stepper" }, back, name, on);
  let last = -1; // where to go on after a drawing

  view.on(back, "click", () => step(-1));
  view.on(on, "click", () => step(1));
  onArrows(view, sheet, (right, up) => step(right + up));
  view.on(sheet, "keydown", (event) => {
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey || drawing.growing()) return;
    event.stopPropagation();
    const count = data.labels.length;
    for (let i = 1; i <= count; i++) {
      if (data.labels[(last + i + count) % count] === event.key) return put((last + i + count) % count);
    }
  });
  return { element, show, refresh };

  /** @type {(by: number) => void} */
  function step(by) {
    const count = data.images.length;
    if (!count || drawing.growing()) return;
    put(last < 0 && by < 0 ? count - 1 : (((last + by) % count) + count) % count);
  }

  /** @type {(index: number) => void} */
  function put(index) {
    last = index;
    drawing.put(index);
  }

  function show() {
    const stored = view.model.get("stored");
    if (stored >= 0) last = stored;
    const total = data.images.length.toLocaleString("en");
    const label = data.labels.length ? `, a ${data.labels[stored]}` : "";
    name.textContent = stored < 0 ? `or take one of ${total} stored digits` : `digit ${stored + 1} of ${total}${label}`;
  }

  function refresh() {
    element.hidden = !data.images.length;
    last = Math.min(last, data.images.length - 1);
    show();
  }
}
