// The repeated dilemma of lesson 07: play it against a named strategy, and see from which delta cooperation pays.
import { drawKeys } from "../../kit/js/stage.js";
import { LOOKS, makeChart } from "./chart.js";
import { drawMark, makeHistory } from "./history.js";
import { averages, earned, expected, longRun, OPPONENTS, PLAYERS } from "./numbers.js";
import { playMatch, playRound, STRATEGIES } from "./strategies.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
import { makeSlider } from "../../kit/js/slider.js";
import { mount } from "../../kit/js/view.js";

const ROUNDS = 50;
const FRESH = { history: [], _slips: [], _over: false, _surprise: "", _by: "" };

function build(view) {
  const { model } = view;
  const { strategies, surprise, unknown } = model.get("_frame");
  let payoffs = model.get("payoffs");
  let parts = makeParts(payoffs);
  const against = makeMenu(view, "Opponent", [...Object.keys(strategies), surprise], (opponent) => {
    view.learn({ ...FRESH, opponent });
    status.textContent = "Choose your first move.";
  });
  const as = makeMenu(view, "Strategy for 50 rounds", Object.keys(strategies), (player) => view.learn({ player }));
  const about = html("p", { class: "gc-note" });
  const moves = ["Cooperate", "Defect"].map((name, action) =>
    html("button", { type: "button", class: "gc-dilemma-move" }, drawMark(action), name)
  );
  const finish = html("button", { type: "button" });
  const automatic = html("button", { type: "button" }, `Play ${ROUNDS} rounds as`);
  const status = html("p", { class: "gc-dilemma-status", role: "status" });
  const rules = html("p", { class: "gc-note" });
  let [delta, noise] = [model.get("delta"), model.get("noise")];
  const change = (work) => (value) => {
    work(value);
    draw();
  };
  const end = () => view.learn({ delta, noise });
  const sliders = {
    delta: makeSlider(view, "Chance of another round, δ", [0, 0.99, 0.01], (value) => formatNumber(value, 2), {
      move: change((value) => (delta = value)),
      end,
    }),
    noise: makeSlider(view, "Noise", [0, 0.2, 0.005], asPercent, { move: change((value) => (noise = value)), end }),
  };
  const errors = html("p", { class: "gc-dilemma-noise" });

  moves.forEach((button, action) => view.on(button, "click", () => move(action)));
  view.on(automatic, "click", playOut);
  view.on(finish, "click", () => (running() ? close("You ended the match.") : clear()));
  view.root.append(
    html(
      "div",
      { class: "gc-dilemma-play" },
      html("div", { class: "gc-dilemma-row" }, html("span", {}, "Play against"), against.element, about),
      rules,
      html(
        "div",
        { class: "gc-dilemma-row" },
        ...moves,
        finish,
        html("span", { class: "gc-dilemma-auto" }, automatic, as.element),
      ),
      status,
      parts.played,
    ),
    html("div", { class: "gc-dilemma-sliders" }, sliders.delta.element, sliders.noise.element),
    errors,
    html("p", { class: "gc-title gc-dilemma-head" }, "What a player expects a round, without noise"),
    drawKeys(Object.fromEntries(LOOKS.map((look, k) => [look, PLAYERS[k]]))),
    parts.expected,
  );
  const draw = view.onceAFrame(show);
  view.watch(["opponent", "player", "delta", "noise", "history", "_slips", "_over", "_by", "_surprise"], () => {
    [delta, noise] = [model.get("delta"), model.get("noise")];
    draw();
  });
  view.watch(["payoffs"], () => {
    const old = parts;
    payoffs = model.get("payoffs");
    parts = makeParts(payoffs);
    old.played.replaceWith(parts.played);
    old.expected.replaceWith(parts.expected);
    draw();
  });
  status.textContent = match().history.length ? "" : "Choose your first move.";
  show();

  function running() {
    return match().history.length > 0 && !model.get("_over");
  }

  function match() {
    return { history: model.get("history"), slips: model.get("_slips") };
  }

  /** Play one round by hand; after a match that is over it is the first of the next. */
  function move(action) {
    if (model.get("_over")) view.learn(FRESH);
    if (model.get("opponent") === surprise && !model.get("_surprise")) view.learn({ _surprise: anyName() });
    const next = playRound(match(), () => action, STRATEGIES[theirName()], noise);
    view.learn({ history: next.history, _slips: next.slips, _by: "" });
    const round = roundInWords(next);
    if (Math.random() < delta) status.textContent = round;
    else close(`${round} No next round came.`);
  }

  function playOut() {
    const name = model.get("opponent") === surprise ? anyName() : model.get("opponent");
    const { history, slips } = playMatch(model.get("player"), name, ROUNDS, noise);
    view.learn({ history, _slips: slips, _over: true, _by: model.get("player"), _surprise: name });
    const [own, other] = averages(payoffs, history).at(-1).map((value) => formatNumber(value, 2));
    status.textContent = `${
      capital(model.get("player"))
    } and ${name} played ${ROUNDS} rounds: ${own} and ${other} a round.`;
  }

  function close(sentence) {
    view.learn({ _over: true });
    const revealed = model.get("opponent") === surprise ? ` Your opponent was ${theirName()}.` : "";
    status.textContent = `${sentence} The match is over.${revealed} ${endInWords()}`;
  }

  function clear() {
    view.learn(FRESH);
    status.textContent = "A new match: choose your first move.";
  }

  function anyName() {
    const names = Object.keys(strategies);
    return names[Math.floor(Math.random() * names.length)];
  }

  function theirName() {
    return model.get("opponent") === surprise ? model.get("_surprise") : model.get("opponent");
  }

  /** The opponent's name as far as the learner may know it. */
  function knownName() {
    return model.get("opponent") === surprise && !model.get("_over") ? "your opponent" : theirName();
  }

  function roundInWords({ history, slips }) {
    const count = history.length;
    const said = ["cooperated", "defected"];
    const [mine, theirs] = history.at(-1);
    const [own, other] = earned(payoffs, [[mine, theirs]])[0].map(formatPayoff);
    const turned = ["your move", "its move"].filter((_, player) => slips.includes(2 * (count - 1) + player));
    const noisy = turned.length ? ` Noise turned ${turned.join(" and ")}.` : "";
    return `Round ${count}: you ${said[mine]}, ${knownName()} ${
      said[theirs]
    }: ${own} for you, ${other} for it.${noisy}`;
  }

  function endInWords() {
    const [own, other] = averages(payoffs, match().history).at(-1).map((value) => formatNumber(value, 2));
    return `You got ${own} a round, ${theirName()} ${other}.`;
  }

  function show() {
    against.show(model.get("opponent"));
    as.show(model.get("player"));
    about.textContent = strategies[model.get("opponent")] ?? unknown;
    finish.textContent = running() ? "End the match" : "New match";
    rules.textContent = rulesOf(payoffs);
    parts.history.show(match(), [model.get("_by") || "you", knownName()]);
    sliders.delta.show(delta);
    sliders.noise.show(noise);
    parts.charts.forEach((chart) => chart.show(delta));
    parts.table.show(delta);
    errors.textContent = longRunInWords(payoffs, noise);
  }
}

/** What is drawn for these payoffs. */
function makeParts(payoffs) {
  const history = makeHistory(payoffs);
  const charts = OPPONENTS.map((opponent) => makeChart(payoffs, opponent));
  const table = makeTable(payoffs);
  const both = html("div", { class: "gc-dilemma-charts" }, ...charts.map((chart) => chart.element));
  return { history, charts, table, played: history.element, expected: html("div", {}, both, table.element) };
}

/** A row for each player, a column for each opponent; the best of a column is bold. */
function makeTable(payoffs) {
  const cells = PLAYERS.map(() => OPPONENTS.map(() => html("td", { class: "gc-number" })));
  const corner = html("td", { class: "gc-note" });
  const head = html("tr", {}, corner, ...OPPONENTS.map((name) => html("th", { scope: "col" }, `against ${name}`)));
  const rows = PLAYERS.map((name, k) => html("tr", {}, html("th", { scope: "row" }, name), ...cells[k]));
  const element = html("table", { class: "gc-table gc-dilemma-table" }, head, ...rows);

  function show(delta) {
    corner.textContent = `at δ = ${formatNumber(delta, 2)}`;
    OPPONENTS.forEach((opponent, j) => {
      const values = expected(payoffs, opponent, delta);
      const most = Math.max(...values);
      values.forEach((value, k) => {
        cells[k][j].textContent = formatNumber(value, 2);
        cells[k][j].classList.toggle("gc-best", value > most - 1e-9);
      });
    });
  }
  return { element, show };
}

function makeMenu(view, name, options, choose) {
  const element = html("select", { "aria-label": name }, ...options.map((option) => html("option", {}, option)));
  view.on(element, "change", () => choose(element.value));
  return { element, show: (value) => (element.value = value) };
}

function rulesOf(payoffs) {
  const [T, R, P, S] = payoffs.map(formatPayoff);
  return `Both cooperate: ${R} each. Both defect: ${P} each. One defects alone: ${T} for it, ${S} for the other.`;
}

function longRunInWords(payoffs, noise) {
  const [tit, win] = ["tit for tat", "win-stay, lose-shift"].map((name) =>
    formatNumber(longRun(payoffs, name, noise), 2)
  );
  if (noise === 0) {
    return `Without noise, tit for tat gets ${tit} a round against itself; so does win-stay, lose-shift.`;
  }
  return `In the long run, with ${
    asPercent(noise)
  } noise, tit for tat gets ${tit} a round against itself; win-stay, lose-shift ${win}.`;
}

function asPercent(share) {
  return `${Number((100 * share).toFixed(1))} %`;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
