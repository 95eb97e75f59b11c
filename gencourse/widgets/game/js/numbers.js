// The numbers of the game explorer in the browser, each as in ../numbers.py. Games are { A, B }, nested arrays [2][2].
/** @import { Box, Path, Payoffs } from "./types.d.ts" */
/** @import { Point, Range } from "../../kit/js/types.d.ts" */

export const RULES = ["fictitious play", "gradient play", "replicator"];
const STEP = 0.04; // of gradient play, in payoffs scaled to a range of 1
const TIME = 0.2; // that a round of the replicator takes, in the same payoffs

/**
 * What the row player's first action earns above the second, against the first column in q of `total`.
 * @type {(game: Payoffs, q: number, total?: number) => number}
 */
export function rowGain({ A }, q, total = 1) {
  return q * (A[0][0] - A[1][0]) + (total - q) * (A[0][1] - A[1][1]);
}

/**
 * What the column player's first action earns above the second, against the first row in p of `total`.
 * @type {(game: Payoffs, p: number, total?: number) => number}
 */
export function columnGain({ B }, p, total = 1) {
  return p * (B[0][0] - B[0][1]) + (total - p) * (B[1][0] - B[1][1]);
}

/**
 * Cells where neither gains by moving alone: nested booleans [2][2].
 * @type {(game: Payoffs) => boolean[][]}
 */
export function pureNash({ A, B }) {
  return [0, 1].map((i) => [0, 1].map((j) => A[i][j] >= A[1 - i][j] && B[i][j] >= B[i][1 - j]));
}

/**
 * Boxes [pLow, pHigh, qLow, qHigh] where p is a best reply to q.
 * @type {(game: Payoffs) => Box[]}
 */
export function rowReplies(game) {
  return replies(rowGain(game, 1), rowGain(game, 0)).map(([p, q]) => [...p, ...q]);
}

/**
 * Boxes where q is a best reply to p.
 * @type {(game: Payoffs) => Box[]}
 */
export function columnReplies(game) {
  return replies(columnGain(game, 1), columnGain(game, 0)).map(([q, p]) => [...p, ...q]);
}

/**
 * All Nash equilibria, as boxes of which most are points.
 * @type {(game: Payoffs) => Box[]}
 */
export function equilibria(game) {
  const met = rowReplies(game).flatMap((one) => columnReplies(game).map((other) => meet(one, other)));
  // where two pieces of one player touch, the same box is met twice
  const boxes = [...new Map(met.filter((box) => box !== null).map((box) => [box.join(), box])).values()];
  const outermost = boxes.filter((box) => !boxes.some((other) => other !== box && holds(other, box)));
  return outermost.sort((a, b) => a.map((value, i) => value - b[i]).find((difference) => difference !== 0) ?? 0);
}

/** @type {(box: Box) => boolean} */
export function isPoint([pLow, pHigh, qLow, qHigh]) {
  return pLow === pHigh && qLow === qHigh;
}

/**
 * What the row and the column player could gain by moving alone; their sum is NashConv.
 * @type {(game: Payoffs, point: Point) => [row: number, column: number]}
 */
export function exploitability(game, [p, q]) {
  const [row, column] = [rowGain(game, q), columnGain(game, p)];
  return [Math.max(0, row) - p * row, Math.max(0, column) - q * column];
}

/**
 * The larger of the two players' payoff ranges, or 1 where all payoffs are equal.
 * @type {(game: Payoffs) => number}
 */
export function scale({ A, B }) {
  return Math.max(...[A, B].map((X) => Math.max(...X.flat()) - Math.min(...X.flat()))) || 1;
}

/**
 * Both learn at the same time from `start`: { play, average }, each [p, q] for each round, the start first.
 * @type {(game: Payoffs, rule: string, start: Point, rounds: number) => Path}
 */
export function learningPath(game, rule, start, rounds) {
  if (rule === "fictitious play") return fictitiousPath(game, start, rounds);
  const step = rule === "gradient play" ? gradientStep(game) : replicatorStep(game);
  /** @type {Path} */
  const { play, average } = { play: [start], average: [start] };
  let sum = [...start];
  for (let n = 1; n <= rounds; n++) {
    const now = step(play[n - 1]);
    sum = [sum[0] + now[0], sum[1] + now[1]];
    play.push(now);
    average.push([sum[0] / (n + 1), sum[1] / (n + 1)]);
  }
  return { play, average };
}

/**
 * Reply to the average so far, in which the start counts as one round; a tie goes to the first action.
 * @type {(game: Payoffs, start: Point, rounds: number) => Path}
 */
function fictitiousPath(game, start, rounds) {
  let [pSum, qSum] = start;
  /** @type {Path} */
  const { play, average } = { play: [start], average: [start] };
  for (let n = 1; n <= rounds; n++) {
    /** @type {Point} */
    const reply = [rowGain(game, qSum, n) >= 0 ? 1 : 0, columnGain(game, pSum, n) >= 0 ? 1 : 0]; // sums keep ties exact
    [pSum, qSum] = [pSum + reply[0], qSum + reply[1]];
    play.push(reply);
    average.push([pSum / (n + 1), qSum / (n + 1)]);
  }
  return { play, average };
}

/** @type {(game: Payoffs) => (point: Point) => Point} */
function gradientStep(game) {
  const rate = STEP / scale(game);
  return ([p, q]) => [clip(p + rate * rowGain(game, q)), clip(q + rate * columnGain(game, p))];
}

/**
 * dp/dt = p (1 - p) gain, by a Runge-Kutta step of order four.
 * @type {(game: Payoffs) => (point: Point) => Point}
 */
function replicatorStep(game) {
  const size = scale(game);
  /** @type {(p: number, q: number) => Point} */
  const slope = (p, q) => [(p * (1 - p) * rowGain(game, q)) / size, (q * (1 - q) * columnGain(game, p)) / size];
  return ([p, q]) => {
    const k1 = slope(p, q);
    const k2 = slope(p + 0.5 * TIME * k1[0], q + 0.5 * TIME * k1[1]);
    const k3 = slope(p + 0.5 * TIME * k2[0], q + 0.5 * TIME * k2[1]);
    const k4 = slope(p + TIME * k3[0], q + TIME * k3[1]);
    const way = [0, 1].map((i) => (TIME / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
    return [clip(p + way[0]), clip(q + way[1])];
  };
}

/**
 * Best replies and what they reply to, from the gain of the first action where the other's chance is 1 and 0.
 * @type {(atOne: number, atZero: number) => [own: Range, other: Range][]}
 */
function replies(atOne, atZero) {
  const [likes, dislikes] = [whereNotNegative(atZero, atOne), whereNotNegative(-atZero, -atOne)];
  /** @type {[own: Range, other: Range][]} */
  const found = [];
  if (likes) found.push([[1, 1], likes]);
  if (dislikes) found.push([[0, 0], dislikes]);
  if (likes && dislikes) {
    const [low, high] = [Math.max(likes[0], dislikes[0]), Math.min(likes[1], dislikes[1])];
    if (low <= high) found.push([[0, 1], [low, high]]);
  }
  return found;
}

/** @type {(atZero: number, atOne: number) => Range | null} */
function whereNotNegative(atZero, atOne) {
  if (atZero < 0 && atOne < 0) return null;
  const low = atZero >= 0 ? 0 : atZero / (atZero - atOne);
  const high = atOne >= 0 ? 1 : atZero / (atZero - atOne);
  return [low, high];
}

/** @type {(one: Box, other: Box) => Box | null} */
function meet(one, other) {
  const [pLow, qLow] = [0, 2].map((i) => Math.max(one[i], other[i]));
  const [pHigh, qHigh] = [1, 3].map((i) => Math.min(one[i], other[i]));
  return pLow <= pHigh && qLow <= qHigh ? [pLow, pHigh, qLow, qHigh] : null;
}

/** @type {(outer: Box, inner: Box) => boolean} */
function holds(outer, inner) {
  return [0, 2].every((i) => outer[i] <= inner[i]) && [1, 3].every((i) => outer[i] >= inner[i]);
}

/** @type {(value: number) => number} */
function clip(value) {
  return Math.min(1, Math.max(0, value));
}
