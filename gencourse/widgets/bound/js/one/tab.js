// Tab 1: one latent behind a curve, and a Gaussian q to drag over a posterior that need not be one.
import { makeSource } from "./source.js";
import { FAR, makeState, STDS } from "./state.js";
import { makeColumn } from "../column.js";
import { makeDraws } from "../draws.js";
import { connectHandle, FACTOR, STEP } from "../handles.js";
import { drawOfOne, logJoint, normalDensity } from "../numbers.js";
import { formatNumber, html, setAttributes, svg } from "../../../kit/js/dom.js";
import { makeKnob } from "../../../kit/js/knob.js";
import { makeHandle } from "../../../kit/js/pad.js";
import { drawKeys, drawUnits, makeStage } from "../../../kit/js/stage.js";
/** @import { State } from "./state.js" */
/** @import { Frame, Gaussian, OneModel, Traits } from "../types.d.ts" */
/** @import { Knob } from "../../../kit/js/knob.js" */
/** @import { Part, Point, Range, Stage, View } from "../../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const TALLEST = 1.6; // of the densities
const NEARLY = 0.03; // nats: what a posterior that looks Gaussian leaves

/**
 * data: from Python
 * @type {(view: View<Traits>, data: Frame) => Part}
 */
export function makeOneTab(view, data) {
  const state = makeState(view, data);
  const pieces = makePieces(view, data.one, () => draw());
  const element = layOut(pieces);
  const draw = view.onceAFrame(() => show(pieces, state, data.one));
  connectKnobs(pieces, state, change, tell);
  connectHandles(view, pieces, state, change, tell);
  view.on(pieces.bestButton, "click", () => {
    state.takeBest();
    tell();
  });
  view.on(pieces.resetButton, "click", () => {
    state.startOver();
    tell();
  });
  view.watch(["x", "mean", "std"], () => {
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
 * @param {OneModel} model
 * @param {() => void} redraw
 */
function makePieces(view, model, redraw) {
  const source = makeSource(model);
  const stage = makeStage({ low: [-FAR, 0], high: [FAR, TALLEST], height: 220 });
  stage.element.append(drawKeys({ "gc-prior": "prior p(z)", "gc-posterior": "posterior p(z | x)", "gc-q": "q(z)" }));
  return {
    source,
    stage,
    curves: drawCurves(stage),
    column: makeColumn(-8),
    draws: makeDraws(view, 1, redraw),
    knobs: {
      x: makeKnob(view, "x", "Slider"),
      mean: makeKnob(view, "mean of q", "Slider"),
      std: makeKnob(view, "std of q", "Slider"),
    },
    handles: {
      mean: makeHandle(stage, "Peak of q. Left and right move its mean, with Shift further."),
      std: makeHandle(stage, "Shoulder of q. Left and right change its standard deviation, with Shift further."),
    },
    bestButton: html("button", { type: "button" }, "Best q"),
    resetButton: html("button", { type: "button" }, "Start over"),
    note: html("p", { class: "gc-note" }),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ source, stage, column, draws, knobs, bestButton, resetButton, note }) {
  return html(
    "div",
    { class: "gc-panel gc-bound" },
    html(
      "div",
      { class: "gc-left" },
      source.element,
      html("div", {}, stage.element, drawUnits(-FAR, FAR, "z")),
      html("div", { class: "gc-three" }, ...Object.values(knobs).map((knob) => knob.element)),
    ),
    html(
      "div",
      { class: "gc-right" },
      column.element,
      html("div", { class: "gc-buttons" }, bestButton, draws.button, resetButton),
      note,
      draws.note,
    ),
  );
}

/** @type {(pieces: Pieces, state: State, change: (work: () => void) => void, tell: () => void) => void} */
function connectKnobs({ knobs }, { now }, change, tell) {
  set(knobs.x, [-FAR, FAR], () => now.x, (value) => (now.x = value));
  set(knobs.mean, [-FAR, FAR], () => now.q.mean, (value) => (now.q.mean = value));
  set(knobs.std, STDS, () => now.q.std, (value) => (now.q.std = value));

  /** @type {(knob: Knob, range: Range, where: () => number, take: (value: number) => void) => void} */
  function set(knob, range, where, take) {
    knob.setRange(...range);
    knob.setHome(-Infinity);
    knob.onPush({ where, move: (value) => change(() => take(value)), end: tell });
  }
}

/** @type {(view: View, pieces: Pieces, state: State, change: (work: () => void) => void, tell: () => void) => void} */
function connectHandles(view, { handles, stage }, state, change, tell) {
  const { now } = state;
  connectHandle(view, stage, handles.mean, {
    where: state.peak,
    move: ([z]) => state.moveTo(z),
    push: (right, up) => state.moveTo(now.q.mean + STEP * (right + up)),
    change,
    tell,
  });
  connectHandle(view, stage, handles.std, {
    where: state.shoulder,
    move: (point) => state.widen(now.side * (stage.clamp(point)[0] - now.q.mean)),
    push: (right, up) => state.widen(now.q.std * FACTOR ** (right + up)),
    change,
    tell,
  });
}

/** @type {(pieces: Pieces, state: State, model: OneModel) => void} */
function show({ source, curves, column, draws, knobs, note, handles }, state, model) {
  state.refresh();
  const { now } = state;
  const { x, q, logProb, best } = now;
  source.show(x);
  curves.show(model, x, q, logProb);
  column.show({ ...state.sum(), draws: draws.show(([eps]) => drawOfOne(model, x, q, eps), logProb) });
  placeHandles(handles, state);
  knobs.x.show(x, false);
  knobs.mean.show(q.mean, false);
  knobs.std.show(q.std, false);
  note.textContent = best ? said(best.gap) : "Drag q by its peak and its shoulder. How small does the gap get?";
}

/** @type {(handles: Pieces["handles"], state: State) => void} */
function placeHandles(handles, { now: { q }, peak, shoulder }) {
  /** @type {(point: Point) => Point} */
  const inside = ([z, height]) => [Math.min(0.98 * FAR, Math.max(-0.98 * FAR, z)), Math.min(0.96 * TALLEST, height)];
  handles.mean.place(inside(peak()));
  handles.std.place(inside(shoulder()));
  handles.mean.setValue(q.mean, [-FAR, FAR], `mean ${formatNumber(q.mean, 2)}`);
  handles.std.setValue(q.std, STDS, `standard deviation ${formatNumber(q.std, 2)}`);
}

/** @type {(gap: number) => string} */
function said(gap) {
  const left = formatNumber(gap);
  const shape = gap < NEARLY
    ? `only ${left} nat stays. Here the posterior is almost Gaussian.`
    : `${left} nat stays. This posterior is not Gaussian.`;
  return `No Gaussian q lifts the bound above the dashed line: ${shape}`;
}

/** @type {(pieces: Pieces, state: State) => string} */
function describe({ stage, column }, { now: { x, q } }) {
  const [shownX, mean, std] = [x, q.mean, q.std].map((value) => formatNumber(value, 2));
  const what = `x is ${shownX}, q has mean ${mean} and standard deviation ${std}.`;
  stage.picture.setAttribute("aria-label", `Densities over z: prior, posterior and q. ${what}`);
  return `${what} ${column.sumText()}`;
}

/** @type {(stage: Stage) => { show(model: OneModel, x: number, q: Gaussian, evidence: number): void }} */
function drawCurves(stage) {
  const area = svg("path", { class: "gc-posterior-area" });
  const [prior, posterior, shape] = ["gc-prior", "gc-posterior", "gc-q"].map((look) => svg("path", { class: look }));
  stage.picture.append(area, prior, posterior, shape);
  setAttributes(prior, { d: stage.curve((z) => normalDensity(z, 0, 1)) });

  /** @type {(model: OneModel, x: number, q: Gaussian, evidence: number) => void} */
  function show(model, x, q, evidence) {
    /** @type {(z: number) => number} */
    const density = (z) => Math.exp(logJoint(model, x, z) - evidence);
    setAttributes(area, { d: stage.area(density) });
    setAttributes(posterior, { d: stage.curve(density) });
    setAttributes(shape, { d: stage.curve((z) => normalDensity(z, q.mean, q.std)) });
  }
  return { show };
}
