// What a widget says aloud, half a second after the last change: to tell each move of a drag would never end.
import { html } from "./dom.js";
/** @import { View } from "./types.d.ts" */

const QUIET = 600; // milliseconds

/**
 * An element that no eye sees, and say(), which lets it tell what sentence() is once nothing has changed for a while.
 * @type {(view: View, sentence: () => string) => { element: HTMLElement, say(): void }}
 */
export function makeSpeech(view, sentence) {
  const element = html("p", { class: "gc-hidden", "aria-live": "polite" });
  return { element, say: view.whenQuiet(QUIET, () => (element.textContent = sentence())) };
}
