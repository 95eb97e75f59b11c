// The numbers of the dilemma explorer in the browser, each as in ../numbers.py. Payoffs are [T, R, P, S].
/** @import { Payoffs, Round } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

export const PLAYERS = ["always cooperate", "always defect", "alternate D, C"];
export const OPPONENTS = ["grim trigger", "tit for tat"];
/** @type {Record<string, number[]>} */
export const AFTER = { "tit for tat": [1, 0, 1, 0], "win-stay, lose-shift": [1, 0, 0, 1] };

/**
 * What the two players get in each round: [[mine, theirs], ...]
 * @type {(payoffs: Payoffs, history: Round[]) => Point[]}
 */
export function earned([T, R, P, S], history) {
  return history.map(([mine, theirs]) => [[[R, S], [T, P]][mine][theirs], [[R, S], [T, P]][theirs][mine]]);
}

/**
 * Running averages of both after each round.
 * @type {(payoffs: Payoffs, history: Round[]) => Point[]}
 */
export function averages(payoffs, history) {
  /** @type {Point} */
  let sum = [0, 0];
  return earned(payoffs, history).map((pair, i) => {
    sum = sum.map((value, k) => value + pair[k]);
    return sum.map((value) => value / (i + 1));
  });
}

/**
 * What each of the PLAYERS expects a round against this opponent, at the chance delta of another round.
 * @type {(payoffs: Payoffs, opponent: string, delta: number) => number[]}
 */
export function expected([T, R, P, S], opponent, delta) {
  const once = (1 - delta) * T;
  /** @type {Record<string, number>} */
  const alternating = {
    "grim trigger": once + (delta * S + delta ** 2 * P) / (1 + delta),
    "tit for tat": (T + delta * S) / (1 + delta),
  };
  return [R, once + delta * P, alternating[opponent]];
}

/**
 * From which delta on always defecting, and alternating, earn no more than cooperating; null if none below 1 is.
 * @type {(payoffs: Payoffs, opponent: string) => [defecting: number, alternating: number | null]}
 */
export function thresholds([T, R, P, S], opponent) {
  const [a, b, c] = [P - T, S - R, T - R]; // a delta^2 + b delta + c = 0, its root in the form that does not cancel
  const alternating = opponent === "tit for tat" ? (T - R) / (R - S) : (2 * c) / (-b + Math.sqrt(b * b - 4 * a * c));
  return [(T - R) / (T - P), alternating < 1 ? alternating : null]; // R > P in a dilemma: the first is below 1
}

/**
 * What a strategy of AFTER earns against itself in the long run, if each action slips with chance `noise`.
 * @type {(payoffs: Payoffs, strategy: string, noise: number) => number}
 */
export function longRun([T, R, P, S], strategy, noise) {
  if (noise === 0) return R;
  const shares = stationary(strategy, noise);
  return [R, S, T, P].reduce((sum, payoff, i) => sum + payoff * shares[i], 0);
}

/**
 * How often both cooperate, only the first does, only the second does, neither does.
 * @type {(strategy: string, noise: number) => number[]}
 */
export function stationary(strategy, noise) {
  const mine = AFTER[strategy].map((chance) => chance * (1 - noise) + (1 - chance) * noise);
  const yours = [0, 2, 1, 3].map((i) => mine[i]); // the other sees the same rounds from the other side
  const moves = mine.map((p, i) => [p * yours[i], p * (1 - yours[i]), (1 - p) * yours[i], (1 - p) * (1 - yours[i])]);
  const rows = [0, 1, 2].map((j) => [...moves.map((from, i) => from[j] - (i === j ? 1 : 0)), 0]);
  return solve([...rows, [1, 1, 1, 1, 1]]);
}

/**
 * Solve linear equations, each row with its right side last, by elimination.
 * @type {(rows: number[][]) => number[]}
 */
function solve(rows) {
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    const best = rows.reduce((top, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[top][k]) ? i : top), k);
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  return rows.map((row, k) => row[size] / row[k]);
}
