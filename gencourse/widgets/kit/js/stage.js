// A wide piece of the plane whose axes have their own units, with curves to show and handles to drag sideways.
import { html, setAttributes, svg } from "./dom.js";
import { ticksBetween } from "./ticks.js";
/** @import { Point, Stage } from "./types.d.ts" */

const WIDTH = 440; // in drawing units; the style sheet decides how large it is on the screen

/**
 * Shows [low[0], high[0]] across and [low[1], high[1]] upwards, `height` drawing units tall.
 * Returns what `makeHandle` and `onDrag` take for a pad: element, picture, handles, at(point), under(event); and
 * `clamp(point)`; `curve(f)` and `area(f)`, the path of a function and of what lies below it; `pieces(f, keep)`, the
 * path where keep(x) holds.
 * @type {(frame: { low: Point, high: Point, height: number }) => Stage}
 */
export function makeStage({ low, high, height }) {
  const box = { viewBox: `0 0 ${WIDTH} ${height}` };
  const picture = svg("svg", { ...box, role: "img" });
  const handles = svg("svg", { ...box, class: "gc-handles" });
  const element = html("div", { class: "gc-stage", style: `aspect-ratio: ${WIDTH} / ${height}` }, picture, handles);
  const [across, up] = [high[0] - low[0], high[1] - low[1]];

  const places = Array.from({ length: WIDTH / 2 + 1 }, (_, i) => low[0] + (across * 2 * i) / WIDTH);
  /** @type {(point: number[]) => Point} */
  const at = ([x, y]) => [((x - low[0]) / across) * WIDTH, (1 - (y - low[1]) / up) * height];

  /** @type {(event: MouseEvent) => Point} */
  function under(event) {
    const box = element.getBoundingClientRect();
    return [
      low[0] + (across * (event.clientX - box.left)) / box.width,
      high[1] - (up * (event.clientY - box.top)) / box.height,
    ];
  }

  /** @type {(point: number[]) => Point} */
  function clamp(point) {
    const [x, y] = point.map((value, axis) => Math.min(high[axis], Math.max(low[axis], value)));
    return [x, y];
  }

  /** @type {(f: (x: number) => number, keep: (x: number) => boolean) => string} */
  function pieces(f, keep) {
    let [path, drawing] = ["", false];
    for (const x of places) {
      const y = Math.min(high[1] + up, f(x)); // a peak far above the picture needs no more
      const point = at([x, y]).map((value) => value.toFixed(1)).join(" ");
      const wanted = keep(x);
      if (wanted) path += `${drawing ? "L" : "M"}${point}`;
      drawing = wanted;
    }
    return path;
  }

  /** @type {(f: (x: number) => number) => string} */
  const curve = (f) => pieces(f, () => true);
  /** @type {(f: (x: number) => number) => string} */
  const area = (f) => `${curve(f)}V${at(low)[1]}H0Z`;
  return { element, picture, handles, at, under, clamp, curve, area, pieces };
}

/**
 * Numbers below a stage from low to high: at whole units, or `most` at most.
 * @type {(low: number, high: number, name: string, most?: number) => HTMLElement}
 */
export function drawUnits(low, high, name, most = high - low) {
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  for (const tick of ticksBetween(low, high, most)) {
    const left = (100 * (tick - low)) / (high - low);
    axis.append(html("span", { style: `left: ${left}%` }, String(Number(tick.toPrecision(6))).replace("-", "−")));
  }
  const label = html("span", {}, name);
  setAttributes(label, { style: "left: 100%", class: "gc-axis-name" });
  axis.append(label);
  return axis;
}

/**
 * A line of keys: { "gc-posterior": "posterior p(z | x)" }, each with its stroke.
 * @type {(keys: Record<string, string>) => HTMLElement}
 */
export function drawKeys(keys) {
  const entries = Object.entries(keys).map(([look, text]) => {
    const line = svg("path", { class: look, d: "M0 5H20" });
    const stroke = svg("svg", { class: "gc-stroke", viewBox: "0 0 20 10", "aria-hidden": "true" }, line);
    return html("span", { class: "gc-key" }, stroke, text);
  });
  return html("div", { class: "gc-keys" }, ...entries);
}
