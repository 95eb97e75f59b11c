// What each player expects against each opponent: a row for a player, a column for an opponent, the best of it bold.
import { expected, OPPONENTS, PLAYERS } from "./numbers.js";
import { formatNumber, html } from "../../kit/js/dom.js";
/** @import { Payoffs } from "./types.d.ts" */

/** @type {(payoffs: Payoffs) => { element: HTMLElement, show(delta: number): void }} */
export function makeTable(payoffs) {
  const cells = PLAYERS.map(() => OPPONENTS.map(() => html("td", { class: "gc-number" })));
  const corner = html("td", { class: "gc-note" });
  const head = html("tr", {}, corner, ...OPPONENTS.map((name) => html("th", { scope: "col" }, `against ${name}`)));
  const rows = PLAYERS.map((name, k) => html("tr", {}, html("th", { scope: "row" }, name), ...cells[k]));
  const element = html("table", { class: "gc-table gc-dilemma-table" }, head, ...rows);

  /** @type {(delta: number) => void} */
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
