// What a map shows of the plane, and how zooming and moving change it. Windows are square and never changed in place.
/** @import { Numbers, Point } from "../../kit/js/types.d.ts" */
/** @typedef {{ low: Point, span: number }} Window */
/** @typedef {{ low: Point, high: Point, least: number, most: number }} Reach */

const DEEPEST = 40; // times as near as at the start
const EDGE = 0.04; // of the window: no nearer does a point that is brought into it come to its edge

/**
 * How far windows may go: their middles stay near the start and the codes, and the widest shows all from anywhere.
 * @type {(start: Window, codes: Numbers) => Reach}
 */
export function reachOf(start, codes) {
  const room = start.span / 2;
  const low = start.low.map((value) => value - room);
  const high = start.low.map((value) => value + start.span + room);
  for (let i = 0; i < codes.length; i++) {
    low[i % 2] = Math.min(low[i % 2], codes[i]);
    high[i % 2] = Math.max(high[i % 2], codes[i]);
  }
  const widest = 2.1 * Math.max(high[0] - low[0], high[1] - low[1]);
  return { low, high, least: start.span / DEEPEST, most: widest };
}

/**
 * `factor` times as near, about a point that keeps its place.
 * @type {(window: Window, factor: number, about: Point, reach: Reach) => Window}
 */
export function zoomed({ low, span }, factor, about, reach) {
  const to = Math.min(reach.most, Math.max(reach.least, span / factor));
  const share = to / span;
  return kept({ low: low.map((value, axis) => about[axis] - (about[axis] - value) * share), span: to }, reach);
}

/**
 * Moved by these shares of its side.
 * @type {(window: Window, right: number, up: number, reach: Reach) => Window}
 */
export function panned({ low, span }, right, up, reach) {
  return kept({ low: [low[0] + right * span, low[1] + up * span], span }, reach);
}

/**
 * Moved no further than it takes to have the point inside.
 * @type {(window: Window, point: Point, reach: Reach) => Window}
 */
export function revealing({ low, span }, point, reach) {
  const [least, most] = [EDGE * span, (1 - EDGE) * span];
  return kept({ low: low.map((from, i) => Math.max(point[i] - most, Math.min(point[i] - least, from))), span }, reach);
}

/** @type {(window: Window) => Point} */
export function middleOf({ low, span }) {
  return low.map((value) => value + span / 2);
}

/** @type {(window: Window, reach: Reach) => Window} */
function kept(window, { low, high }) {
  const middle = middleOf(window).map((value, axis) => Math.min(high[axis], Math.max(low[axis], value)));
  return { ...window, low: middle.map((value) => value - window.span / 2) };
}
