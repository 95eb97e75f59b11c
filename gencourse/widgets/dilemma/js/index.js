// The repeated dilemma of lesson 07: play it against a named strategy, and see from which delta cooperation pays.
import { LOOKS, makeChart } from "./chart.js";
import { makeHistory } from "./history.js";
import { OPPONENTS, PLAYERS } from "./numbers.js";
import { makePayoffs } from "./payoffs.js";
import { makePlay, ROUNDS } from "./play.js";
import { makeTable } from "./table.js";
import { asPercent, longRunInWords, resultOf, roundInWords } from "./words.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { capital } from "../../kit/js/format.js";
import { makeSlider } from "../../kit/js/slider.js";
import { drawKeys } from "../../kit/js/stage.js";
import { mount } from "../../kit/js/view.js";
/** @import { Play } from "./play.js" */
/** @import { Payoffs, Traits } from "./types.d.ts" */
/** @import { Context, Model, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeControls>} Controls */
/** @typedef {ReturnType<typeof makePieces>} Pieces */
/** @typedef {{ delta: number, noise: number }} Chances */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const { model } = view;
  const play = makePlay(view);
  const chances = { delta: model.get("delta"), noise: model.get("noise") };
  const controls = makeControls(view, play, chances, () => draw());
  let pieces = makePieces(model.get("payoffs"));
  connect(view, controls, play, chances);
  view.root.append(...layOut(controls, pieces));
  const draw = view.onceAFrame(show);
  view.watch(["opponent", "player", "delta", "noise", "history", "_slips", "_over", "_by", "_surprise"], () => {
    [chances.delta, chances.noise] = [model.get("delta"), model.get("noise")];
    draw();
  });
  view.watch(["payoffs"], () => {
    const old = pieces;
    pieces = makePieces(model.get("payoffs"));
    old.played.replaceWith(pieces.played);
    old.expected.replaceWith(pieces.expected);
    old.numbers.replaceWith(pieces.numbers);
    draw();
  });
  controls.status.textContent = play.match().history.length ? "" : "Choose your first move.";
  show();

  function show() {
    showControls(controls, model, play, chances);
    showPieces(pieces, model.get("_by") || "you", play, chances.delta);
  }
}

/**
 * What the learner presses and moves, and what is said about it.
 * @param {View<Traits>} view
 * @param {Play} play
 * @param {Chances} chances
 * @param {() => void} draw
 */
function makeControls(view, play, chances, draw) {
  const { strategies, surprise } = view.model.get("_frame");
  const status = html("p", { class: "gc-dilemma-status", role: "status" });
  const end = () => view.learn({ ...chances });
  return {
    against: makeMenu(view, "Opponent", [...Object.keys(strategies), surprise], (opponent) => {
      play.against(opponent);
      status.textContent = "Choose your first move.";
    }),
    as: makeMenu(view, `Strategy for ${ROUNDS} rounds`, Object.keys(strategies), (player) => view.learn({ player })),
    about: html("p", { class: "gc-note" }),
    payoffs: makePayoffs(view, (action) => move(view, play, chances, status, action)),
    finish: html("button", { type: "button" }),
    automatic: html("button", { type: "button" }, `Play ${ROUNDS} rounds as`),
    status,
    delta: makeSlider(view, "Chance of another round, δ", [0, 0.99, 0.01], (value) => formatNumber(value, 2), {
      move: change("delta"),
      end,
    }),
    noise: makeSlider(view, "Noise", [0, 0.2, 0.005], asPercent, { move: change("noise"), end }),
    errors: html("p", { class: "gc-dilemma-noise" }),
  };

  /** @type {(name: keyof Chances) => (value: number) => void} */
  function change(name) {
    return (value) => {
      chances[name] = value;
      draw();
    };
  }
}

/**
 * What is drawn for these payoffs.
 * @param {Payoffs} payoffs
 */
function makePieces(payoffs) {
  const history = makeHistory(payoffs);
  const charts = OPPONENTS.map((opponent) => makeChart(payoffs, opponent));
  const table = makeTable(payoffs);
  const expected = html("div", { class: "gc-dilemma-charts" }, ...charts.map((chart) => chart.element));
  return { history, charts, table, played: history.element, expected, numbers: table.element };
}

/** @type {(controls: Controls, pieces: Pieces) => HTMLElement[]} */
function layOut(controls, pieces) {
  const { against, as, about, payoffs, finish, automatic, status, delta, noise, errors } = controls;
  const auto = html("span", { class: "gc-dilemma-auto" }, automatic, as.element);
  return [
    html(
      "div",
      { class: "gc-dilemma-play" },
      html("div", { class: "gc-dilemma-row" }, html("span", {}, "Play against"), against.element, about),
      html("div", { class: "gc-dilemma-match" }, html("div", {}, payoffs.element, status), pieces.played),
      html("div", { class: "gc-dilemma-row" }, finish, auto),
    ),
    html(
      "div",
      { class: "gc-dilemma-row gc-dilemma-head" },
      html("span", { class: "gc-title" }, "What a player expects a round, without noise"),
      drawKeys(Object.fromEntries(LOOKS.map((look, k) => [look, PLAYERS[k]]))),
    ),
    pieces.expected,
    html("div", { class: "gc-dilemma-sliders" }, delta.element, noise.element),
    errors,
    pieces.numbers,
  ];
}

/** @type {(view: View<Traits>, controls: Controls, play: Play, chances: Chances) => void} */
function connect(view, { automatic, finish, status }, play, chances) {
  const { model } = view;
  view.on(automatic, "click", playOut);
  view.on(finish, "click", () => {
    if (play.isRunning()) return close(view, play, status, "You ended the match.");
    play.clear();
    status.textContent = "A new match: choose your first move.";
  });

  function playOut() {
    const { history, name } = play.playOut(chances.noise);
    const [own, other] = resultOf(model.get("payoffs"), history);
    const both = `${capital(model.get("player"))} and ${name}`;
    status.textContent = `${both} played ${ROUNDS} rounds: ${own} and ${other} a round.`;
  }
}

/** @type {(view: View<Traits>, play: Play, chances: Chances, status: HTMLElement, action: number) => void} */
function move(view, play, chances, status, action) {
  const match = play.move(action, chances.noise);
  const round = roundInWords(view.model.get("payoffs"), match, play.knownName());
  if (Math.random() < chances.delta) status.textContent = round;
  else close(view, play, status, `${round} No next round came.`);
}

/** @type {(view: View<Traits>, play: Play, status: HTMLElement, sentence: string) => void} */
function close(view, play, status, sentence) {
  play.close();
  const name = play.theirName();
  const revealed = play.isSurprise() ? ` Your opponent was ${name}.` : "";
  const [own, other] = resultOf(view.model.get("payoffs"), play.match().history);
  status.textContent = `${sentence} The match is over.${revealed} You got ${own} a round, ${name} ${other}.`;
}

/** @type {(controls: Controls, model: Model<Traits>, play: Play, chances: Chances) => void} */
function showControls({ against, as, about, finish, payoffs, delta, noise, errors }, model, play, chances) {
  const { strategies, unknown } = model.get("_frame");
  against.show(model.get("opponent"));
  as.show(model.get("player"));
  about.textContent = strategies[model.get("opponent")] ?? unknown;
  finish.textContent = play.isRunning() ? "End the match" : "New match";
  payoffs.show(model.get("payoffs"), play.match().history.at(-1));
  delta.show(chances.delta);
  noise.show(chances.noise);
  errors.textContent = longRunInWords(model.get("payoffs"), chances.noise);
}

/** @type {(pieces: Pieces, player: string, play: Play, delta: number) => void} */
function showPieces({ history, charts, table }, player, play, delta) {
  history.show(play.match(), [player, play.knownName()]);
  charts.forEach((chart) => chart.show(delta));
  table.show(delta);
}

/** @type {(view: View, name: string, options: string[], choose: (option: string) => void) =>
 *   { element: HTMLElement, show(option: string): void }} */
function makeMenu(view, name, options, choose) {
  const element = html("select", { "aria-label": name }, ...options.map((option) => html("option", {}, option)));
  view.on(element, "change", () => choose(element.value));
  return { element, show: (value) => void (element.value = value) };
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
