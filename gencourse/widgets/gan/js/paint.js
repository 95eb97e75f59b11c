// Paint the data: by mouse, pen or finger on the plane, or with a brush that the arrow keys move.
import { formatNumber, setAttributes } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { REACH } from "./players.js";
import { makeHandle } from "../../kit/js/pad.js";
/** @import { Traits, World } from "./types.d.ts" */
/** @import { Pad, Point, View } from "../../kit/js/types.d.ts" */

const APART = 0.12; // of points painted in one stroke
const STEP = 0.1;
export const MOST_POINTS = 400;
const LABEL = "Brush. Arrow keys move it, with Shift further; Enter or Space paints a point.";

/**
 * changed() follows each point; Python learns the trait "painted" after a stroke. Returns { show() }.
 * @param {View<Traits>} view
 * @param {Pad} pad
 * @param {World} world
 * @param {() => void} changed
 */
export function makeBrush(view, pad, world, changed) {
  const handle = makeHandle(pad, LABEL);
  /** @type {Point} */
  let at = [0, 0];
  /** @type {Point | null} */
  let last = null;

  view.on(pad.element, "pointerdown", (event) => {
    if (world.key !== "painted" || event.button !== 0) return;
    event.preventDefault();
    pad.element.setPointerCapture(event.pointerId);
    last = null;
    paintUnder(event);
  });
  view.on(pad.element, "pointermove", (event) => {
    if (pad.element.hasPointerCapture(event.pointerId)) paintUnder(event);
  });
  view.on(pad.element, "lostpointercapture", tell);
  onArrows(view, handle.node, (right, up) => move([at[0] + STEP * right, at[1] + STEP * up]));
  view.on(handle.node, "keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
    tell();
  });

  /** @type {(event: PointerEvent) => void} */
  function paintUnder(event) {
    const point = pad.under(event);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < APART) return;
    move(point);
    last = at;
    add();
  }

  /** @type {(point: Point) => void} */
  function move(point) {
    at = point.map((value) => Number(Math.min(REACH, Math.max(-REACH, value)).toFixed(2)));
    show();
  }

  function add() {
    if (world.centres.length >= 2 * MOST_POINTS) return;
    world.centres = [...world.centres, ...at];
    changed();
    show();
  }

  function tell() {
    /** @type {Point[]} */
    const painted = [];
    for (let k = 0; k < world.centres.length; k += 2) painted.push([world.centres[k], world.centres[k + 1]]);
    view.learn({ painted });
  }

  function show() {
    const painting = world.key === "painted";
    setAttributes(handle.node, { display: painting ? "inline" : "none" });
    pad.element.classList.toggle("gc-gan-painting", painting);
    handle.place(at);
    const [x, y] = at.map((value) => formatNumber(value, 1));
    const text = `x ${x}, y ${y}, ${world.centres.length / 2} points painted`;
    setAttributes(handle.node, {
      "aria-valuenow": at[0],
      "aria-valuemin": -REACH,
      "aria-valuemax": REACH,
      "aria-valuetext": text,
    });
  }
  return { show };
}
