// A point is drawn once and stamped wherever there is one: a hundred copies cost less than a hundred outlines.
import { contextOf, html, setAttributes } from "../../kit/js/dom.js";
/** @import { Numbers } from "../../kit/js/types.d.ts" */
/** @typedef {(context: CanvasRenderingContext2D) => void} Trace */

const SIDE = 20; // of a stamp, in drawing units
const RIM = 2;

/**
 * trace(context): the path of one point at 0, 0. prepare(scale, fill, rim) draws it; put(context, points [n, 2], n) stamps it.
 * @param {Trace} trace
 * @param {{ across(x: number): number, down(y: number): number }} plane from the plane to drawing units
 */
export function makeStamp(trace, { across, down }) {
  const stamp = contextOf(html("canvas", {}));
  let look = "";

  /** @type {(scale: number, fill: string, rim: string) => void} */
  function prepare(scale, fill, rim) {
    const now = [scale, fill, rim].join();
    if (now === look) return;
    look = now;
    const pixels = Math.ceil(SIDE * scale);
    setAttributes(stamp.canvas, { width: pixels, height: pixels });
    stamp.setTransform(pixels / SIDE, 0, 0, pixels / SIDE, pixels / 2, pixels / 2);
    Object.assign(stamp, { fillStyle: fill, strokeStyle: rim, lineWidth: RIM });
    stamp.beginPath();
    trace(stamp);
    stamp.stroke();
    stamp.fill();
  }

  /** @type {(context: CanvasRenderingContext2D, points: Numbers, n: number) => void} */
  function put(context, points, n) {
    for (let k = 0; k < 2 * n; k += 2) {
      context.drawImage(stamp.canvas, across(points[k]) - SIDE / 2, down(points[k + 1]) - SIDE / 2, SIDE, SIDE);
    }
  }
  return { prepare, put };
}

/** @type {Trace} */
export function dotPath(context) {
  context.arc(0, 0, 5, 0, 2 * Math.PI);
}

/** @type {Trace} */
export function diamondPath(context) {
  context.moveTo(0, -7.5);
  context.lineTo(7.5, 0);
  context.lineTo(0, 7.5);
  context.lineTo(-7.5, 0);
  context.closePath();
}
