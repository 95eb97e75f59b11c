// What a learner chooses beside the table, and what is counted: a famous game, the keys of the square, the numbers.
import { nashConv } from "./words.js";
import { last } from "../../kit/js/arrays.js";
import { html, svg } from "../../kit/js/dom.js";
import { formatChance } from "../../kit/js/format.js";
import { drawKeys } from "../../kit/js/stage.js";
/** @import { Frame, Game, Path, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

const KEYS = {
  "gc-game-row": "row's best replies",
  "gc-game-column": "column's best replies",
  "gc-game-play": "play",
  "gc-game-average": "its average",
};
const OWN = "Your own game";

/**
 * A menu of games, or null where Python gave none.
 * @type {(view: View<Traits>, games: Frame["games"]) => { element: HTMLElement, show(now: Game): void } | null}
 */
export function makeSelect(view, games) {
  const names = Object.keys(games);
  if (!names.length) return null;
  const own = html("option", { disabled: "" }, OWN);
  const menu = html("select", { "aria-label": "Game" }, ...names.map((name) => html("option", {}, name)), own);
  view.on(menu, "change", () => view.learn(games[menu.value]));
  const note = html("span", { class: "gc-note" }, "Type payoffs. Arrows point to the better reply.");
  return {
    element: html("div", { class: "gc-game-chooser" }, menu, note),
    show: (now) => void (menu.value = names.find((name) => same(games[name], now)) ?? OWN),
  };
}

/** @type {(one: Game, other: Game) => boolean} */
function same(one, other) {
  return JSON.stringify([one.A, one.B, one.rows, one.columns]) ===
    JSON.stringify([other.A, other.B, other.rows, other.columns]);
}

export function makeKeys() {
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
export function makeNumbers() {
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
  return { element, show, text };

  /** @type {(game: Game, path: Path) => void} */
  function show(game, path) {
    for (const [key, cells] of Object.entries(rows)) {
      const end = last(path[key]);
      [...end, nashConv(game, end)].forEach((value, i) => (cells[i].textContent = formatChance(value)));
    }
  }

  function text() {
    return `NashConv of the play ${rows.play[2].textContent}, of its average ${rows.average[2].textContent}.`;
  }
}
