// The square of mixtures: p across, q upwards, best replies, equilibria, and a learning path from a start to drag.
import { last } from "../../kit/js/arrays.js";
import { makeStage } from "../../kit/js/stage.js";
import { setAttributes, svg } from "../../kit/js/dom.js";
import { columnReplies, equilibria, isPoint, rowReplies } from "./numbers.js";
import { formatChance } from "../../kit/js/format.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
/** @import { Box, Game, Path } from "./types.d.ts" */
/** @import { Hand, Place, Point, View } from "../../kit/js/types.d.ts" */

const [LOW, HIGH] = [-0.09, 1.06];
const HEADS = { every: 0.5, most: 6 }; // arrowheads along a path, in sides of the square

/**
 * start() is [p, q]; move(point) while it is dragged, end() after. Returns { element, show(game, rule, path) }.
 * @param {View} view
 * @param {{ start(): Point, move(point: Point): void, end(): void }} hand
 */
export function makeSquare(view, { start, move, end }) {
  const stage = makeStage({ low: [LOW, LOW], high: [HIGH, HIGH], height: 440 });
  /** @type {Record<string, SVGPathElement>} */
  const layers = {};
  for (
    const name of ["whole-row", "whole-column", "frame", "play", "row", "column", "lines", "average", "heads", "rings"]
  ) {
    layers[name] = svg("path", { class: `gc-game-${name}` });
  }
  /** @type {Record<string, SVGElement>} */
  const ends = {
    play: svg("rect", { class: "gc-game-play-end", x: -4, y: -4, width: 8, height: 8 }),
    average: svg("circle", { class: "gc-game-average-end", r: 5.5 }),
  };
  const handle = makeHandle(stage, "Start of the path. Arrow keys move it, with Shift further.");
  stage.picture.append(...Object.values(layers), drawTicks(stage), ends.play, ends.average);
  setAttributes(layers.frame, { d: outline(stage, [0, 1, 0, 1]) });

  onDrag(view, stage, handle.node, { where: start, move: (point) => move(inside(point)), end });
  onArrows(view, handle.node, (right, up) => {
    const [p, q] = start();
    move(inside([p + 0.01 * right, q + 0.01 * up]));
    end();
  });
  dragFromAnywhere();
  return { element: stage.element, show };

  /** A press beside the handle brings it there. */
  function dragFromAnywhere() {
    let held = false;
    view.on(stage.picture, "pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      held = true;
      stage.picture.setPointerCapture(event.pointerId);
      handle.node.focus({ preventScroll: true });
      move(inside(stage.under(event)));
    });
    view.on(stage.picture, "pointermove", (event) => held && move(inside(stage.under(event))));
    view.on(stage.picture, "lostpointercapture", () => {
      if (held) end();
      held = false;
    });
  }

  /** @type {(game: Game, rule: string, path: Path) => void} */
  function show(game, rule, { play, average }) {
    showReplies("row", rowReplies(game));
    showReplies("column", columnReplies(game));
    const stable = equilibria(game);
    const lines = stable.filter((box) => !isPoint(box));
    setAttributes(layers.lines, { d: lines.map((box) => outline(stage, box)).join("") });
    setAttributes(layers.rings, { d: stable.filter(isPoint).map(([p, , q]) => ring(stage.at([p, q]))).join("") });
    setAttributes(layers.play, { d: pathOf(stage, play) });
    setAttributes(layers.average, { d: pathOf(stage, average) });
    setAttributes(layers.heads, { d: heads(stage, rule === "fictitious play" ? average : play) });
    for (const [name, points] of Object.entries({ play, average })) {
      setAttributes(ends[name], { transform: `translate(${stage.at(last(points)).join(" ")})` });
    }
    const [p, q] = start();
    const text = `p ${formatChance(p)}, q ${formatChance(q)}`;
    handle.place([p, q]);
    setAttributes(handle.node, { "aria-valuenow": p, "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuetext": text });
    const where = stable.filter(isPoint).map(([p, , q]) => `(${formatChance(p)}, ${formatChance(q)})`);
    const rings = where.length ? ` Equilibria at ${where.join(", ")}.` : "";
    setAttributes(stage.picture, {
      "aria-label":
        `The square of p and q with both players' best replies, and the path of ${rule} from ${text}.${rings}`,
    });
  }

  /** @type {(player: string, boxes: Box[]) => void} */
  function showReplies(player, boxes) {
    const [whole, lines] = [boxes.filter(isWhole), boxes.filter((box) => !isWhole(box))];
    setAttributes(layers[`whole-${player}`], { d: whole.map((box) => outline(stage, box)).join("") });
    setAttributes(layers[player], { d: whole.length ? "" : lines.map((box) => outline(stage, box)).join("") });
  }
}

/** @type {(box: Box) => boolean} */
function isWhole([pLow, pHigh, qLow, qHigh]) {
  return pLow < pHigh && qLow < qHigh;
}

/**
 * A rectangle, a segment or nothing to see.
 * @type {(stage: Place, box: Box) => string}
 */
function outline(stage, [pLow, pHigh, qLow, qHigh]) {
  const [[left, bottom], [right, top]] = [stage.at([pLow, qLow]), stage.at([pHigh, qHigh])];
  if (!isWhole([pLow, pHigh, qLow, qHigh])) return `M${left} ${bottom}L${right} ${top}`;
  return `M${left} ${bottom}H${right}V${top}H${left}Z`;
}

/** @type {(point: Point) => string} */
function ring([x, y]) {
  return `M${x - 12} ${y}a12 12 0 1 0 24 0a12 12 0 1 0 -24 0`;
}

/** @type {(stage: Place, points: Point[]) => string} */
function pathOf(stage, points) {
  return `M${points.map((point) => stage.at(point).map((value) => value.toFixed(1)).join(" ")).join("L")}`;
}

/** @type {(stage: Place, points: Point[]) => string} */
function heads(stage, points) {
  let [path, walked, next, count] = ["", 0, 0.3, 0];
  for (let i = 1; i < points.length && count < HEADS.most; i++) {
    const way = points[i].map((value, k) => value - points[i - 1][k]);
    const length = Math.hypot(...way);
    walked += length;
    if (walked < next || length === 0) continue;
    next = walked + HEADS.every;
    count++;
    const [x, y] = stage.at(points[i]);
    const [u, v] = [way[0] / length, -way[1] / length]; // y downwards
    /** @type {(along: number, across: number) => string} */
    const corner = (along, across) =>
      `${(x + along * u - across * v).toFixed(1)} ${(y + along * v + across * u).toFixed(1)}`;
    path += `M${corner(6, 0)}L${corner(-5, 5)}L${corner(-5, -5)}Z`;
  }
  return path;
}

/** @type {(stage: Place) => SVGGElement} */
function drawTicks(stage) {
  const texts = [0, 0.5, 1].flatMap((value) => {
    const text = value === 0.5 ? "½" : String(value);
    const [x] = stage.at([value, 0]);
    const [, y] = stage.at([0, value]);
    const below = svg("text", { x, y: stage.at([0, -0.07])[1], "text-anchor": "middle" }, text);
    const beside = svg("text", { x: stage.at([-0.055, 0])[0], y: y + 5, "text-anchor": "middle" }, text);
    return value === 0 ? [below] : [below, beside];
  });
  return svg("g", { class: "gc-ticks", "aria-hidden": "true" }, ...texts);
}

/** @type {(point: Point) => Point} */
function inside(point) {
  return point.map((value) => Number(Math.min(1, Math.max(0, value)).toFixed(3)));
}
