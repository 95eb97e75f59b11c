// Names and numbers in rows; a row whose text is null is hidden, and one without a text shows a dash.
import { html } from "../../kit/js/dom.js";
/** @typedef {Record<string, string | null>} Texts */

/**
 * Returns { element, show({ name: text }) }.
 * @type {(names: string[]) => { element: HTMLElement, show(texts: Texts): void }}
 */
export function makeRows(names) {
  const rows = Object.fromEntries(names.map((name) => [name, html("dd", { class: "gc-number" })]));
  const lines = names.map((name) => html("div", {}, html("dt", {}, name), " ", rows[name]));
  const element = html("dl", { class: "gc-readings gc-gan-rows" }, ...lines);

  /** @type {(texts: Texts) => void} */
  function show(texts) {
    for (const [name, node] of Object.entries(rows)) {
      const text = texts[name] === undefined ? "–" : texts[name];
      if (node.textContent === text) continue;
      lines[names.indexOf(name)].hidden = text === null;
      node.textContent = text;
    }
  }
  return { element, show };
}
