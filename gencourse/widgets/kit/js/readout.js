// What is measured: a title, a sentence, and rows of names and numbers.
import { html } from "./dom.js";
/** @typedef {[name: string, text: string][]} Rows */

/**
 * Returns { element, show(title, sentence, rows) }; rows: [[name, text], ...].
 * @type {() => { element: HTMLElement, show(title: string, sentence: string, rows: Rows): void }}
 */
export function makeReadout() {
  const title = html("p", { class: "gc-title" });
  const sentence = html("p", { class: "gc-sentence" });
  const list = html("dl", { class: "gc-readings" });
  const element = html("div", { class: "gc-readout" }, title, sentence, list);
  /** @type {Rows | null} */
  let shown = null;

  /** @type {(text: string, said: string, rows: Rows) => void} */
  function show(text, said, rows) {
    if (rows === shown) return; // while it plays, most frames show the same snapshot
    shown = rows;
    title.textContent = text;
    sentence.textContent = said.replaceAll("N(0, I)", "N(0,\u00a0I)").replaceAll(" %", "\u00a0%"); // not torn at a line end
    const lines = rows.map(([name, number]) =>
      html("div", {}, html("dt", {}, name), " ", html("dd", { class: "gc-number" }, number))
    );
    list.replaceChildren(...lines);
  }
  return { element, show };
}
