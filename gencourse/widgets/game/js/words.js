// What the game explorer says of a game and of a path, as ../words.py has it. Games are { A, B, rows, columns }.
import { last } from "../../kit/js/arrays.js";
import { formatChance, formatPayoff } from "../../kit/js/format.js";
import { equilibria, exploitability, isPoint, pureNash, scale } from "./numbers.js";
/** @import { Box, Cell, Game, Path, Payoffs } from "./types.d.ts" */
/** @import { Point, Square } from "../../kit/js/types.d.ts" */

/** @type {Cell[]} */
const CELLS = [[0, 0], [0, 1], [1, 0], [1, 1]];

/**
 * Which cells are stable, and which mixture is.
 * @type {(game: Game) => string}
 */
export function stability(game) {
  const names = stableCells(game).map((cell) => nameOf(game, cell));
  const sentences = [
    names.length === 0
      ? "No cell is stable: in each, someone gains by moving alone."
      : names.length === 1
      ? `Stable: ${names[0]}. No one gains by moving alone.`
      : `Stable: ${names.join(" and ")}. In each, no one gains by moving alone.`,
  ];
  const mixed = mixedPoint(game);
  if (mixed) {
    const [p, q] = mixed.map(formatChance);
    sentences.push(
      `Mixed equilibrium: row plays ${game.rows[0]} with chance ${p}, column ${game.columns[0]} with chance ${q}.`,
    );
  }
  if (!equilibria(game).every(isPoint)) {
    sentences.push("Where someone is indifferent, a whole line of mixtures is stable.");
  }
  return sentences.join(" ");
}

/**
 * Whether another cell is better for both than what is stable.
 * @type {(game: Game) => string}
 */
export function improvement(game) {
  const { A, B } = game;
  const sums = CELLS.map(([i, j]) => A[i][j] + B[i][j]);
  if (Math.max(...sums) - Math.min(...sums) < 1e-9 && new Set(A.flat()).size > 1) {
    return `The two payoffs always sum to ${formatPayoff(sums[0])}: no cell can be better for both.`;
  }
  /** @type {[name: string, row: number, column: number][]} */
  const stable = stableCells(game).map(([i, j]) => [nameOf(game, [i, j]), A[i][j], B[i][j]]);
  const mixed = mixedPoint(game);
  if (!stable.length && mixed) stable.push(["the mixed equilibrium", ...expected(game, mixed)]);
  const sentences = [];
  for (const [name, u, v] of stable) {
    const better = CELLS.filter(([i, j]) => A[i][j] > u + 1e-9 && B[i][j] > v + 1e-9);
    if (!better.length) continue;
    /** @type {(cell: Cell) => number} */
    const sum = ([i, j]) => A[i][j] + B[i][j];
    const best = better.reduce((one, other) => (sum(other) > sum(one) ? other : one));
    const [now, then] = [[u, v], [A[best[0]][best[1]], B[best[0]][best[1]]]].map(bothOf);
    sentences.push(`In ${nameOf(game, best)} both get more than in ${name}: ${then} instead of ${now}.`);
  }
  return sentences.join(" ") || "No other cell is better for both.";
}

/**
 * What the path came to.
 * @type {(game: Payoffs, rule: string, path: Path) => string}
 */
export function verdict(game, rule, { play, average }) {
  const size = scale(game);
  const now = last(play);
  const [ofPlay, ofAverage] = [play, average].map((points) => nashConv(game, last(points)) / size);
  const recent = play.slice(-(1 + Math.floor((play.length - 1) / 10)));
  const still = Math.max(
    ...recent.map((point) => Math.max(Math.abs(point[0] - now[0]), Math.abs(point[1] - now[1]))),
  );
  if (ofPlay <= 0.01 && still <= 0.01) return "The play comes to rest: no one gains by moving alone.";
  if (rule === "replicator" && still <= 1e-6) {
    return "The play stands still and is no equilibrium: an action without a share cannot grow.";
  }
  if (ofAverage <= 0.1) return "The play keeps moving; its average is near an equilibrium.";
  return "Neither the play nor its average is near an equilibrium after these rounds.";
}

/** @type {(game: Payoffs, point: Point) => number} */
export function nashConv(game, point) {
  const [row, column] = exploitability(game, point);
  return row + column;
}

/**
 * Payoffs of a cell, named: "cooperate, defect".
 * @type {(game: Game, cell: Cell) => string}
 */
export function nameOf({ rows, columns }, [i, j]) {
  return `(${rows[i]}, ${columns[j]})`;
}

/** @type {(pair: number[]) => string} */
function bothOf(pair) {
  return pair.map(formatPayoff).join(" and ");
}

/** @type {(game: Payoffs) => Cell[]} */
function stableCells(game) {
  const stable = pureNash(game);
  return CELLS.filter(([i, j]) => stable[i][j]);
}

/** @type {(game: Payoffs) => Point | null} */
function mixedPoint(game) {
  /** @type {(box: Box) => boolean} */
  const inside = ([pLow, , qLow]) => pLow > 0 && pLow < 1 && qLow > 0 && qLow < 1;
  const found = equilibria(game).find((box) => isPoint(box) && inside(box));
  return found ? [found[0], found[2]] : null;
}

/** @type {(game: Payoffs, point: Point) => Point} */
function expected({ A, B }, [p, q]) {
  const weights = [p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)];
  /** @type {(X: Square) => number} */
  const mean = (X) => CELLS.reduce((sum, [i, j], k) => sum + weights[k] * X[i][j], 0);
  return [mean(A), mean(B)];
}
