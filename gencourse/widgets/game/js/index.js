// The game explorer of lesson 07: a table of payoffs to edit, and how two learners move in the square of mixtures.
import { makeKeys, makeNumbers, makeSelect } from "./controls.js";
import { learningPath, pureNash, RULES } from "./numbers.js";
import { makeSquare } from "./square.js";
import { makeTable } from "./table.js";
import { improvement, stability, verdict } from "./words.js";
import { html } from "../../kit/js/dom.js";
import { capital, formatChance } from "../../kit/js/format.js";
import { makeSlider } from "../../kit/js/slider.js";
import { makeSpeech } from "../../kit/js/speech.js";
import { makeChoice, makeSwitch } from "../../kit/js/switch.js";
import { mount } from "../../kit/js/view.js";
/** @import { Game, Traits } from "./types.d.ts" */
/** @import { Context, Model, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */
/** @typedef {{ start: Point, rounds: number }} Moved */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const { model } = view;
  /** @type {Moved} */
  const now = { start: model.get("start"), rounds: model.get("rounds") }; // a hand may be ahead of Python
  const pieces = makePieces(view, now, () => draw());
  const draw = view.onceAFrame(show);
  let wasStable = hasStable(gameOf(model));
  let toSay = () => "";
  const speech = makeSpeech(view, () => toSay());
  view.root.append(layOut(pieces), speech.element);
  view.watch(["A", "B", "rows", "columns"], () => {
    redraw(() => `${stability(gameOf(model))} ${improvement(gameOf(model))}`);
  });
  view.watch(["start", "rounds", "rule"], () => {
    [now.start, now.rounds] = [model.get("start"), model.get("rounds")];
    const { outcome, numbers } = pieces;
    redraw(() => `${capital(model.get("rule"))} from ${pair(now.start)}: ${outcome.textContent} ${numbers.text()}`);
  });
  view.watch(["square"], draw);
  show();

  /** Without a stable cell mixtures are what is left. Who turns the square off then is left in peace. */
  function openWhenNeeded() {
    const isStable = hasStable(gameOf(model));
    if (wasStable && !isStable && !model.get("square")) view.learn({ square: true });
    wasStable = isStable;
  }

  /** @type {(sentence: () => string) => void} */
  function redraw(sentence) {
    draw();
    toSay = sentence;
    speech.say();
  }

  function show() {
    openWhenNeeded();
    showGame(pieces, gameOf(model), model.get("rule"), now);
    showSquare(pieces, model.get("square"));
  }
}

/** @type {(game: Game) => boolean} */
function hasStable(game) {
  return pureNash(game).flat().some(Boolean);
}

/**
 * While a hand moves something it is seen at once, and told to Python when it rests.
 * @param {View<Traits>} view
 * @param {Moved} now
 * @param {() => void} draw
 */
function makePieces(view, now, draw) {
  const { games, far, most } = view.model.get("_frame");
  const said = () => html("p", { class: "gc-game-said" });
  const end = () => view.learn({ ...now });
  return {
    table: makeTable(view, far, (payoffs) => view.learn(payoffs)),
    square: makeSquare(view, { start: () => now.start, move: (start) => change({ start }), end }),
    select: makeSelect(view, games),
    rule: makeChoice(view, "How they learn", RULES.map(capital), (i) => view.learn({ rule: RULES[i] })),
    rounds: makeSlider(view, "Rounds", [1, most, 1], String, { move: (rounds) => change({ rounds }), end }),
    open: makeSwitch(view, "Mixes and learning", (square) => view.learn({ square })),
    whole: html("div", { class: "gc-game" }),
    numbers: makeNumbers(),
    stable: said(),
    better: said(),
    outcome: said(),
    across: html("p", { class: "gc-note gc-game-axis" }),
    up: html("p", { class: "gc-note" }),
  };

  /** @type {(moved: Partial<Moved>) => void} */
  function change(moved) {
    Object.assign(now, moved);
    draw();
  }
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ whole, open, table, square, select, rule, rounds, numbers, stable, better, outcome, across, up }) {
  if (select) table.element.prepend(select.element);
  whole.append(
    table.element,
    html("div", { class: "gc-game-words" }, stable, better, open.element),
    html(
      "div",
      { class: "gc-game-right" },
      html("div", { class: "gc-game-square" }, up, square.element, across),
      makeKeys(),
      rule.element,
      rounds.element,
    ),
    html("div", { class: "gc-game-learning" }, numbers.element, outcome),
  );
  return whole;
}

/** @type {(pieces: Pieces, shown: boolean) => void} */
function showSquare({ whole, open }, shown) {
  open.show(shown);
  whole.classList.toggle("gc-game-mixed", shown);
  for (const part of whole.querySelectorAll(".gc-game-right, .gc-game-learning")) {
    part.toggleAttribute("hidden", !shown);
  }
}

/** @type {(pieces: Pieces, game: Game, rule: string, now: Moved) => void} */
function showGame(pieces, game, rule, { start, rounds }) {
  const path = learningPath(game, rule, start, rounds);
  pieces.table.show(game);
  pieces.select?.show(game);
  pieces.square.show(game, rule, path);
  pieces.rule.show(RULES.indexOf(rule));
  pieces.rounds.show(rounds);
  pieces.numbers.show(game, path);
  pieces.stable.textContent = stability(game);
  pieces.better.textContent = improvement(game);
  pieces.outcome.textContent = verdict(game, rule, path);
  pieces.up.textContent = `↑ q, chance that column plays ${game.columns[0]}`;
  pieces.across.textContent = `p, chance that row plays ${game.rows[0]} →`;
}

/** @type {(model: Model<Traits>) => Game} */
function gameOf(model) {
  return { A: model.get("A"), B: model.get("B"), rows: model.get("rows"), columns: model.get("columns") };
}

/** @type {(point: Point) => string} */
function pair(point) {
  const [p, q] = point.map(formatChance);
  return `p ${p}, q ${q}`;
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
