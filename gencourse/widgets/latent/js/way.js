// The map with the way from A to B. A press on it chooses the nearest code.
import { last } from "../../kit/js/arrays.js";
import { setAttributes, svg } from "../../kit/js/dom.js";
import { makeMap } from "./map.js";
import { nearestCode } from "./path.js";
/** @import { Data } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, drawWay(codes), move(z, holes), describe() }.
 * @param {View} view
 * @param {Data} data
 * @param {(index: number) => void} choose
 */
export function makeWayMap(view, data, choose) {
  const map = makeMap(data);
  const line = svg("path", { class: "gc-line gc-path" });
  const ends = ["A", "B"].map((letter) => {
    const ring = svg("circle", { class: "gc-end", r: 8 });
    return svg("g", { class: "gc-letter" }, ring, svg("text", { y: 3.6 }, letter));
  });
  const dot = svg("circle", { class: "gc-dot", r: 4.5 });
  map.handles.append(line, dot, ...ends);
  setAttributes(map.handles, { "aria-hidden": "true" });
  view.on(map.element, "click", (event) => choose(nearestCode(data.codes, map.under(event)).index));

  /** @type {(codes: number[][]) => void} */
  function drawWay(codes) {
    line.setAttribute("d", `M${codes.map((z) => map.at(z).map((value) => value.toFixed(1)).join(" ")).join("L")}`);
    put(ends[0], codes[0]);
    put(ends[1], last(codes));
  }

  /** @type {(z: number[], holes: boolean) => void} */
  function move(z, holes) {
    map.showHoles(holes);
    put(dot, z);
  }

  /** @type {(node: SVGElement, z: number[]) => void} */
  function put(node, z) {
    setAttributes(node, { transform: `translate(${map.at(map.clamp(z)).join(" ")})` });
  }

  function describe() {
    map.picture.setAttribute("aria-label", "Map of the two latents with the codes and the way from A to B.");
  }
  return { element: map.element, drawWay, move, describe };
}
