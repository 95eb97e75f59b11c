// Keys: what is pressed in a widget is the widget's. JupyterLab would add a cell on `b`, and cut one on `x`.
/** @import { Point, View } from "./types.d.ts" */

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Fn"]);
/** @type {Record<string, Point>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Keep what is pressed inside `root` there, but for chords, Shift+Enter and Escape: with these one leaves the widget.
 * @type {(view: View, root: HTMLElement) => void}
 */
export function keepKeys(view, root) {
  view.on(root, "keydown", (event) => {
    if (!isForNotebook(event)) event.stopPropagation();
  });
}

/**
 * Whether the notebook shall hear of it: Ctrl+S, Alt+X, Cmd+B, Shift+Enter, Escape, and a modifier alone.
 * @type {(event: KeyboardEvent) => boolean}
 */
export function isForNotebook(event) {
  if (MODIFIERS.has(event.key) || event.key === "Escape") return true;
  if (event.key === "Enter" && event.shiftKey) return true;
  if (event.getModifierState("AltGraph")) return false; // it writes a character; Windows says Ctrl and Alt
  return event.ctrlKey || event.altKey || event.metaKey;
}

/**
 * Call move(right, up) for each arrow key on `node`: steps of 1, or of 10 with Shift.
 * @type {(view: View, node: Element, move: (right: number, up: number) => void) => void}
 */
export function onArrows(view, node, move) {
  view.on(node, "keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll, and a slider take a step of its own
    const step = event.shiftKey ? 10 : 1;
    move(step * direction[0], step * direction[1]);
  });
}
