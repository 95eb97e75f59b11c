// What a round pays, as a table whose rows are the two moves to choose from.
import { drawMark } from "./history.js";
import { html } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
/** @import { Payoffs, Round } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

const MOVES = ["Cooperate", "Defect"];

/**
 * move(action) is called with the row that is pressed. Returns { element, show(payoffs, round) }; the cell of the last
 * round is framed, if there was one.
 * @param {View} view
 * @param {(action: number) => void} move
 */
export function makePayoffs(view, move) {
  const buttons = MOVES.map((name, action) =>
    html("button", { type: "button", class: "gc-dilemma-move" }, drawMark(action), name)
  );
  buttons.forEach((button, action) => view.on(button, "click", () => move(action)));
  const cells = MOVES.map(() => MOVES.map(() => html("td", { class: "gc-number" })));
  const heads = ["it cooperates", "it defects"].map((name, action) =>
    html("th", { scope: "col" }, html("span", { class: "gc-key" }, drawMark(action), name))
  );
  const rows = cells.map((row, action) => html("tr", {}, html("th", { scope: "row" }, buttons[action]), ...row));
  const caption = html("caption", { class: "gc-note" }, "Payoffs of a round: yours, its");
  const element = html(
    "table",
    { class: "gc-dilemma-payoffs" },
    caption,
    html("tr", {}, html("td"), ...heads),
    ...rows,
  );

  /** @type {(payoffs: Payoffs, round: Round | undefined) => void} */
  function show([T, R, P, S], round) {
    const mine = [[R, S], [T, P]];
    cells.forEach((row, i) =>
      row.forEach((cell, j) => {
        cell.textContent = `${formatPayoff(mine[i][j])}, ${formatPayoff(mine[j][i])}`;
        cell.classList.toggle("gc-dilemma-last", round?.[0] === i && round[1] === j);
      })
    );
  }
  return { element, show };
}
