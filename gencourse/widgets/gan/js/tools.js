// The handles of a discriminator by hand: a line with its normal, or three bumps with a slider for the height of each.
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { REACH } from "./players.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
import { makeChoice } from "../../kit/js/switch.js";
/** @import { Bump, Line } from "./types.d.ts" */
/** @import { Pad, Point, Range, View } from "../../kit/js/types.d.ts" */
/** @typedef {{ node: SVGElement, place(): void, where(): Point }} Grip */

const NUDGE = 0.1; // of an arrow key
/** @type {Range} */
const HEIGHTS = [-4, 6]; // of a bump, in logits

/**
 * changed() follows each change. Returns { element, kind(), line, bumps, show() }; kind 0 is the line, 1 the bumps.
 * @param {View} view
 * @param {Pad} pad
 * @param {() => void} changed
 */
export function makeTools(view, pad, changed) {
  /** @type {Line} */
  const line = { foot: [-0.6, 0], tip: [0.4, 0] };
  /** @type {Bump[]} */
  const bumps = [
    { centre: [-1.4, 1.4], height: 3 },
    { centre: [1.4, -1.4], height: 5 },
    { centre: [1.4, 1.4], height: 3 },
  ];
  let kind = 1;
  const choice = makeChoice(view, "Your discriminator", ["A line", "Three bumps"], (i) => {
    kind = i;
    changed();
  });
  const normal = svg("path", { class: "gc-gan-normal" });
  pad.handles.append(normal);
  const lineHandles = [
    grip("The line. Arrow keys move it, with Shift further.", () => line.foot, moveLine),
    grip(
      "Its normal, towards real: the longer, the steeper. Arrow keys move it, with Shift further.",
      () => line.tip,
      (at) => (line.tip = at),
    ),
  ];
  const bumpHandles = bumps.map((bump, i) =>
    grip(
      `Bump ${"ABC"[i]}. Arrow keys move it, with Shift further.`,
      () => bump.centre,
      (at) => (bump.centre = at),
      "ABC"[i],
    )
  );
  const knobs = bumps.map((bump, i) => {
    const knob = makeKnob(view, `height of ${"ABC"[i]}`, "Slider");
    knob.setRange(...HEIGHTS);
    knob.setHome(0);
    /** @type {(value: number) => void} */
    const move = (value) => {
      bump.height = value;
      changed();
    };
    knob.onPush({ where: () => bump.height, move, end: changed });
    return knob;
  });
  const heights = html("div", { class: "gc-gan-heights" }, ...knobs.map((knob) => knob.element));
  const element = html("div", { class: "gc-gan-tools" }, choice.element, heights);

  /** @type {(label: string, where: () => Point, put: (at: Point) => void, letter?: string) => Grip} */
  function grip(label, where, put, letter = "") {
    const { node, place } = makeHandle(pad, label);
    node.append(svg("text", { class: "gc-gan-verdict", x: 10, y: -8 }, letter));
    /** @type {(point: Point) => void} */
    const move = (point) => {
      put(pad.clamp(point).map((value) => Number(value.toFixed(2))));
      changed();
    };
    onDrag(view, pad, node, { where, move, end: changed });
    onArrows(view, node, (right, up) => move([where()[0] + NUDGE * right, where()[1] + NUDGE * up]));
    return { node, place: () => place(where()), where };
  }

  /**
   * The normal goes with the line, as far as the plane reaches.
   * @type {(foot: Point) => void}
   */
  function moveLine(foot) {
    line.tip = pad.clamp(line.tip.map((value, axis) => value + foot[axis] - line.foot[axis]));
    line.foot = foot;
  }

  function show() {
    choice.show(kind);
    heights.hidden = kind === 0;
    for (const [i, grips] of [lineHandles, bumpHandles].entries()) grips.forEach((one) => showGrip(one, i === kind));
    knobs.forEach((knob, i) => knob.show(bumps[i].height, false));
    const [[x1, y1], [x2, y2]] = [line.foot, line.tip].map(pad.at);
    setAttributes(normal, { d: `M${x1} ${y1}L${x2} ${y2}`, display: kind === 0 ? "inline" : "none" });
  }
  return { element, kind: () => kind, line, bumps, show };
}

/** @type {(grip: Grip, seen: boolean) => void} */
function showGrip({ node, place, where }, seen) {
  place();
  const [x, y] = where().map((value) => formatNumber(value, 1));
  const value = {
    "aria-valuemin": -REACH,
    "aria-valuemax": REACH,
    "aria-valuenow": where()[0],
    "aria-valuetext": `x ${x}, y ${y}`,
  };
  setAttributes(node, { ...value, display: seen ? "inline" : "none" });
}
