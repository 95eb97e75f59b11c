// Names and numbers in rows; a row whose text is null is hidden, and one without a text shows a dash.
import { html } from "../../kit/js/dom.js";

/** Returns { element, show({ name: text }) }. */
export function makeRows(names) {
  const rows = Object.fromEntries(names.map((name) => [name, html("dd", { class: "gc-number" })]));
  const lines = names.map((name) => html("div", {}, html("dt", {}, name), rows[name]));
  const element = html("dl", { class: "gc-readings gc-gan-rows" }, ...lines);

  function show(texts) {
    for (const [name, node] of Object.entries(rows)) {
      const text = texts[name] === undefined ? "–" : texts[name];
      if (node.textContent === text) continue;
      node.parentElement.hidden = text === null;
      node.textContent = text;
    }
  }
  return { element, show };
}
