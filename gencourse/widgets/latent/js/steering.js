// Two ways to move a code: over a map of two latents, or by a slider for each.
import { formatNumber, html } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makeLegend, makeMap } from "./map.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Lookout } from "./lookout.js" */
/** @import { Hand, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {{ element: HTMLElement, hint: string, show(z: number[], holes: boolean): void, describe(): void }} Steering */

const STEPS = 200; // of the arrow keys, across the map
const ON_A_PAGE = 16; // sliders

/**
 * where() is the code, drawn or not yet; move(z) is called while it goes, end() after.
 * Returns { element, hint, show(z, holes), describe() }.
 * @type {(view: View<Traits>, data: Data, lookout: Lookout, hand: Hand<number[]>) => Steering}
 */
export function makeMapSteering(view, data, lookout, { where, move, end }) {
  const map = makeMap(data);
  const handle = makeHandle(map, "Point on the map. Arrow keys move it, with Shift further.");
  const place = () => /** @type {Point} */ (where().slice(0, 2));
  const buttons = lookout.serve(map, press, place);
  const element = html("div", { class: "gc-place" }, map.frame, buttons, makeLegend(data.classes));

  onDrag(view, map, handle.node, { where: place, move: (point) => take(map.clamp(point)), end });
  onArrows(view, handle.node, (right, up) => {
    const step = lookout.now().span / STEPS;
    const { low, high } = lookout.reach;
    const to = place().map((value, i) => {
      const wanted = value + step * [right, up][i];
      return Math.min(Math.max(high[i], value), Math.max(Math.min(low[i], value), wanted)); // from beyond only back
    });
    take(to);
    lookout.reveal(to);
    end();
  });
  const hint = "Drag the point, or press a place on the map. Drag the ground to move the map.";
  return { element, hint, show, describe };

  /** @type {(point: Point) => void} */
  function press(point) {
    handle.node.focus({ preventScroll: true });
    take(point);
    end();
  }

  /** @type {(point: Point) => void} */
  function take(point) {
    const digits = Math.max(0, Math.ceil(-Math.log10(lookout.now().span / 1000)));
    move(point.map((value) => Number(value.toFixed(digits))));
  }

  /** @type {(z: number[], holes: boolean) => void} */
  function show(z, holes) {
    map.show(lookout.now(), holes);
    const inside = map.clamp(z);
    handle.place(inside);
    handle.node.classList.toggle("gc-beyond", inside.some((value, i) => value !== z[i]));
    const text = `z1 ${formatNumber(z[0], 2)}, z2 ${formatNumber(z[1], 2)}`;
    handle.setValue(z[0], [Math.min(z[0], lookout.reach.low[0]), Math.max(z[0], lookout.reach.high[0])], text);
  }

  function describe() {
    const count = (data.codes.length / 2).toLocaleString("en");
    const classes = data.labels.length ? ", each drawn as its class" : "";
    map.picture.setAttribute("aria-label", `Map of the two latents with ${count} codes${classes}.`);
  }
}

/**
 * The same with sliders, on pages where there are many; z may leave their range, when Python sets it.
 * @type {(view: View<Traits>, data: Data, lookout: Lookout, hand: Hand<number[]>) => Steering}
 */
export function makeSliderSteering(view, data, _lookout, { where, move, end }) {
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
  const pages = makePages(view, knobs.map((knob) => knob.element));
  const element = html(
    "div",
    { class: data.rated ? "gc-place gc-rated" : "gc-place" },
    html("div", group, ...knobs.map((knob) => knob.element)),
    ...pages,
  );

  /** @type {(z: number[]) => void} */
  function show(z) {
    knobs.forEach((knob, i) => knob.show(z[i], false));
  }
  return { element, hint: "Push a number and watch what it changes.", show, describe() {} };
}

/**
 * Show the sliders page by page; returns what turns the pages, nothing where one is enough.
 * @type {(view: View, sliders: HTMLElement[]) => HTMLElement[]}
 */
function makePages(view, sliders) {
  const count = Math.ceil(sliders.length / ON_A_PAGE);
  const said = html("span", { class: "gc-number gc-note", role: "status" });
  const [back, on] = [["‹", "Previous numbers"], ["›", "More numbers"]].map(([text, name]) =>
    html("button", { type: "button", "aria-label": name }, text)
  );
  let page = 0;
  view.on(back, "click", () => turn(page - 1));
  view.on(on, "click", () => turn(page + 1));
  if (count > 1) turn(0);
  return count > 1 ? [html("div", { class: "gc-stepper" }, back, said, on)] : [];

  /** @type {(to: number) => void} */
  function turn(to) {
    page = (to + count) % count;
    const first = page * ON_A_PAGE;
    sliders.forEach((slider, i) => (slider.hidden = i < first || i >= first + ON_A_PAGE));
    said.textContent = `z${first + 1} to z${Math.min(first + ON_A_PAGE, sliders.length)} of ${sliders.length}`;
  }
}
