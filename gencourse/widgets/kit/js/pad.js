// A square piece of the plane: data units in, y upwards, with layers to draw on and handles to drag.
import { html, setAttributes, svg } from "./dom.js";
/** @import { Attributes, Hand, Pad, Place, Point, Range, View } from "./types.d.ts" */
/** @typedef {ReturnType<typeof makeHandle>} Handle */

const SIZE = 400; // side in drawing units; the style sheet decides how large it is on the screen

/**
 * A pad that shows `low` to `low + span` on each axis.  low: [x, y]. ticks: false for one with `addAxes`.
 * Returns its element, its layers (canvas below, picture, handles on top), `at(point)` and `length(units)` from data
 * to drawing units, `under(event)` from a pointer to data, `inside(point)`, and `look(low, span)` for another part of
 * the plane: what was drawn before stays where it is.
 * @type {(low: Point, span: number, options?: { ticks: boolean }) => Pad}
 */
export function makePad(low, span, { ticks } = { ticks: true }) {
  const canvas = html("canvas", { "aria-hidden": "true" });
  const picture = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img" });
  const handles = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "gc-handles" });
  const element = html("div", { class: "gc-pad" }, canvas, picture, handles);

  /** @type {Pad} */
  const pad = {
    element,
    canvas,
    picture,
    handles,
    at: ([x, y]) => [((x - low[0]) / span) * SIZE, (1 - (y - low[1]) / span) * SIZE],
    length: (units) => (units / span) * SIZE,
    under(event) {
      const box = element.getBoundingClientRect();
      const right = (event.clientX - box.left) / box.width;
      const up = 1 - (event.clientY - box.top) / box.height;
      return [low[0] + span * right, low[1] + span * up];
    },
    inside: (point) => point.every((value, axis) => value >= low[axis] && value <= low[axis] + span),
    clamp(point) {
      const [x, y] = point.map((value, axis) => Math.min(low[axis] + span, Math.max(low[axis], value)));
      return [x, y];
    },
    look: (to, side) => void ([low, span] = [to, side]),
  };
  if (ticks) picture.append(drawTicks(pad, low, span));
  return pad;
}

/**
 * A handle: a dot in a halo, with a wide invisible rim for fingers. place(point) puts it on the pad; setValue(now, [low, high],
 * text) says where it stands.
 * @param {Place} pad
 * @param {string} label
 */
export function makeHandle(pad, label) {
  const node = svg(
    "g",
    { class: "gc-handle", role: "slider", tabindex: 0, "aria-label": label },
    svg("circle", { class: "gc-rim", r: 20 }),
    svg("circle", { class: "gc-halo", r: 11 }),
    svg("circle", { class: "gc-ring", r: 13 }),
    svg("circle", { class: "gc-dot", r: 7 }),
  );
  pad.handles.append(node);
  /** @type {(point: number[]) => void} */
  const place = (point) => node.setAttribute("transform", `translate(${pad.at(point).join(" ")})`);
  /** @type {(now: number, range: Range, text: string) => void} */
  const setValue = (now, [low, high], text) =>
    setAttributes(node, { "aria-valuenow": now, "aria-valuemin": low, "aria-valuemax": high, "aria-valuetext": text });
  return { node, place, setValue };
}

/**
 * Drag `node` by mouse, pen or finger. where() is its place in data units; move(point) while it goes, end() after.
 * @param {View} view
 * @param {Place} pad
 * @param {SVGElement | HTMLElement} node
 * @param {Hand<Point>} hand
 */
export function onDrag(view, pad, node, { where, move, end }) {
  /** @type {Point | null} */
  let offset = null;
  view.on(node, "pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault(); // or the drag would select text; it also keeps the focus away
    node.focus();
    node.setPointerCapture(event.pointerId);
    const grabbed = pad.under(event);
    offset = where().map((value, axis) => value - grabbed[axis]);
  });
  view.on(node, "pointermove", (event) => {
    if (!offset) return;
    const [x, y] = pad.under(event);
    move([x + offset[0], y + offset[1]]);
  });
  view.on(node, "lostpointercapture", () => {
    if (offset) end();
    offset = null;
  });
}

/** @type {(pad: Place, low: Point, span: number) => SVGGElement} */
function drawTicks(pad, low, span) {
  const group = svg("g", { class: "gc-ticks", "aria-hidden": "true" });
  const step = 10 ** Math.floor(Math.log10(span / 2));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let axis = 0; axis < 2; axis++) {
    const first = Math.ceil((low[axis] + 0.08 * span) / step);
    const last = Math.floor((low[axis] + 0.96 * span) / step);
    for (let i = first; i <= last; i++) {
      const value = (i * step).toFixed(digits).replace("-", "−");
      const along = pad.at([i * step, i * step])[axis];
      /** @type {Attributes} */
      const place = axis === 0 ? { x: along, y: SIZE - 7, "text-anchor": "middle" } : { x: 7, y: along + 4 };
      const text = svg("text", {}, value);
      setAttributes(text, place);
      group.append(text);
    }
  }
  return group;
}
