// The points of a set: dots or diamonds, on the pad and in a line of text.
import { svg } from "../../kit/js/dom.js";
/** @import { Numbers, Place, Shape } from "../../kit/js/types.d.ts" */

/**
 * One path for all points of a set. shape: "circle" or "diamond".  points: [x0, y0, x1, y1, ...]
 * @type {(pad: Place, points: Numbers, shape: Shape) => SVGPathElement}
 */
export function drawPoints(pad, points, shape) {
  const marks = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = pad.at([points[i], points[i + 1]]);
    marks.push(mark(shape, x, y));
  }
  return svg("path", { class: `gc-points gc-${shape}`, d: marks.join("") });
}

/**
 * The marker of a set in a line of text.
 * @type {(shape: Shape) => SVGSVGElement}
 */
export function legendMark(shape) {
  const path = svg("path", { class: `gc-points gc-${shape}`, d: mark(shape, 6, 6) });
  return svg("svg", { class: "gc-mark", viewBox: "0 0 12 12", "aria-hidden": "true" }, path);
}

/** @type {(shape: Shape, x: number, y: number) => string} */
function mark(shape, x, y) {
  const [px, py] = [x.toFixed(1), y.toFixed(1)];
  if (shape === "circle") return `M${px} ${py}m-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0 -4.8 0`;
  return `M${px} ${py}m0 -3.4l3.4 3.4l-3.4 3.4l-3.4 -3.4z`;
}
