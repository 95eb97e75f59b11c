// What the model gets, its code, what it returns, and how far that is from the drawing.
import { SIDE } from "./ink.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { makePicture } from "../../kit/js/picture.js";
/** @import { Data } from "./types.d.ts" */
/** @import { Numbers } from "../../kit/js/types.d.ts" */

const SIZE = { channels: 1, height: SIDE, width: SIDE };
const AXIS = 4; // times the typical error, at the end of the bar
const ALONE = 100; // squared error at the end of the bar where nothing is typical

/**
 * Returns { element, showGiven(pixels), show(clean, output, code, noise), clear(), refresh(), describe() }.
 * @param {Data} data
 */
export function makeAnswer(data) {
  const given = makePicture(SIZE, "what the model gets");
  const returned = makePicture(SIZE, "what it returns");
  const code = makeCode(data);
  const error = makeError(data);
  const way = html("div", { class: "gc-pictures gc-through" }, given.element, code.element, returned.element);
  const element = html("div", { class: "gc-answer" }, way, error.element);
  const bytes = new Uint8ClampedArray(SIDE * SIDE);
  let sentence = "";

  /** @type {(values: Numbers) => Uint8ClampedArray} */
  const toBytes = (values) => bytes.map((_, i) => 255 * values[i]); // what leaves 0 to 1 is cut off

  /** @type {(pixels: Numbers) => void} */
  function showGiven(pixels) {
    given.show(toBytes(pixels));
  }

  /** @type {(clean: Float64Array, output: Numbers, numbers: Numbers, noise: number) => void} */
  function show(clean, output, numbers, noise) {
    returned.show(toBytes(output));
    code.show(numbers);
    const sum = clean.reduce((total, value, i) => total + (output[i] - value) ** 2, 0);
    sentence = error.show(sum, typicalAt(data, noise), noise);
  }

  function clear() {
    const blank = bytes.map(() => 0);
    [given, returned].forEach((picture) => picture.show(blank));
    code.show([]);
    error.clear();
    sentence = "";
  }

  function refresh() {
    code.refresh();
  }

  function describe() {
    return sentence;
  }
  return { element, showGiven, show, clear, refresh, describe };
}

/**
 * The median error of the stored digits at this noise, between the levels on a straight line; 0 if unknown.
 * @type {(data: Data, noise: number) => number}
 */
function typicalAt({ levels, typical }, noise) {
  if (!typical.length) return 0;
  const right = Math.max(1, levels.findIndex((level) => level >= noise));
  const share = (noise - levels[right - 1]) / (levels[right] - levels[right - 1]);
  return typical[right - 1] + share * (typical[right] - typical[right - 1]);
}

/**
 * A bar for each number of the code, to the left if it is negative.
 * @param {Data} data
 */
function makeCode(data) {
  const zero = svg("path", { class: "gc-zero", d: "M50 0V100" });
  const bars = svg("path", { class: "gc-code-bars" });
  const picture = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img" }, zero, bars);
  const frame = html("span", { class: "gc-image" }, picture);
  const caption = html("figcaption", { class: "gc-note" });
  const element = html("figure", { class: "gc-picture gc-codes" }, caption, frame);

  /** @type {(numbers: Numbers) => void} */
  function show(numbers) {
    const reach = data.reach || Math.max(1e-9, ...Array.from(numbers, Math.abs));
    const high = 100 / Math.max(1, data.latents);
    /** @type {(value: number, i: number) => string} */
    const bar = (value, i) => {
      const share = Math.min(1, Math.max(-1, value / reach));
      return `M50 ${((i + 0.5) * high).toFixed(2)}h${(48 * share).toFixed(2)}`;
    };
    bars.setAttribute("d", Array.from(numbers, bar).join(""));
  }

  function refresh() {
    element.hidden = !data.latents;
    caption.textContent = `its code: ${data.latents} numbers`;
    setAttributes(picture, { "aria-label": `The ${data.latents} numbers of the code, as bars` });
    setAttributes(bars, { "stroke-width": (0.7 * 100) / Math.max(1, data.latents) });
  }
  return { element, show, refresh };
}

/**
 * The squared error as a number and a bar, with a mark at the typical error. show() returns it in words.
 * @param {Data} data
 */
function makeError(data) {
  const number = html("span", { class: "gc-number" });
  const fill = html("span", { class: "gc-fill" });
  const arrow = html("span", { class: "gc-arrow gc-right" }, "▸");
  const mark = html("span", { class: "gc-typical" });
  const note = html("p", { class: "gc-note" });
  const head = html("div", { class: "gc-error-head" }, html("span", {}, "squared error"), " ", number);
  const track = html("div", { class: "gc-track", "aria-hidden": "true" }, fill, arrow, mark);
  const element = html("div", { class: "gc-measure" }, head, track, note);

  /** @type {(sum: number, typical: number, noise: number) => string} */
  function show(sum, typical, noise) {
    const end = typical ? AXIS * typical : ALONE;
    number.textContent = formatNumber(sum, 2);
    setAttributes(fill, { style: `width: ${Math.min(100, (100 * sum) / end)}%` });
    arrow.hidden = sum <= end;
    showTypical(typical, noise);
    const times = typical ? `, ${formatNumber(sum / typical, 1)} times the typical ${formatNumber(typical, 1)}` : "";
    return `Squared error ${formatNumber(sum, 1)}${times}.`;
  }

  /** @type {(typical: number, noise: number) => void} */
  function showTypical(typical, noise) {
    mark.hidden = !typical;
    setAttributes(mark, { style: `left: ${100 / AXIS}%` });
    const what = `typical of the stored digits${noise > 0 ? " at this noise" : ""}`;
    note.textContent = typical
      ? `The mark: ${formatNumber(typical, 2)}, ${what}.`
      : "From drawing to output, summed over pixels.";
  }

  function clear() {
    number.textContent = "–";
    setAttributes(fill, { style: "width: 0" });
    arrow.hidden = true;
    showTypical(typicalAt(data, 0), 0);
  }
  return { element, show, clear };
}
