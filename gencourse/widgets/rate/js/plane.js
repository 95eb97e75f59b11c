// The rate-distortion plane: a point for each model, the floor, and the line of all that has the same loss at this beta.
import { drawUnits, makeStage } from "../../kit/js/stage.js";
import { html, setAttributes, svg } from "../../kit/js/dom.js";
import { ticksBetween } from "../../kit/js/ticks.js";
/** @import { Frame } from "./types.d.ts" */
/** @import { Point, Stage } from "../../kit/js/types.d.ts" */
/** @typedef {{ x: number, y: number, beyond: "right" | "up" | "" }} Place */

const HEIGHT = 400; // in drawing units, where the stage is 440 wide
const EDGE = 7; // between the frame and a point that lies beyond it
const MOST_NAMED = 12; // points with their beta beside them

/**
 * Returns { element, show(index), nearest(event) }.
 * @param {Frame} frame
 */
export function makePlane(frame) {
  /** @type {Point} */
  const low = [-0.03 * frame.mostRate, frame.distortions[0]];
  /** @type {Point} */
  const high = [frame.mostRate, frame.distortions[1]];
  const stage = makeStage({ low, high, height: HEIGHT });
  const places = frame.points.map((point) => placeOf(stage, high, point));
  const sameLoss = svg("path", { class: "gc-rate-loss" });
  const chosen = svg("path", { class: "gc-rate-chosen" });
  const atEdge = places.map((_, i) => i).filter((i) => places[i].beyond === "right");
  const names = places.map((place, i) => drawName(place, nameOf(frame, places, i), atEdge.indexOf(i)));
  stage.picture.append(
    drawFloor(stage, frame),
    svg("path", { class: "gc-rate-curve", d: `M${places.map(({ x, y }) => `${x} ${y}`).join("L")}` }),
    sameLoss,
    drawMeanImage(stage, frame),
    ...places.map((place) =>
      svg("path", { class: "gc-rate-point", d: outline(place, 4), transform: `translate(${place.x} ${place.y})` })
    ),
    chosen,
    nameFloor(stage, frame),
    ...names,
  );
  for (const tick of ticksBetween(low[1], high[1], 6)) {
    const top = (100 * (high[1] - tick)) / (high[1] - low[1]);
    stage.element.append(
      html("span", { class: "gc-tick", style: `top: ${top}%`, "aria-hidden": "true" }, String(tick)),
    );
  }
  const title = html("p", { class: "gc-note" }, "distortion, nats per image");
  const across = html("p", { class: "gc-note gc-rate-across" }, "rate, nats per image");
  const key = html("p", { class: "gc-note gc-rate-key" });
  const element = html(
    "div",
    { class: "gc-rate-plane" },
    title,
    stage.element,
    drawUnits(low[0], high[0], "", 8),
    across,
    key,
  );

  /** @type {(index: number) => void} */
  function show(index) {
    const [rate, distortion] = frame.points[index];
    const beta = frame.betas[index];
    /** @type {(r: number) => string} */
    const at = (r) => stage.at([r, distortion + beta * (rate - r)]).map((value) => value.toFixed(1)).join(" ");
    setAttributes(sameLoss, { d: beta ? `M${at(low[0])}L${at(high[0])}` : `M${at(low[0])}H440` });
    const { x, y } = places[index];
    setAttributes(chosen, { d: outline(places[index], 8), style: `transform: translate(${x}px, ${y}px)` });
    names.forEach((name, i) => {
      name.classList.toggle("gc-now-named", i === index);
      setAttributes(name, {
        display: i === index || places[i].beyond || places.length <= MOST_NAMED ? "inline" : "none",
      });
    });
    const line = svg("path", { class: "gc-rate-loss", d: "M0 5H20" });
    const stroke = svg("svg", { class: "gc-rate-stroke", viewBox: "0 0 20 10", "aria-hidden": "true" }, line);
    key.replaceChildren(stroke, `at this beta: distortion + ${frame.names[index]} × rate = ${frame.said[index][2]}`);
    setAttributes(stage.picture, { "aria-label": describe(frame, index) });
  }

  /**
   * The index of the point nearest to the pointer, in what is seen.
   * @type {(event: MouseEvent) => number}
   */
  function nearest(event) {
    const [x, y] = stage.at(stage.under(event));
    const distances = places.map((place) => (place.x - x) ** 2 + (place.y - y) ** 2);
    return distances.indexOf(Math.min(...distances));
  }
  return { element, show, nearest, stage: stage.element };
}

/**
 * Where a point is drawn; beyond the frame it stands at the edge: "right" or "up".
 * @type {(stage: Stage, high: Point, point: Point) => Place}
 */
function placeOf(stage, high, [rate, distortion]) {
  const beyond = rate > high[0] ? "right" : distortion > high[1] ? "up" : "";
  const [x, y] = stage.at([Math.min(rate, high[0]), Math.min(distortion, high[1])]);
  return { x: rate > high[0] ? x - EDGE : x, y: distortion > high[1] ? y + EDGE : y, beyond };
}

/**
 * A circle of radius r, or a triangle that points to where the point lies.
 * @type {(place: Pick<Place, "beyond">, r: number) => string}
 */
function outline({ beyond }, r) {
  if (beyond === "right") return `M${r} 0L${-r} ${r}V${-r}Z`;
  if (beyond === "up") return `M0 ${-r}L${r} ${r}H${-r}Z`;
  return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/** @type {(frame: Frame, places: Place[], i: number) => string} */
function nameOf({ names, said }, places, i) {
  if (places[i].beyond === "right") return `β ${names[i]}, rate ${said[i][0]}`;
  return places[i].beyond ? `β ${names[i]}, distortion ${said[i][1]}` : `β ${names[i]}`;
}

/**
 * To the right of its point, and above: there neither the curve nor this line passes. Below it, one under the
 * other, where points stand at the right edge.
 * @type {(place: Place, text: string, below: number) => SVGTextElement}
 */
function drawName({ x, y, beyond }, text, below) {
  const toEdge = beyond === "right" || x > 370;
  const down = { right: 21 + 15 * below, up: 12, "": toEdge ? -9 : -6 }[beyond];
  return svg("text", {
    class: "gc-rate-name",
    x: toEdge ? 434 : x + 11,
    y: y + down,
    "text-anchor": toEdge ? "end" : "start",
  }, text);
}

/** @type {(stage: Stage, frame: Frame) => SVGPathElement} */
function drawFloor(stage, { floor: [nats] }) {
  return svg("path", { class: "gc-rate-floor", d: `M0 ${stage.at([0, nats])[1]}H440` });
}

/** @type {(stage: Stage, frame: Frame) => SVGTextElement} */
function nameFloor(stage, { floor: [nats, said] }) {
  const y = stage.at([0, nats])[1] + 19;
  return svg("text", { class: "gc-rate-name", x: 434, y, "text-anchor": "end" }, `floor of grey pixels, ${said}`);
}

/** @type {(stage: Stage, frame: Frame) => SVGGElement} */
function drawMeanImage(stage, { meanImage: [nats, said] }) {
  const [x, y] = stage.at([0, nats]);
  const diamond = svg("path", { class: "gc-rate-mean", d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
  return svg(
    "g",
    {},
    diamond,
    svg("text", { class: "gc-rate-name", x: x + 11, y: y - 3 }, `one mean image for all, ${said}`),
  );
}

/** @type {(frame: Frame, index: number) => string} */
function describe({ names, said, floor, meanImage }, index) {
  const points = names.map((name, i) => `beta ${name}: rate ${said[i][0]}, distortion ${said[i][1]}`).join("; ");
  const marks = `The floor of grey pixels is ${floor[1]}, one mean image for all has ${meanImage[1]}.`;
  return `Distortion against rate, in nats per image. ${points}. ${marks} Beta ${names[index]} is chosen.`;
}
