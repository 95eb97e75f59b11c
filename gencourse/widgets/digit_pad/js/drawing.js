// What lies on the pad: strokes upon a sheet, which is blank, a stored digit, or an image that Python put there.
/** @import { Data, Lying, Stroke, Traits } from "./types.d.ts" */
/** @import { Model, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {Partial<Pick<Traits, "strokes" | "stored" | "_sheet">>} Change */
/** @typedef {ReturnType<typeof makeDrawing>} Drawing */

const STEP = 0.003; // of the pad: points that are nearer tell nothing new

/**
 * The first stroke takes the place of the example. A stroke grows by begin(point), extend(points) and end(), in shares of the pad; Python learns when it ends.
 * grown() is called while a stroke grows, changed() when all may be different.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {{ changed(): void, grown(): void }} calls
 */
export function makeDrawing(view, data, { changed, grown }) {
  /** @type {Change[]} */
  const past = []; // what to go back to
  /** @type {Stroke | null} */
  let pen = null; // the stroke that grows

  function read() {
    return readLying(view.model, data, pen);
  }

  /** @type {(point: Point) => void} */
  function begin(point) {
    pen = point.map(rounded);
    changed();
  }

  /**
   * Returns the piece that was added, from where the stroke ended on.
   * @type {(points: Point[]) => number[]}
   */
  function extend(points) {
    if (!pen) return [];
    const from = pen.length - 2;
    for (const [x, y] of points.map((point) => point.map(rounded))) {
      const [x0, y0] = pen.slice(-2);
      if (Math.hypot(x - x0, y - y0) >= STEP) pen.push(x, y);
    }
    grown();
    return pen.slice(from);
  }

  function end() {
    if (!pen) return;
    const { strokes } = read();
    pen = null;
    change({ strokes });
  }

  function undo() {
    const before = past.pop();
    if (before) return tell(before);
    const { strokes } = now();
    tell(strokes.length ? { strokes: strokes.slice(0, -1) } : { stored: -1, _sheet: [] });
  }

  function clear() {
    if (!read().empty) change({ strokes: [], stored: -1, _sheet: [] });
  }

  /**
   * Put a stored digit on a clean pad.
   * @type {(stored: number) => void}
   */
  function put(stored) {
    change({ strokes: [], stored, _sheet: [] });
  }

  /** @type {(traits: Change) => void} */
  function change(traits) {
    past.push(now());
    tell(traits);
  }

  /** @type {() => Pick<Traits, "strokes" | "stored" | "_sheet">} */
  function now() {
    return { strokes: view.model.get("strokes"), stored: view.model.get("stored"), _sheet: view.model.get("_sheet") };
  }

  /** @type {(traits: Change) => void} */
  function tell(traits) {
    if ((traits.stored ?? -1) >= data.images.length) traits = { ...traits, stored: -1 }; // it went with an update
    view.learn(traits);
    changed();
  }
  return { read, begin, extend, end, undo, clear, put, growing: () => pen !== null };
}

/** @type {(model: Model<Traits>, data: Data, pen: Stroke | null) => Lying} */
function readLying(model, data, pen) {
  const strokes = model.get("strokes");
  const stored = model.get("stored");
  const lying = stored >= 0
    ? Float64Array.from(data.images[stored] ?? [], (value) => value / 255)
    : model.get("_sheet");
  const untouched = JSON.stringify(strokes) === JSON.stringify(data.example.strokes);
  const example = untouched && !pen && !lying.length;
  const kept = untouched && !example ? [] : strokes;
  return {
    strokes: pen ? [...kept, pen] : kept,
    stored,
    sheet: lying.length ? lying : null,
    empty: !pen && !strokes.length && !lying.length,
    example,
  };
}

/** @type {(value: number) => number} */
function rounded(value) {
  return Number(Math.min(1, Math.max(0, value)).toFixed(4));
}
