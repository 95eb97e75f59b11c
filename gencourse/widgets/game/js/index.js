// The game explorer of lesson 07: a table of payoffs to edit, and how two learners move in the square of mixtures.
import { drawKeys } from "../../kit/js/stage.js";
import { makeChoice } from "../../kit/js/switch.js";
import { html, svg } from "../../kit/js/dom.js";
import { learningPath, RULES } from "./numbers.js";
import { makeSquare } from "./square.js";
import { makeTable } from "./table.js";
import { formatChance } from "../../kit/js/format.js";
import { improvement, nashConv, stability, verdict } from "./words.js";
import { makeSlider } from "../../kit/js/slider.js";
import { mount } from "../../kit/js/view.js";

const KEYS = {
  "gc-game-row": "row's best replies",
  "gc-game-column": "column's best replies",
  "gc-game-play": "play",
  "gc-game-average": "its average",
};
const OWN = "Your own game";

function build(view) {
  const { model } = view;
  const { games, far, most } = model.get("_frame");
  const table = makeTable(view, far, (payoffs) => view.learn(payoffs));
  const square = makeSquare(view, { start: () => start, move: (point) => change({ start: point }), end: tell });
  const select = makeSelect();
  const rule = makeChoice(view, "How they learn", RULES.map(capital), (i) => view.learn({ rule: RULES[i] }));
  const rounds = makeSlider(view, "Rounds", [1, most, 1], String, {
    move: (value) => change({ count: value }),
    end: tell,
  });
  const numbers = makeNumbers();
  const [stable, better, outcome] = ["gc-game-said", "gc-game-said", "gc-game-said"].map((name) =>
    html("p", { class: name })
  );
  const [across, up] = [html("p", { class: "gc-note gc-game-axis" }), html("p", { class: "gc-note" })];
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const say = view.whenQuiet(600, () => (spoken.textContent = toSay()));
  let start = model.get("start");
  let count = model.get("rounds");
  let toSay = () => "";

  table.element.append(stable, better);
  if (select) table.element.prepend(select.element);
  view.root.append(
    html(
      "div",
      { class: "gc-game" },
      table.element,
      html(
        "div",
        { class: "gc-game-right" },
        rule.element,
        rounds.element,
        html("div", { class: "gc-game-square" }, up, square.element, across),
        keys(),
      ),
      html("div", { class: "gc-game-learning" }, numbers.element, outcome),
    ),
    spoken,
  );
  const draw = view.onceAFrame(show);
  view.watch(["A", "B", "rows", "columns"], () => redraw(() => `${stability(game())} ${improvement(game())}`));
  view.watch(["start", "rounds", "rule"], () => {
    [start, count] = [model.get("start"), model.get("rounds")];
    redraw(() => `${capital(model.get("rule"))} from ${pair(start)}: ${outcome.textContent} ${numbers.text()}`);
  });
  show();

  function game() {
    return Object.fromEntries(["A", "B", "rows", "columns"].map((name) => [name, model.get(name)]));
  }

  function redraw(sentence) {
    draw();
    toSay = sentence;
    say();
  }

  /** While a hand moves something: seen at once, told to Python when it rests. */
  function change(now) {
    start = now.start ?? start;
    count = now.count ?? count;
    draw();
  }

  function tell() {
    view.learn({ start, rounds: count });
  }

  function show() {
    const now = game();
    const path = learningPath(now, model.get("rule"), start, count);
    table.show(now);
    select?.show(now);
    square.show(now, model.get("rule"), path);
    rule.show(RULES.indexOf(model.get("rule")));
    rounds.show(count);
    numbers.show(now, path);
    stable.textContent = stability(now);
    better.textContent = improvement(now);
    outcome.textContent = verdict(now, model.get("rule"), path);
    up.textContent = `↑ q, chance that column plays ${now.columns[0]}`;
    across.textContent = `p, chance that row plays ${now.rows[0]} →`;
  }

  function makeSelect() {
    const names = Object.keys(games);
    if (!names.length) return null;
    const own = html("option", { disabled: "" }, OWN);
    const menu = html("select", { "aria-label": "Game" }, ...names.map((name) => html("option", {}, name)), own);
    view.on(menu, "change", () => view.learn(games[menu.value]));
    const same = (one, other) =>
      ["A", "B", "rows", "columns"].every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]));
    const show = (now) => (menu.value = names.find((name) => same(games[name], now)) ?? OWN);
    return {
      element: html(
        "div",
        { class: "gc-game-chooser" },
        menu,
        html("span", { class: "gc-note" }, "Type payoffs. Arrows point to the better reply."),
      ),
      show,
    };
  }
}

function keys() {
  const element = drawKeys(KEYS);
  const circle = svg("circle", { class: "gc-game-rings", cx: 10, cy: 5, r: 4 });
  const mark = svg("svg", { class: "gc-stroke", viewBox: "0 0 20 10", "aria-hidden": "true" }, circle);
  const dot = svg("circle", { class: "gc-dot", cx: 10, cy: 5, r: 4 });
  const start = svg("svg", { class: "gc-stroke", viewBox: "0 0 20 10", "aria-hidden": "true" }, dot);
  element.append(
    html("span", { class: "gc-key" }, mark, "equilibrium"),
    html("span", { class: "gc-key" }, start, "start, to drag"),
  );
  return element;
}

/** Where play and average end: p, q, and what moving alone would gain. */
function makeNumbers() {
  const names = { play: "play now", average: "average so far" };
  const head = html(
    "tr",
    {},
    ...["", "p", "q", "NashConv"].map((name) => (name ? html("th", { scope: "col" }, name) : html("td"))),
  );
  const rows = Object.fromEntries(
    Object.keys(names).map((key) => [key, [0, 1, 2].map(() => html("td", { class: "gc-number" }))]),
  );
  const body = Object.entries(names).map(([key, name]) =>
    html("tr", {}, html("th", { scope: "row" }, name), ...rows[key])
  );
  const element = html("table", { class: "gc-table" }, head, ...body);

  function show(game, path) {
    for (const [key, cells] of Object.entries(rows)) {
      const last = path[key].at(-1);
      [...last, nashConv(game, last)].forEach((value, i) => (cells[i].textContent = formatChance(value)));
    }
  }
  const text = () => `NashConv of the play ${rows.play[2].textContent}, of its average ${rows.average[2].textContent}.`;
  return { element, show, text };
}

function pair(point) {
  const [p, q] = point.map(formatChance);
  return `p ${p}, q ${q}`;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
