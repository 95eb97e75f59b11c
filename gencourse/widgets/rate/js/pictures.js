// Rows of pictures: test images, their reconstructions below them, and new samples.
import { readBytes } from "../../kit/js/buffers.js";
import { html, setAttributes } from "../../kit/js/dom.js";
import { makeCanvas } from "../../kit/js/picture.js";
/** @import { Frame } from "./types.d.ts" */
/** @import { Numbers, Size } from "../../kit/js/types.d.ts" */
/** @typedef {{ element: HTMLElement, show(pictureAt: (i: number) => Numbers, label: string): void }} Row */

/**
 * bytes: the originals, then for each model its reconstructions and its samples. Returns { element, show(index) }.
 * @param {Frame} frame
 * @param {DataView} bytes
 */
export function makePictures({ digits, samples, size: [height, width], names }, bytes) {
  const pixels = readBytes(bytes);
  /** @type {(count: number, title: string) => Row} */
  const row = (count, title) => makeRow({ channels: 1, height, width }, count, Math.max(digits, samples), title);
  const originals = row(digits, "images");
  const reconstructions = row(digits, "their reconstructions");
  const drawn = row(samples, "new samples: the same z at every beta");
  const element = html("div", { class: "gc-rate-pictures" }, originals.element, reconstructions.element, drawn.element);
  /** @type {(start: number) => (i: number) => Uint8Array} */
  const from = (start) => (i) => pixels.subarray((start + i) * height * width, (start + i + 1) * height * width);
  originals.show(from(0), `${digits} test images`);

  /** @type {(index: number) => void} */
  function show(index) {
    const start = digits + index * (digits + samples);
    reconstructions.show(from(start), `The same images, reconstructed at beta ${names[index]}`);
    drawn.show(from(start + digits), `${samples} samples from the prior at beta ${names[index]}`);
  }
  return { element, show };
}

/** @type {(size: Size, count: number, columns: number, title: string) => Row} */
function makeRow(size, count, columns, title) {
  const canvases = Array.from({ length: count }, () => makeCanvas(size));
  const images = canvases.map((canvas) => canvas.element);
  const row = html("div", { class: "gc-rate-row", role: "img", style: `--gc-columns: ${columns}` }, ...images);
  const element = html("div", {}, html("p", { class: "gc-note" }, title), row);

  /** @type {(pictureAt: (i: number) => Numbers, label: string) => void} */
  function show(pictureAt, label) {
    canvases.forEach((canvas, i) => canvas.show(pictureAt(i)));
    setAttributes(row, { "aria-label": label });
  }
  return { element, show };
}
