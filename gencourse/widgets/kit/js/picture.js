// One picture of the decoder, or a real one, on a canvas of its own.
import { contextOf, html, setAttributes } from "./dom.js";
/** @import { Numbers, Size } from "./types.d.ts" */
/** @typedef {ReturnType<typeof makeCanvas>} Canvas */
/** @typedef {ReturnType<typeof makePicture>} Picture */

/**
 * A canvas [height, width] in a frame; grey is ink on paper, as in the course's figures. show(pixels) takes a Uint8Array [height, width, channels];
 * name(text) says what it shows.
 * @param {Size} size
 */
export function makeCanvas({ channels, height, width }) {
  const canvas = html("canvas", { width, height, "aria-hidden": "true", class: channels === 1 ? "gc-grey" : "" });
  const element = html("span", { class: "gc-image" }, canvas);
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  image.data.fill(255); // opaque

  /** @type {(pixels: Numbers) => void} */
  function show(pixels) {
    for (let i = 0, at = 0; i < image.data.length; i += 4, at += channels) {
      image.data[i] = pixels[at];
      image.data[i + 1] = pixels[channels === 3 ? at + 1 : at];
      image.data[i + 2] = pixels[channels === 3 ? at + 2 : at];
    }
    context.putImageData(image, 0, 0);
  }
  /** @type {(text: string) => void} */
  const name = (text) => setAttributes(canvas, { role: "img", "aria-hidden": "false", "aria-label": text });
  return { element, show, name };
}

/**
 * A canvas under its title.
 * @param {Size} data
 * @param {string} title
 */
export function makePicture(data, title) {
  const canvas = makeCanvas(data);
  const caption = html("figcaption", { class: "gc-note" }, title);
  const element = html("figure", { class: "gc-picture" }, caption, canvas.element);
  canvas.name(title);
  return { ...canvas, element, caption };
}
