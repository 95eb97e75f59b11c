// The stored digits that are nearest to a drawing, pixel by pixel.
import { SIDE } from "./ink.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { makePicture } from "../../kit/js/picture.js";
/** @import { Data } from "./types.d.ts" */
/** @typedef {{ index: number, distance: number }} Found */

const MOST = 3;

/**
 * Returns { element, show(clean, stored), clear(), refresh(), describe() }; `stored`, on the pad, is left out.
 * @param {Data} data
 */
export function makeNearest(data) {
  const pictures = Array.from({ length: MOST }, () => makePicture({ channels: 1, height: SIDE, width: SIDE }, ""));
  const row = html("div", { class: "gc-pictures" }, ...pictures.map((picture) => picture.element));
  const title = html("p", {}, "nearest stored digits, by squared distance in pixels");
  const element = html("div", { class: "gc-nearest" }, title, row);
  /** @type {Found[]} */
  let found = [];
  /** @type {number[]} */
  let squares = [];

  /** @type {(clean: Float64Array, stored: number) => void} */
  function show(clean, stored) {
    if (!data.images.length) return;
    element.classList.remove("gc-waiting");
    found = findNearest(data.images, squares, clean, stored, MOST);
    pictures.forEach((picture, i) => {
      picture.element.classList.toggle("gc-waiting", !found[i]);
      if (!found[i]) return;
      const { index, distance } = found[i];
      picture.show(data.images[index]);
      const [label, away] = [data.labels[index], formatNumber(distance, 2)];
      picture.caption.textContent = label === undefined ? away : `${label} · ${away}`;
      picture.name(`stored digit ${index + 1}, ${label === undefined ? "" : `a ${label}, `}${away} away`);
    });
  }

  function clear() {
    found = [];
    element.classList.add("gc-waiting");
  }

  function refresh() {
    element.hidden = !data.images.length;
    squares = data.images.map(sumSquares);
  }

  function describe() {
    if (!found.length || !data.labels.length) return "";
    return `Nearest stored digits: ${found.map(({ index }) => data.labels[index]).join(", ")}.`;
  }
  return { element, show, clear, refresh, describe };
}

/**
 * [{ index, distance }], the nearest first. squares: sumSquares of each image, so only inked pixels are visited.
 * @type {(images: Uint8Array[], squares: number[], clean: Float64Array, except: number, most: number) => Found[]}
 */
export function findNearest(images, squares, clean, except, most) {
  const inked = Uint16Array.from(clean.keys()).filter((i) => clean[i] > 0);
  const levels = Float64Array.from(inked, (i) => 255 * clean[i]);
  const own = levels.reduce((sum, level) => sum + level * level, 0);
  /** @type {{ index: number, sum: number }[]} */
  const best = [];
  images.forEach((image, index) => {
    let product = 0;
    for (let i = 0; i < inked.length; i++) product += image[inked[i]] * levels[i];
    const sum = Math.max(0, own + squares[index] - 2 * product); // |a - b|^2
    if (index === except || (best.length === most && sum >= best[most - 1].sum)) return;
    const place = best.findIndex((other) => sum < other.sum);
    best.splice(place < 0 ? best.length : place, 0, { index, sum });
    best.length = Math.min(best.length, most);
  });
  return best.map(({ index, sum }) => ({ index, distance: sum / 255 ** 2 }));
}

/** @type {(image: Uint8Array) => number} */
export function sumSquares(image) {
  return image.reduce((sum, value) => sum + value * value, 0);
}
