// The table of a 2x2 game: payoffs to edit, best-response arrows between the cells, stable cells ringed.
import { html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeField } from "./field.js";
import { pureNash } from "./numbers.js";
import { nameOf } from "./words.js";
/** @import { Game, Payoffs, Traits } from "./types.d.ts" */
/** @import { Point, Square, View } from "../../kit/js/types.d.ts" */

/** @typedef {"A" | "B"} Table */
/** @typedef {ReturnType<typeof makeField>} Field */
/** @typedef {{ element: HTMLElement, tag: HTMLElement, fields: Record<Table, Field> }} Cell */

/** @type {Record<Table, [player: string, title: string]>} */
const PLAYERS = { A: ["row", "Row player"], B: ["column", "Column player"] };
const TABLES = /** @type {const} */ (["A", "B"]);

/**
 * edit({ A }) or edit({ B }) gets the whole table with each number typed. Returns { element, show(game) }.
 * @param {View<Traits>} view
 * @param {number} far
 * @param {(changed: Partial<Payoffs>) => void} edit
 */
export function makeTable(view, far, edit) {
  const heads = ["rows", "columns"].map((side) =>
    [0, 1].map((k) => html("span", { class: `gc-game-${side} gc-game-at${k}` }))
  );
  const complaint = html("p", { class: "gc-game-complaint", role: "alert" });
  const cells = [0, 1].map((i) => [0, 1].map((j) => makeCell(i, j)));
  const arrows = {
    row: [0, 1].map((j) => makeArrow("row", j)), // up or down, in column j
    column: [0, 1].map((i) => makeArrow("column", i)), // left or right, in row i
  };
  const grid = html(
    "div",
    { class: "gc-game-table", role: "group", "aria-label": "Payoffs" },
    html("span", { class: "gc-game-player gc-game-row" }, "Row player"),
    html("span", { class: "gc-game-player gc-game-column" }, "Column player"),
    ...heads.flat(),
    ...cells.flat().map((cell) => cell.element),
    ...[...arrows.row, ...arrows.column].map((arrow) => arrow.element),
  );
  return { element: html("div", { class: "gc-game-left" }, grid, complaint), show };

  /** @type {(i: number, j: number) => Cell} */
  function makeCell(i, j) {
    const tag = html("span", { class: "gc-game-tag" }, "stable");
    const fields = { A: fieldOf("A", i, j), B: fieldOf("B", i, j) };
    setAttributes(fields.A.element, { class: "gc-game-field gc-game-row" });
    setAttributes(fields.B.element, { class: "gc-game-field gc-game-column" });
    const element = html(
      "div",
      { class: `gc-game-cell gc-game-cell${i}${j}` },
      tag,
      fields.A.element,
      fields.B.element,
    );
    return { element, tag, fields };
  }

  /** @type {(table: Table, i: number, j: number) => Field} */
  function fieldOf(table, i, j) {
    /** @type {(value: number) => void} */
    const take = (value) => {
      /** @type {Square} */
      const changed = view.model.get(table).map(([one, other]) => [one, other]); // what was drawn is a frame behind
      changed[i][j] = value;
      edit({ [table]: changed });
    };
    const where = () => view.model.get(table)[i][j];
    return makeField(view, far, { where, take, complain: (sentence) => (complaint.textContent = sentence) });
  }

  /** @type {(game: Game) => void} */
  function show(game) {
    const stable = pureNash(game);
    [game.rows, game.columns].forEach((names, side) => {
      names.forEach((name, k) => (heads[side][k].textContent = name));
    });
    cells.forEach((row, i) => row.forEach((cell, j) => showCell(cell, game, [i, j], stable[i][j])));
    [0, 1].forEach((k) => {
      arrows.row[k].show(game.A[1][k] - game.A[0][k], game.rows, game.columns[k]);
      arrows.column[k].show(game.B[k][1] - game.B[k][0], game.columns, game.rows[k]);
    });
  }

  /** @type {(cell: Cell, game: Game, place: Point, isStable: boolean) => void} */
  function showCell({ element, tag, fields }, game, [i, j], isStable) {
    element.classList.toggle("gc-game-stable", isStable);
    tag.hidden = !isStable;
    for (const table of TABLES) {
      const [, player] = PLAYERS[table];
      fields[table].name(`${player}'s payoff at ${nameOf(game, [i, j])}`);
      fields[table].show(game[table][i][j]);
    }
  }
}

/**
 * From the worse cell to the better one; two lines without a head where both pay the same.
 * @param {string} player
 * @param {number} k
 */
function makeArrow(player, k) {
  const path = svg("path", {});
  const element = svg("svg", {
    class: `gc-game-arrow gc-game-${player} gc-game-gap${k}`,
    viewBox: "-20 -12 40 24",
    role: "img",
  }, path);
  const other = player === "row" ? "column" : "row";

  /** @type {(gain: number, actions: string[], given: string) => void} */
  function show(gain, actions, given) {
    const turn = player === "row" ? 90 : 0;
    /** @type {Record<number, string>} */
    const ways = { "-1": "M14 0H-6M-5 -5L-14 0L-5 5Z", 0: "M-12 -3.5H12M-12 3.5H12", 1: "M-14 0H6M5 -5L14 0L5 5Z" };
    setAttributes(path, { d: ways[Math.sign(gain)], transform: `rotate(${turn})` });
    element.classList.toggle("gc-game-tie", gain === 0);
    const better = gain > 0 ? actions[1] : actions[0];
    const said = gain === 0
      ? `${actions[0]} and ${actions[1]} pay the ${player} player the same`
      : `the ${player} player prefers ${better}`;
    setAttributes(element, { "aria-label": `Where ${other} plays ${given}, ${said}.` });
  }
  return { element, show };
}
