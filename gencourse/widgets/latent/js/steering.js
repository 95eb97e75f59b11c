// Two ways to move a code: over a map of two latents, or by a slider for each.
import { formatNumber, html } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makeLegend, makeMap } from "./map.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Map } from "./map.js" */
/** @import { Hand, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {{ element: HTMLElement, hint: string, show(z: number[], holes: boolean): void, describe(): void }} Steering */

const STEPS = 200; // of the arrow keys, across the map

/**
 * where() is the code, drawn or not yet; move(z) is called while it goes, end() after.
 * Returns { element, hint, show(z, holes), describe() }.
 * @type {(view: View<Traits>, data: Data, hand: Hand<number[]>) => Steering}
 */
export function makeMapSteering(view, data, { where, move, end }) {
  const map = makeMap(data);
  const handle = makeHandle(map, "Point on the map. Arrow keys move it, with Shift further.");
  const element = html("div", { class: "gc-place" }, map.element, makeLegend(data.classes));

  onPress(view, map, handle.node, (point) => take(point));
  onDrag(view, map, map.element, { where: () => [where()[0], where()[1]], move: take, end });
  onArrows(view, handle.node, (right, up) => {
    const step = map.span / STEPS;
    const [x, y] = where();
    take([x + right * step, y + up * step]);
    end();
  });
  return { element, hint: "Drag across the map, or take the point and use the arrow keys.", show, describe };

  /** @type {(point: number[]) => void} */
  function take(point) {
    const digits = Math.max(0, Math.ceil(-Math.log10(map.span / 1000)));
    move(map.clamp(point).map((value) => Number(value.toFixed(digits))));
  }

  /** @type {(z: number[], holes: boolean) => void} */
  function show(z, holes) {
    map.showHoles(holes);
    handle.place(map.clamp(z));
    const text = `z1 ${formatNumber(z[0], 2)}, z2 ${formatNumber(z[1], 2)}`;
    handle.setValue(z[0], [data.low[0], data.high[0]], text);
  }

  function describe() {
    const count = (data.codes.length / 2).toLocaleString("en");
    const classes = data.labels.length ? ", each drawn as its class" : "";
    map.picture.setAttribute("aria-label", `Map of the two latents with ${count} codes${classes}.`);
  }
}

/**
 * A press anywhere on the map brings the point there before the drag begins; the focus goes to its handle.
 * @type {(view: View, map: Map, node: SVGElement, take: (point: Point) => void) => void}
 */
function onPress(view, map, node, take) {
  view.on(map.element, "pointerdown", (event) => {
    if (event.button !== 0) return;
    if (!node.contains(/** @type {Node} */ (event.target))) take(map.under(event));
    node.focus({ preventScroll: true });
  });
}

/**
 * The same with sliders; z may leave their range, when Python sets it.
 * @type {(view: View<Traits>, data: Data, hand: Hand<number[]>) => Steering}
 */
export function makeSliderSteering(view, data, { where, move, end }) {
  const knobs = data.low.map((low, i) => {
    const knob = makeKnob(view, data.names[i], `number ${i + 1}`);
    knob.setRange(low, data.high[i]);
    knob.setHome((low + data.high[i]) / 2);
    knob.onPush({
      where: () => where()[i],
      move: (value) => move(where().map((old, j) => (j === i ? value : old))),
      end,
    });
    return knob;
  });
  const group = { class: "gc-knobs gc-code", role: "group", "aria-label": "The code" };
  const element = html(
    "div",
    { class: data.rated ? "gc-place gc-rated" : "gc-place" },
    html("div", group, ...knobs.map((knob) => knob.element)),
  );

  /** @type {(z: number[]) => void} */
  function show(z) {
    knobs.forEach((knob, i) => knob.show(z[i], false));
  }
  return { element, hint: "Push a number and watch what it changes.", show, describe() {} };
}
