// Tab 1: two networks play. Step them, freeze either, and watch what D says and where it pulls G.
import { makeChart } from "./chart.js";
import { makeControls, makeSeed } from "./controls.js";
import { makeFold } from "./fold.js";
import { BLUR } from "./chances.js";
import { ARROWS, MANY, SHOWN } from "./measure.js";
import { makeNet } from "./net.js";
import { makeBrush } from "./paint.js";
import { drawKeys, makePlane } from "./plane.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { makeSession } from "./session.js";
import { isDue, pieceOf } from "./turns.js";
import { advice, describeGame, rowsOf, SMALL_PRINT } from "./words.js";
import { html } from "../../kit/js/dom.js";
import { makeChoice, makeSwitch } from "../../kit/js/switch.js";
/** @import { Session } from "./session.js" */
/** @import { State, Traits, World } from "./types.d.ts" */
/** @import { Model, Part, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const [LOG_4, LOG_2] = [Math.log(4), Math.log(2)];
const BEST =
  `D* = p / (p + q): p is the density of the data, q a kernel density of ${MANY} generated points, both seen through the same blur of ${BLUR}. Where neither has points, nothing is known: ½. The arrows stay those of D.`;

/**
 * world: the data, which changes in place
 * @type {(view: View<Traits>, world: World) => Part}
 */
export function makeTrainTab(view, world) {
  const { model } = view;
  const session = makeSession(view, world);
  const pieces = makePieces(view, {
    restart: startOver,
    stepD: () => stepOnce(() => session.now.game.stepDiscriminator()),
    stepG: () => stepOnce(() => session.now.game.stepGenerator(model.get("saturating"))),
    showCurves: () => draw(),
  });
  const { plane, controls } = pieces;
  const element = layOut(pieces);
  const brush = makeBrush(view, plane.pad, world, () => {
    session.now.measure.renew();
    drawGame();
  });
  const { pace, hasty } = controls;
  const runner = makeRunner(view, plane.element, { pace, hasty, advance: session.advance, draw: drawGame });
  const draw = view.onceAFrame(() => {
    plane.renewColours();
    follow();
    drawGame();
  });
  view.watch(["running"], follow);
  session.tellSteps();
  draw();
  follow();
  return {
    element,
    draw,
    describe() {
      const state = session.state();
      describePictures(pieces, state);
      return describeGame(state);
    },
  };

  /** What the traits say: another game, or another way to show it. */
  function follow() {
    if (session.isOver()) startOver();
    session.now.measure.renew();
    showTraits(pieces, model, world);
    brush.show();
    runner.run(session.isRunning());
    if (!session.isRunning()) session.tellSteps();
  }

  function startOver() {
    session.start();
    draw();
  }

  /** @type {(step: () => void) => void} */
  function stepOnce(step) {
    if (session.isEmpty()) return;
    step();
    drawGame();
    if (!model.get("running")) session.tellSteps();
  }

  /** @type {(turn?: number | null) => void} */
  function drawGame(turn = null) {
    showGame(pieces, model, session, turn);
  }
}

/**
 * What the tab is made of.
 * @param {View<Traits>} view
 * @param {{ restart(): void, stepD(): void, stepG(): void, showCurves(): void }} acts
 */
function makePieces(view, { restart, stepD, stepG, showCurves }) {
  const seed = makeSeed(view, (value) => view.learn({ seed: value }));
  const freezeD = makeSwitch(view, "Freeze D", (on) => view.learn({ freeze_d: on }));
  const freezeG = makeSwitch(view, "Freeze G", (on) => view.learn({ freeze_g: on }));
  const controls = makeControls(view, {
    toggle: () => view.learn({ running: !view.model.get("running") }),
    restart,
    beside: [freezeD.element, freezeG.element],
    more: [seed.element],
    steps: { "Step D": stepD, "Step G": stepG },
  });
  const charts = makeCharts();
  const lines = ["Steps of D, of G", "Accuracy of D", "Loss of D, nats", "Loss of G, nats", "Modes covered"];
  return {
    plane: makePlane(),
    net: makeNet(),
    rows: makeRows([...lines, "Largest heap"]),
    seed,
    controls,
    freezeD,
    freezeG,
    charts,
    fine: makeFold(view, "Step by step, speed and seed", controls.fine),
    curves: makeFold(view, "Curves, and what the numbers mean", layOutCurves(charts), showCurves),
    shown: makeShown(view),
    note: html("p", { class: "gc-gan-advice" }),
    ownNote: html("p", { class: "gc-note gc-gan-small" }),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut(pieces) {
  const { plane, controls, note, rows, fine, shown, curves } = pieces;
  const keys = drawKeys([
    ["dot", "real"],
    ["diamond", "generated"],
    ["arrow", "where G is pulled"],
    ["half", "D says ½"],
  ]);
  return html(
    "div",
    { class: "gc-gan" },
    html("div", { class: "gc-gan-left" }, plane.element, keys, pieces.ownNote),
    html(
      "div",
      { class: "gc-gan-right" },
      controls.element,
      note,
      rows.element,
      html("div", {}, fine.element, shown.fold.element, curves.element),
    ),
  );
}

/**
 * What is drawn on the plane, in a fold. Returns { fold, show(model) }.
 * @param {View<Traits>} view
 */
function makeShown(view) {
  const background = makeChoice(view, "Background", ["D, the network", "D*, the best"], (i) => {
    view.learn({ show_best: i === 1 });
  });
  const arrows = makeSwitch(view, "Arrows", (on) => view.learn({ show_arrows: on }));
  const net = makeSwitch(view, "Net of codes", (on) => view.learn({ show_net: on }));
  const best = html("p", { class: "gc-note gc-gan-small" }, BEST);
  const switches = html("div", { class: "gc-gan-switches" }, arrows.element, net.element);
  const fold = makeFold(view, "What is drawn", [background.element, switches, best]);

  /** @type {(model: Model<Traits>) => void} */
  function show(model) {
    background.show(model.get("show_best") ? 1 : 0);
    arrows.show(model.get("show_arrows"));
    net.show(model.get("show_net"));
    best.hidden = !model.get("show_best");
  }
  return { fold, show };
}

/** @type {(charts: ReturnType<typeof makeCharts>) => HTMLElement[]} */
function layOutCurves({ losses, accuracy }) {
  const end = "½ is where it ends. That alone is no success: an untrained D only guesses, too.";
  return [
    losses.element,
    accuracy.element,
    html("p", { class: "gc-note" }, end),
    html("p", { class: "gc-note gc-gan-small" }, SMALL_PRINT),
  ];
}

/** @type {(pieces: Pieces, model: Model<Traits>, world: World) => void} */
function showTraits(pieces, model, world) {
  const able = world.centres.length > 0;
  pieces.controls.show(model.get("running") && able, able, [model.get("freeze_d"), model.get("freeze_g")]);
  pieces.seed.show(model.get("seed"));
  pieces.freezeD.show(model.get("freeze_d"));
  pieces.freezeG.show(model.get("freeze_g"));
  pieces.shown.show(model);
  pieces.ownNote.textContent = world.note;
  pieces.ownNote.hidden = !world.note;
}

/** @type {(pieces: Pieces, model: Model<Traits>, session: Session, turn: number | null) => void} */
function showGame(pieces, model, session, turn) {
  const { plane, net } = pieces;
  const { game, measure } = session.now;
  const [empty, state] = [session.isEmpty(), session.state()];
  session.look(turn);
  if (!model.get("show_best") || empty) plane.heat.ofNetwork(game.discriminator, pieceOf(turn));
  else if (isDue(turn, 0)) plane.heat.ofBest(state.world, measure.fake, MANY);
  if (model.get("show_net")) net.look(game.generator);
  plane.draw({
    real: empty ? null : measure.real,
    fake: measure.fake,
    count: SHOWN,
    slopes: measure.slopes,
    arrows: model.get("show_arrows") ? ARROWS : 0,
    net: model.get("show_net") ? net.net : null,
  });
  if (isDue(turn, 1)) showNumbers(pieces, session, state);
}

/** @type {(pieces: Pieces, session: Session, state: State) => void} */
function showNumbers(pieces, session, state) {
  const { curves, charts, rows, note } = pieces;
  if (curves.isOpen()) {
    charts.losses.show(session.history);
    charts.accuracy.show(session.history);
  }
  rows.show(session.isEmpty() ? {} : rowsOf(state));
  note.textContent = advice(state);
  if (!state.running) describePictures(pieces, state);
}

/** @type {(pieces: Pieces, state: State) => void} */
function describePictures({ plane, charts }, state) {
  const said = describeGame(state);
  plane.describe(
    `${state.world.title}: real points as dots, generated ones as diamonds with arrows, over the chance that D gives to real. ${said}`,
  );
  charts.losses.describe(`Losses of D and G over the steps. ${said}`);
  charts.accuracy.describe(`Accuracy of D over the steps. ${said}`);
}

function makeCharts() {
  /** @type {Record<string, [look: string, text: string]>} */
  const lines = { discriminator: ["gc-gan-d", "D"], generator: ["gc-gan-g", "G"] };
  return {
    losses: makeChart("Losses, nats", { limits: [-1, 3], lines, half: [LOG_4, LOG_2] }),
    accuracy: makeChart("Accuracy of D", { limits: [0, 1], lines: { accuracy: ["gc-gan-d", ""] }, half: [0.5] }),
  };
}
