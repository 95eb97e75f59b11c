// Above the tabs: which data, which loss for the generator, and the buttons of the learner's own painting.
import { html } from "../../kit/js/dom.js";
import { makeChoice } from "../../kit/js/switch.js";
/** @import { Frame, Traits, World } from "./types.d.ts" */
/** @import { Model, View } from "../../kit/js/types.d.ts" */

/**
 * world: the data, which changes in place; refresh() reads the traits into it. Returns { element, show() }.
 * @param {View<Traits>} view
 * @param {Frame} frame
 * @param {World} world
 */
export function makeHead(view, frame, world) {
  const { model } = view;
  const options = Object.entries(frame.worlds).map(([key, { title }]) => html("option", { value: key }, title));
  const select = html("select", {}, ...options);
  const loss = makeChoice(
    view,
    "Loss of the generator",
    ["Non-saturating", "Saturating"],
    (i) => view.learn({ saturating: i === 1 }),
  );
  const [back, clear] = ["Take back a point", "Erase all"].map((text) => html("button", { type: "button" }, text));
  const brush = html("div", { class: "gc-buttons" }, back, clear);
  const element = html(
    "div",
    { class: "gc-gan-head" },
    html("label", {}, html("span", { class: "gc-note" }, "Data"), select),
    brush,
    html("div", { class: "gc-gan-loss" }, html("span", { class: "gc-note" }, "Loss of G"), loss.element),
  );

  view.on(select, "change", () => view.learn({ distribution: select.value }));
  view.on(back, "click", () => view.learn({ painted: model.get("painted").slice(0, -1) }));
  view.on(clear, "click", () => view.learn({ painted: [] }));

  function show() {
    select.value = model.get("distribution");
    loss.show(model.get("saturating") ? 1 : 0);
    brush.hidden = model.get("distribution") !== "painted";
    back.disabled = clear.disabled = !world.centres.length;
  }
  return { element, show };
}

/**
 * The data as the traits say, in an object that stays the same: { key, title, centres, blur, modes, refresh() }.
 * @type {(model: Model<Traits>, frame: Frame) => World}
 */
export function makeWorld(model, frame) {
  const world = { ...read(), refresh: () => void Object.assign(world, read()) };
  return world;

  function read() {
    const key = model.get("distribution");
    const given = frame.worlds[key];
    return { ...given, key, centres: key === "painted" ? model.get("painted").flat() : given.centres };
  }
}
