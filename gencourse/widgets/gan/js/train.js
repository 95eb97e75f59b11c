// Tab 1: two networks play. Step them, freeze either, and watch what D says and where it pulls G.
import { html } from "../../kit/js/dom.js";
import { makeChart } from "./chart.js";
import { makeControls, makeSeed } from "./controls.js";
import { makeGame } from "./game.js";
import { BLUR } from "./heat.js";
import { makeHistory } from "./history.js";
import { makeMeasure, MANY, SHOWN } from "./measure.js";
import { makeNet } from "./net.js";
import { makeBrush } from "./paint.js";
import { drawKeys, makePlane } from "./plane.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { advice, describeGame, rowsOf, SMALL_PRINT } from "./words.js";
import { makeChoice, makeSwitch } from "../../kit/js/switch.js";

const ARROWS = 80;
const [LOG_4, LOG_2] = [Math.log(4), Math.log(2)];
const BEST =
  `D* = p / (p + q): p is the density of the data, q a kernel density of ${MANY} generated points, both seen through the same blur of ${BLUR}. Where neither has points, nothing is known: ½. The arrows stay those of D.`;

/** Returns { element, draw(), describe() }.  world: the data, which changes in place */
export function makeTrainTab(view, world) {
  const { model } = view;
  const plane = makePlane();
  const net = makeNet();
  const history = makeHistory(["discriminator", "generator", "accuracy"]);
  const rows = makeRows([
    "Steps of D, of G",
    "Accuracy of D",
    "Loss of D, nats",
    "Loss of G, nats",
    "Modes covered",
    "Largest heap",
  ]);
  const charts = makeCharts();
  const seed = makeSeed(view, (value) => view.learn({ seed: value }));
  const controls = makeControls(view, {
    toggle: () => view.learn({ running: !model.get("running") }),
    restart: () => start(),
    more: [seed.element],
    steps: { "Step D": () => stepOnce("stepDiscriminator"), "Step G": () => stepOnce("stepGenerator") },
  });
  const freezeD = makeSwitch(view, "Freeze D", (on) => view.learn({ freeze_d: on }));
  const freezeG = makeSwitch(view, "Freeze G", (on) => view.learn({ freeze_g: on }));
  const heatChoice = makeChoice(
    view,
    "Background",
    ["D, the network", "D*, the best"],
    (i) => view.learn({ show_best: i === 1 }),
  );
  const arrows = makeSwitch(view, "Arrows", (on) => view.learn({ show_arrows: on }));
  const netSwitch = makeSwitch(view, "Net of codes", (on) => view.learn({ show_net: on }));
  const note = html("p", { class: "gc-gan-advice" });
  const bestNote = html("p", { class: "gc-note gc-gan-small" }, BEST);
  const ownNote = html("p", { class: "gc-note gc-gan-small" });
  const element = build();
  const brush = makeBrush(view, plane.pad, world, repaint);
  const runner = makeRunner(view, plane.element, { pace: controls.pace, advance, draw: drawGame });
  let [game, measure, played] = [null, null, ""];

  const draw = view.onceAFrame(() => {
    plane.renewColours();
    follow();
    drawGame();
  });
  view.watch(["running"], follow);
  follow();
  return { element, draw, describe };

  /** What the traits say: another game, or another way to show it. */
  function follow() {
    const key = JSON.stringify([model.get("seed"), world.key]);
    if (played !== key) start(key);
    measure.renew();
    const running = model.get("running") && world.centres.length > 0;
    controls.show(running, world.centres.length > 0, [model.get("freeze_d"), model.get("freeze_g")]);
    seed.show(model.get("seed"));
    freezeD.show(model.get("freeze_d"));
    freezeG.show(model.get("freeze_g"));
    heatChoice.show(model.get("show_best") ? 1 : 0);
    arrows.show(model.get("show_arrows"));
    netSwitch.show(model.get("show_net"));
    bestNote.hidden = !model.get("show_best");
    ownNote.textContent = world.note;
    ownNote.hidden = !world.note;
    brush.show();
    runner.run(running);
    if (!running) tellSteps();
  }

  function start(key = played) {
    played = key;
    game = makeGame(world, model.get("seed"));
    measure = makeMeasure(world, model.get("seed"));
    history.clear();
    tellSteps();
    draw();
  }

  function advance() {
    if (!model.get("freeze_d")) game.stepDiscriminator();
    if (!model.get("freeze_g")) game.stepGenerator(model.get("saturating"));
  }

  function stepOnce(which) {
    if (!world.centres.length) return;
    game[which](model.get("saturating"));
    drawGame();
    if (!model.get("running")) tellSteps();
  }

  function tellSteps() {
    const { discriminator, generator } = game.steps;
    const told = model.get("_steps");
    if (told[0] !== discriminator || told[1] !== generator) view.learn({ _steps: [discriminator, generator] });
  }

  function repaint() {
    measure.renew();
    drawGame();
  }

  function now() {
    const [d, g] = [model.get("freeze_d"), model.get("freeze_g")];
    return {
      world,
      steps: game.steps,
      numbers: measure.numbers,
      running: model.get("running"),
      freezeD: d,
      freezeG: g,
    };
  }

  function drawGame() {
    const empty = !world.centres.length;
    const saturating = model.get("saturating");
    measure.look(game, saturating);
    if (model.get("show_best") && !empty) plane.heat.ofBest(world, measure.fake, MANY);
    else plane.heat.ofNetwork(game.discriminator.logitsOf);
    if (model.get("show_net")) net.look(game.generator);
    plane.draw({
      real: empty ? null : measure.real,
      fake: measure.fake,
      count: SHOWN,
      slopes: measure.slopes,
      arrows: model.get("show_arrows") ? ARROWS : 0,
      net: model.get("show_net") ? net.net : null,
    });
    if (!empty) history.add(Math.max(game.steps.discriminator, game.steps.generator), measure.numbers);
    charts.losses.show(history);
    charts.accuracy.show(history);
    const state = now();
    rows.show(empty ? {} : rowsOf(state));
    note.textContent = advice(state);
    if (!state.running) describePicture(state);
  }

  function describe() {
    describePicture(now());
    return describeGame(now());
  }

  function describePicture(state) {
    const said = describeGame(state);
    plane.describe(
      `${world.title}: real points as dots, generated ones as diamonds with arrows, over the chance that D gives to real. ${said}`,
    );
    charts.losses.describe(`Losses of D and G over the steps. ${said}`);
    charts.accuracy.describe(`Accuracy of D over the steps. ${said}`);
  }

  function build() {
    const keys = drawKeys([["dot", "real"], ["diamond", "generated"], ["arrow", "where G is pulled"], [
      "half",
      "D says ½",
    ]]);
    const show = html("div", { class: "gc-gan-switches" }, heatChoice.element, arrows.element, netSwitch.element);
    return html(
      "div",
      { class: "gc-gan" },
      html("div", { class: "gc-gan-left" }, plane.element, keys, show, bestNote, ownNote),
      html(
        "div",
        { class: "gc-gan-right" },
        controls.element,
        html("div", { class: "gc-gan-switches" }, freezeD.element, freezeG.element),
        note,
        rows.element,
        charts.losses.element,
        charts.accuracy.element,
        html(
          "p",
          { class: "gc-note" },
          "½ is where it ends. That alone is no success: an untrained D only guesses, too.",
        ),
        html("p", { class: "gc-note gc-gan-small" }, SMALL_PRINT),
      ),
    );
  }
}

function makeCharts() {
  const lines = { discriminator: ["gc-gan-d", "D"], generator: ["gc-gan-g", "G"] };
  return {
    losses: makeChart("Losses, nats", { limits: [-1, 3], lines, half: [LOG_4, LOG_2] }),
    accuracy: makeChart("Accuracy of D", { limits: [0, 1], lines: { accuracy: ["gc-gan-d", ""] }, half: [0.5] }),
  };
}
