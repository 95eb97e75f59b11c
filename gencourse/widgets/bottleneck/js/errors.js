// The error against the width, on a logarithmic axis: its slider stands below it and is its other axis.
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
/** @import { Data } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

/**
 * data: { widths, errors, errorAxis: [low, high], latents, error }. show(index) marks a width.
 * @type {(data: Data) => { element: HTMLElement, scale: HTMLElement, show(index: number): void }}
 */
export function makeErrorChart({ widths, errors, errorAxis: [low, high], latents, error }) {
  const last = Math.max(1, widths.length - 1);
  /** @type {Point[]} */
  const places = errors.map((value, i) => [(100 * i) / last, down(value)]);
  const lines = svg(
    "svg",
    { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img" },
    svg("path", { class: "gc-line gc-circle", d: `M${places.map((place) => place.join(" ")).join("L")}` }),
  );
  const now = html("span", { class: "gc-now" });
  const here = html("span", { class: "gc-here gc-circle" });
  const element = html("div", { class: "gc-curve gc-errors" }, lines, now);
  for (const place of places) {
    element.append(html("span", { class: "gc-here gc-circle gc-small", style: styleOf(place) }));
  }
  if (widths.includes(latents)) {
    element.append(
      html("span", { class: "gc-here gc-diamond", style: styleOf([places[widths.indexOf(latents)][0], down(error)]) }),
    );
  }
  element.append(here, ...drawTicks());
  lines.setAttribute("aria-label", describe());

  /** @type {(index: number) => void} */
  function show(index) {
    setAttributes(now, { style: `left: ${places[index][0]}%` });
    setAttributes(here, { style: styleOf(places[index]) });
  }
  return { element, scale: drawScale(), show };

  /** @type {(value: number) => number} */
  function down(value) {
    const share = Math.log(Math.max(value, low) / low) / Math.log(high / low); // what is below stands on the floor
    return 100 * (1 - share);
  }

  function drawTicks() {
    const every = Math.ceil(Math.log10(high / low) / 6);
    const ticks = [];
    for (let power = Math.floor(Math.log10(high)); 10 ** power >= low; power -= every) {
      const text = Number(`1e${power}`).toLocaleString("en", { maximumFractionDigits: 6 });
      ticks.push(html("span", { class: "gc-tick", style: `top: ${down(10 ** power)}%`, "aria-hidden": "true" }, text));
    }
    return ticks;
  }

  function drawScale() {
    const every = Math.ceil(widths.length / 10);
    const scale = html("div", { class: "gc-axis", "aria-hidden": "true" });
    for (let i = widths.length - 1; i >= 0; i -= every) {
      scale.append(html("span", { style: `left: ${places[i][0]}%` }, String(widths[i])));
    }
    return scale;
  }

  function describe() {
    const said = widths.map((width, i) => `${width}: ${formatNumber(errors[i])}`);
    return `Mean squared error of PCA at each width, on a logarithmic axis. ${said.join(", ")}.`;
  }
}

/** @type {(place: Point) => string} */
function styleOf([left, top]) {
  return `left: ${left}%; top: ${top}%`;
}
