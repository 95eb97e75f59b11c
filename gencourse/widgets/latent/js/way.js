// The map with the way from A to B. A press on it chooses the nearest code.
import { last } from "../../kit/js/arrays.js";
import { html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeMap } from "./map.js";
import { nearestCode } from "./path.js";
import { middleOf } from "./window.js";
/** @import { Lookout } from "./lookout.js" */
/** @import { Data } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, drawWay(codes), move(z, holes), describe() }.
 * @param {Data} data
 * @param {Lookout} lookout
 * @param {(index: number) => void} choose
 */
export function makeWayMap(data, lookout, choose) {
  const map = makeMap(data);
  const line = svg("path", { class: "gc-line gc-path" });
  const ends = ["A", "B"].map((letter) => {
    const ring = svg("circle", { class: "gc-end", r: 10 });
    return svg("g", { class: "gc-letter" }, ring, svg("text", { y: 4.2 }, letter));
  });
  const dot = svg(
    "g",
    { class: "gc-here-now" },
    svg("circle", { class: "gc-halo", r: 9 }),
    svg("circle", { class: "gc-dot", r: 5.5 }),
  );
  /** @type {number[][]} */
  let way = [];
  map.picture.append(line); // cut off at the map's edges, as codes are
  map.handles.append(dot, ...ends);
  setAttributes(map.handles, { "aria-hidden": "true" });
  const press = (/** @type {Point} */ point) => choose(nearestCode(data.codes, point).index);
  const buttons = lookout.serve(map, press, () => middleOf(lookout.now()));
  const element = html("div", {}, map.frame, buttons);

  /** @type {(codes: number[][]) => void} */
  function drawWay(codes) {
    way = codes;
  }

  /** @type {(z: number[], holes: boolean) => void} */
  function move(z, holes) {
    map.show(lookout.now(), holes);
    line.setAttribute("d", `M${way.map((code) => map.at(code).map((value) => value.toFixed(1)).join(" ")).join("L")}`);
    put(ends[0], way[0]);
    put(ends[1], last(way));
    put(dot, z);
  }

  /** @type {(node: SVGElement, z: number[]) => void} */
  function put(node, z) {
    const inside = map.clamp(z);
    setAttributes(node, { transform: `translate(${map.at(inside).join(" ")})` });
    node.classList.toggle("gc-beyond", inside.some((value, i) => value !== z[i]));
  }

  function describe() {
    map.picture.setAttribute("aria-label", "Map of the two latents with the codes and the way from A to B.");
  }
  return { element, drawWay, move, describe };
}
