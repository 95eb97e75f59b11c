// Tab 2: a correlated posterior of two latents, and a q whose axes stay straight.
import { makeState, STDS } from "./state.js";
import { makeColumn } from "../column.js";
import { makeDraws } from "../draws.js";
import { connectHandle, FACTOR, STEP } from "../handles.js";
import { boundOfTwo, drawOfTwo, leastGap } from "../numbers.js";
import { addAxes } from "../../../kit/js/axes.js";
import { axesOf } from "../../../kit/js/covariance.js";
import { formatNumber, html, setAttributes, svg } from "../../../kit/js/dom.js";
import { makeKnob } from "../../../kit/js/knob.js";
import { makeHandle, makePad } from "../../../kit/js/pad.js";
import { drawKeys } from "../../../kit/js/stage.js";
/** @import { State } from "./state.js" */
/** @import { Frame, Traits } from "../types.d.ts" */
/** @import { Pad, Part, Point, View } from "../../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

/** @type {Point} */
const LOW = [-1.6, -1.7];
const SPAN = 4;

/**
 * data: from Python
 * @type {(view: View<Traits>, data: Frame) => Part}
 */
export function makeTwoTab(view, data) {
  const pieces = makePieces(view, () => draw());
  const state = makeState(view, data, pieces.pad);
  const element = layOut(pieces);
  const draw = view.onceAFrame(() => show(pieces, state));
  pieces.knob.setRange(-data.two.most, data.two.most);
  pieces.knob.setHome(0);
  connect(view, pieces, state, change, tell);
  view.watch(["correlation", "means", "stds"], () => {
    state.read();
    draw();
  });
  return { element, draw, describe: () => describe(pieces, state) };

  /** @type {(work: () => void) => void} */
  function change(work) {
    work();
    draw();
  }

  function tell() {
    state.tell();
    draw();
  }
}

/**
 * What the tab is made of.
 * @param {View} view
 * @param {() => void} redraw
 */
function makePieces(view, redraw) {
  const pad = makePad(LOW, SPAN, { ticks: false });
  const axes = addAxes(pad.element, ["z1", "z2"]);
  axes.show(LOW, SPAN);
  const posterior = makeEllipses("gc-posterior");
  const shape = makeEllipses("gc-q");
  pad.picture.append(posterior.element, shape.element);
  return {
    pad,
    framed: axes.element,
    posterior,
    shape,
    column: makeColumn(-6),
    draws: makeDraws(view, 2, redraw),
    knob: makeKnob(view, "correlation", "Slider"),
    handles: {
      mean: makeHandle(pad, "Mean of q. Arrow keys move it, with Shift further."),
      stds: ["z1", "z2"].map((name) =>
        makeHandle(pad, `Standard deviation of q along ${name}. Arrow keys change it, with Shift further.`)
      ),
    },
    bestButton: html("button", { type: "button" }, "Best diagonal q"),
    resetButton: html("button", { type: "button" }, "Start over"),
    least: html("p"),
    formula: html(
      "p",
      { class: "gc-note" },
      html("span", { class: "gc-formula" }, "It is ½ (Σ log Λ", html("sub", {}, "ii"), " − log det Λ)"),
      " ",
      html("span", { class: "gc-formula" }, "= −½ log(1 − correlation²),"),
      " with Λ the posterior's precision.",
    ),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ framed, knob, column, draws, bestButton, resetButton, least, formula }) {
  return html(
    "div",
    { class: "gc-panel gc-bound gc-bound-two" },
    html(
      "div",
      { class: "gc-left" },
      drawKeys({ "gc-posterior": "posterior p(z | x)", "gc-q": "diagonal q(z)" }),
      framed,
      knob.element,
    ),
    html(
      "div",
      { class: "gc-right" },
      column.element,
      html("div", { class: "gc-buttons" }, bestButton, draws.button, resetButton),
      least,
      formula,
      draws.note,
    ),
  );
}

/** @type {(view: View, pieces: Pieces, state: State, change: (work: () => void) => void, tell: () => void) => void} */
function connect(view, { pad, knob, handles, bestButton, resetButton }, state, change, tell) {
  const { now } = state;
  knob.onPush({
    where: () => now.correlation,
    move: (value) => change(() => (now.correlation = value)),
    end: tell,
  });
  connectHandle(view, pad, handles.mean, {
    where: () => now.q.means,
    move: state.moveTo,
    push: (right, up) => state.moveTo([now.q.means[0] + STEP * right, now.q.means[1] + STEP * up]),
    change,
    tell,
  });
  handles.stds.forEach((handle, axis) => {
    connectHandle(view, pad, handle, {
      where: () => state.endOf(axis),
      move: (point) => state.widen(axis, now.sides[axis] * (point[axis] - now.q.means[axis])),
      push: (right, up) => state.widen(axis, now.q.stds[axis] * FACTOR ** (right + up)),
      change,
      tell,
    });
  });
  view.on(bestButton, "click", () => {
    state.takeBest();
    tell();
  });
  view.on(resetButton, "click", () => {
    state.startOver();
    tell();
  });
}

/** @type {(pieces: Pieces, state: State) => void} */
function show({ pad, posterior, shape, column, draws, knob, least, formula, handles }, state) {
  const { correlation, q } = state.now;
  const model = state.posterior();
  const gap = leastGap(model);
  const { sigma, angle } = axesOf(model.cov);
  posterior.show(pad, model.mean, sigma, angle);
  shape.show(pad, q.means, q.stds, 0);
  column.show({
    logProb: model.logProb,
    bound: boundOfTwo(model, q),
    highest: model.logProb - gap,
    draws: draws.show((eps) => drawOfTwo(model, q, eps), model.logProb),
  });
  placeHandles(pad, handles, state);
  knob.show(correlation, false);
  least.textContent = correlation === 0
    ? "Without correlation a diagonal q can be the posterior: the gap closes."
    : `No diagonal q lifts the bound above the dashed line: ${formatNumber(gap)} nat, this much never closes.`;
  formula.hidden = correlation === 0;
}

/** @type {(pad: Pad, handles: Pieces["handles"], state: State) => void} */
function placeHandles(pad, { mean, stds }, { now: { q }, endOf }) {
  const texts = q.means.map((value) => formatNumber(value, 2));
  mean.place(pad.clamp(q.means));
  mean.setValue(q.means[0], [LOW[0], LOW[0] + SPAN], `z1 ${texts[0]}, z2 ${texts[1]}`);
  stds.forEach(({ place, setValue }, axis) => {
    place(pad.clamp(endOf(axis)));
    setValue(q.stds[axis], STDS, `standard deviation ${formatNumber(q.stds[axis], 2)}`);
  });
}

/** @type {(pieces: Pieces, state: State) => string} */
function describe({ pad, column }, { now: { correlation, q }, posterior }) {
  const [x, y, first, second] = [...q.means, ...q.stds].map((value) => formatNumber(value, 2));
  const shown = formatNumber(correlation, 2);
  pad.picture.setAttribute(
    "aria-label",
    `Ellipses at one and two standard deviations: a posterior with correlation ${shown}, and a diagonal q with ` +
      `mean ${x}, ${y} and standard deviations ${first} and ${second}.`,
  );
  return `Correlation ${shown}. ${column.sumText()} A diagonal q leaves at least ${
    formatNumber(leastGap(posterior()))
  }.`;
}

/** @type {(look: string) => { element: SVGGElement, show(pad: Pad, mean: Point, sigma: Point, angle: number): void }} */
function makeEllipses(look) {
  const [one, two] = ["gc-one", "gc-two"].map((which) => svg("ellipse", { class: `${look} ${which}` }));
  const element = svg("g", {}, two, one);

  /** @type {(pad: Pad, mean: Point, sigma: Point, angle: number) => void} */
  function show(pad, mean, sigma, angle) {
    const [a, b] = sigma.map(pad.length);
    const degrees = (-180 * angle) / Math.PI;
    setAttributes(element, { transform: `translate(${pad.at(mean).join(" ")}) rotate(${degrees})` });
    setAttributes(one, { rx: a, ry: b });
    setAttributes(two, { rx: 2 * a, ry: 2 * b });
  }
  return { element, show };
}
