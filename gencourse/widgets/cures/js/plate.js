// One square picture of the codes: N(0, I) dashed, and for each class its ellipses and its digits.
import { classStyle, setAttributes, svg, uniqueId } from "../../kit/js/dom.js";
/** @import { Frame, Window } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, show(mean, sigma, [x, y, half]) }.  left, top, side: its place in the drawing
 * @param {Frame} frame
 * @param {{ left: number, top: number, side: number }} place
 */
export function makePlate(frame, { left, top, side }) {
  const clip = uniqueId("plate");
  const box = { x: left, y: top, width: side, height: side };
  const rings = [1, 2].map(() => svg("circle", { class: "gc-cures-prior" }));
  const classes = groupByLabel(frame).map(({ label, members }) => {
    const style = label === null ? "" : classStyle(frame.colours[label]);
    const regions = svg("path", { class: "gc-cures-regions", style });
    const codes = label === null
      ? svg("path", { class: "gc-cures-dots" })
      : svg("text", { class: "gc-cures-digits", style });
    if (label !== null) codes.textContent = String(label).repeat(members.length);
    return { label, members, regions, codes };
  });
  const element = svg(
    "g",
    {},
    svg("clipPath", { id: clip }, svg("rect", box)),
    svg("rect", { class: "gc-cures-plate", ...box }),
    svg(
      "g",
      { "clip-path": `url(#${clip})` },
      ...classes.map((c) => c.regions),
      ...rings,
      ...classes.map((c) => c.codes),
    ),
  );

  /** @type {(mean: Float32Array, sigma: Float32Array, window: Window) => void} */
  function show(mean, sigma, [x, y, half]) {
    const zoom = side / (2 * half);
    /** @type {(value: number) => number} */
    const across = (value) => left + side / 2 + zoom * (value - x);
    /** @type {(value: number) => number} */
    const down = (value) => top + side / 2 - zoom * (value - y);
    rings.forEach((ring, i) => setAttributes(ring, { cx: across(0), cy: down(0), r: (i + 1) * zoom }));
    for (const { label, members, regions, codes } of classes) {
      /** @type {Point[]} */
      const places = members.map((i) => [across(mean[2 * i]), down(mean[2 * i + 1])]);
      /** @type {(place: Point, k: number) => string} */
      const regionOf = ([cx, cy], k) => ellipse(cx, cy, zoom * sigma[2 * members[k]], zoom * sigma[2 * members[k] + 1]);
      setAttributes(regions, { d: places.map(regionOf).join("") });
      if (label === null) {
        setAttributes(codes, { d: places.map(([cx, cy]) => `M${cx.toFixed(1)} ${cy.toFixed(1)}h0`).join("") });
      } else setAttributes(codes, { x: list(places, 0, 0), y: list(places, 1, 3.4) });
    }
  }
  return { element, show };
}

/** @type {(frame: Frame) => { label: number | null, members: number[] }[]} */
function groupByLabel({ labels, shown }) {
  const every = Array.from({ length: shown }, (_, i) => i);
  if (!labels.length) return [{ label: null, members: every }];
  return [...new Set(labels)].sort().map((label) => ({ label, members: every.filter((i) => labels[i] === label) }));
}

/**
 * Nothing for an ellipse that no eye could see.
 * @type {(x: number, y: number, rx: number, ry: number) => string}
 */
function ellipse(x, y, rx, ry) {
  if (Math.max(rx, ry) < 0.3) return "";
  const [a, b] = [rx.toFixed(2), ry.toFixed(2)];
  return `M${(x - rx).toFixed(2)} ${y.toFixed(2)}a${a} ${b} 0 1 0 ${(2 * rx).toFixed(2)} 0a${a} ${b} 0 1 0 ${
    (-2 * rx).toFixed(2)
  } 0`;
}

/** @type {(places: Point[], axis: 0 | 1, shift: number) => string} */
function list(places, axis, shift) {
  return places.map((place) => (place[axis] + shift).toFixed(1)).join(" ");
}
