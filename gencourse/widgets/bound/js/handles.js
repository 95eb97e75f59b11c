// How a hand moves q, on either tab: by dragging a handle, or by its arrow keys.
import { onArrows } from "../../kit/js/keyboard.js";
import { onDrag } from "../../kit/js/pad.js";
/** @import { Handle } from "../../kit/js/pad.js" */
/** @import { Place, Point, Range, View } from "../../kit/js/types.d.ts" */
/** @typedef {(work: () => void) => void} Change */
/** @typedef {{ where(): Point, move(point: Point): void, push(right: number, up: number): void, change: Change, tell(): void }} Moves */

export const STEP = 0.02; // of an arrow key, in units of z
export const FACTOR = 1.02; // of an arrow key, for a standard deviation

/**
 * where() is the handle's place; move(point) and push(right, up) change q, inside change(); tell() is called when the
 * hand is done.
 * @type {(view: View, stage: Place, handle: Handle, moves: Moves) => void}
 */
export function connectHandle(view, stage, { node }, { where, move, push, change, tell }) {
  onDrag(view, stage, node, { where, move: (point) => change(() => move(point)), end: tell });
  onArrows(view, node, (right, up) => {
    change(() => push(right, up));
    tell();
  });
}

/**
 * What a hand can aim at: three decimals.
 * @type {(value: number) => number}
 */
export function rounded(value) {
  return Number(value.toFixed(3));
}

/** @type {(value: number, range: Range) => number} */
export function roundedWithin(value, [low, high]) {
  return rounded(Math.min(high, Math.max(low, value)));
}
