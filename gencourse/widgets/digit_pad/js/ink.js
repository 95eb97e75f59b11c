// From strokes to the 28x28 pixels that a model gets, as ../ink.py makes them, which says why.
/** @import { Stroke } from "./types.d.ts" */
/** @import { Point, Range } from "../../kit/js/types.d.ts" */

export const SIDE = 28;
export const WIDTH = 2.5;
const BOX = 20;
const LEAST = 4;
const MIDDLE = 14.5;

/**
 * 784 pixels, scaled to 20x20 and centred by mass. strokes: each [x0, y0, x1, y1, ...] in shares of the pad.
 * @type {(strokes: Stroke[]) => Float64Array}
 */
export function drawInk(strokes) {
  const ink = new Float64Array(SIDE * SIDE);
  if (!strokes.length) return ink;
  const ranges = [0, 1].map((axis) => extremes(strokes, axis));
  const scale = (BOX - WIDTH) / Math.max(...ranges.map(([low, high]) => high - low), LEAST);
  const middle = ranges.map(([low, high]) => (low + high) / 2);
  const lines = strokes.map((stroke) => stroke.map((v, i) => (SIDE * v - middle[i % 2]) * scale + SIDE / 2));
  render(lines, ink);
  const room = (SIDE - BOX) / 2;
  const shift = centreOfMass(ink).map((mass) => Math.min(room, Math.max(-room, MIDDLE - mass)));
  return render(lines.map((line) => line.map((v, i) => v + shift[i % 2])), ink.fill(0));
}

/**
 * The same, or on a sheet of 784 pixels that is centred already: where they were drawn.
 * @type {(strokes: Stroke[], sheet: ArrayLike<number> | null) => Float64Array}
 */
export function layInk(strokes, sheet) {
  if (!sheet) return drawInk(strokes);
  return render(strokes.map((stroke) => stroke.map((v) => SIDE * v)), Float64Array.from(sheet));
}

/** @type {(strokes: Stroke[], axis: number) => Range} */
function extremes(strokes, axis) {
  let [low, high] = [Infinity, -Infinity];
  for (const stroke of strokes) {
    for (let i = axis; i < stroke.length; i += 2) {
      low = Math.min(low, SIDE * stroke[i]);
      high = Math.max(high, SIDE * stroke[i]);
    }
  }
  return [low, high];
}

/** @type {(ink: Float64Array) => Point} */
function centreOfMass(ink) {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < ink.length; i++) {
    mass += ink[i];
    x += ink[i] * ((i % SIDE) + 0.5);
    y += ink[i] * (Math.floor(i / SIDE) + 0.5);
  }
  return [x / mass, y / mass];
}

/**
 * Raise each pixel to the ink that the nearest line leaves there.
 * @type {(lines: Stroke[], ink: Float64Array) => Float64Array}
 */
function render(lines, ink) {
  for (const line of lines) {
    if (line.length === 2) renderPiece([...line, ...line], 0, ink);
    for (let i = 0; i + 3 < line.length; i += 2) renderPiece(line, i, ink);
  }
  return ink;
}

/**
 * Only the pixels about the piece from line[i], line[i + 1] to the next point.
 * @type {(line: Stroke, i: number, ink: Float64Array) => void}
 */
function renderPiece(line, i, ink) {
  const [x, y, dx, dy] = [line[i], line[i + 1], line[i + 2] - line[i], line[i + 3] - line[i + 1]];
  const reach = WIDTH / 2 + 1;
  const length = dx * dx + dy * dy || 1;
  /** @type {(a: number, b: number) => number} */
  const first = (a, b) => Math.max(0, Math.floor(Math.min(a, a + b) - reach));
  /** @type {(a: number, b: number) => number} */
  const last = (a, b) => Math.min(SIDE - 1, Math.ceil(Math.max(a, a + b) + reach));
  const [left, right] = [first(x, dx), last(x, dx)];
  for (let row = first(y, dy), end = last(y, dy); row <= end; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - x, row + 0.5 - y];
      const share = Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      const [ax, ay] = [px - share * dx, py - share * dy];
      const value = Math.min(1, WIDTH / 2 + 0.5 - Math.sqrt(ax * ax + ay * ay));
      if (value > ink[row * SIDE + column]) ink[row * SIDE + column] = value;
    }
  }
}
