// Keys: what a widget uses must not reach JupyterLab, which would move to another cell.
/** @import { Point, View } from "./types.d.ts" */

const OURS = new Set([
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  " ",
  "Enter",
]);
/** @type {Record<string, Point>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Keep the keys that widgets use inside `root`; Shift+Enter and all with Ctrl, Alt or Cmd go on to the notebook.
 * @type {(view: View, root: HTMLElement) => void}
 */
export function keepKeys(view, root) {
  view.on(root, "keydown", (event) => {
    const forNotebook = event.ctrlKey || event.altKey || event.metaKey || (event.key === "Enter" && event.shiftKey);
    if (OURS.has(event.key) && !forNotebook) event.stopPropagation();
  });
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
