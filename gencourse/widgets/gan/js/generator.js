// Tab 2: the learner is the generator. Drag blobs of points; D learns against them, and its arrows are its gradients.
import { BLOBS, makeDuel, PATIENT } from "./duel.js";
import { makeFold } from "./fold.js";
import { sigmoid } from "./losses.js";
import { SHOWN } from "./measure.js";
import { drawKeys, makePlane } from "./plane.js";
import { REACH } from "./players.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { isDue, pieceOf } from "./turns.js";
import { percent } from "./words.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
import { makeSwitch } from "../../kit/js/switch.js";
/** @import { Duel } from "./duel.js" */
/** @import { Traits, World } from "./types.d.ts" */
/** @import { Pad, Part, Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const PACE = 3; // D's steps a frame
const NUDGE = 0.1; // of an arrow key
const TASK =
  `You are the generator. Each of your ${BLOBS} handles makes points around it; the number beside it is the chance that D gives to real. D learns while you move, and rests a little later.`;
const SMALL_PRINT =
  "Drag a handle, or move it by arrow keys. “Follow the arrows” takes each handle one step down the slope of its loss, which is what training does to a generator.";

/**
 * world: the data, which changes in place
 * @type {(view: View<Traits>, world: World) => Part}
 */
export function makeGeneratorTab(view, world) {
  const duel = makeDuel(view, world);
  const pieces = makePieces(view, (on) => {
    duel.now.learning = on;
    wake();
  });
  const { plane } = pieces;
  const element = layOut(pieces);
  const runner = makeRunner(view, plane.element, { pace: () => PACE, advance, draw: drawGame });
  const draw = view.onceAFrame(() => {
    plane.renewColours();
    if (duel.isOver()) startOver();
    drawGame();
  });
  connect(view, pieces, duel, wake, drawGame);
  view.on(pieces.follow, "click", () => {
    duel.followArrows(plane.pad.clamp);
    wake();
  });
  view.on(pieces.again, "click", startOver);
  return {
    element,
    draw,
    describe() {
      describePicture(pieces, world);
      return pieces.note.textContent;
    },
  };

  function startOver() {
    duel.start();
    wake();
  }

  /** D has something new to learn. */
  function wake() {
    duel.now.resting = 0;
    runner.run(duel.now.learning && world.centres.length > 0);
    draw();
  }

  function advance() {
    duel.advance();
    if (duel.now.resting < PATIENT) return;
    runner.run(false);
    draw();
  }

  /** @type {(turn?: number | null) => void} */
  function drawGame(turn = null) {
    showGame(pieces, world, duel, turn);
  }
}

/**
 * What the tab is made of.
 * @param {View} view
 * @param {(on: boolean) => void} setLearning
 */
function makePieces(view, setLearning) {
  const plane = makePlane();
  return {
    plane,
    handles: Array.from({ length: BLOBS }, (_, i) => makePlayed(plane.pad, i)),
    rows: makeRows(["Accuracy of D", "Loss of D, nats", "Your loss, nats", "Modes covered"]),
    note: html("p", { class: "gc-gan-advice" }),
    learns: makeSwitch(view, "D learns", setLearning),
    follow: html("button", { type: "button" }, "Follow the arrows"),
    again: html("button", { type: "button" }, "Start over"),
    help: makeFold(view, "How to move, and what an arrow does", [html("p", { class: "gc-note" }, SMALL_PRINT)]),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ plane, rows, note, learns, follow, again, help }) {
  const keys = drawKeys([
    ["dot", "real"],
    ["diamond", "yours"],
    ["arrow", "where you are pulled"],
    ["half", "D says ½"],
  ]);
  return html(
    "div",
    { class: "gc-gan" },
    html("div", { class: "gc-gan-left" }, plane.element, keys),
    html(
      "div",
      { class: "gc-gan-right" },
      html("p", {}, TASK),
      html("div", { class: "gc-buttons" }, follow, again),
      learns.element,
      note,
      rows.element,
      help.element,
    ),
  );
}

/** @type {(view: View, pieces: Pieces, duel: Duel, wake: () => void, drawGame: () => void) => void} */
function connect(view, { plane: { pad }, handles }, duel, wake, drawGame) {
  handles.forEach(({ node }, i) => {
    onDrag(view, pad, node, { where: () => duel.placeOf(i), move, end: drawGame });
    onArrows(view, node, (right, up) => {
      const [x, y] = duel.placeOf(i);
      move([x + NUDGE * right, y + NUDGE * up]);
    });

    /** @type {(point: Point) => void} */
    function move(point) {
      duel.move(i, pad.clamp(point));
      wake();
    }
  });
}

/** @type {(pieces: Pieces, world: World, duel: Duel, turn: number | null) => void} */
function showGame(pieces, world, duel, turn) {
  const { plane, handles, rows, note, learns } = pieces;
  if (!world.centres.length) {
    note.textContent = "There are no data: paint some in the first tab, or choose others.";
    return;
  }
  duel.look(turn);
  const { real, fake, slopes, numbers, blobs } = duel;
  const { discriminator, learning, resting } = duel.now;
  plane.heat.ofNetwork(discriminator, pieceOf(turn));
  plane.draw({ real, fake, count: SHOWN / 2, places: blobs.centres, slopes, arrows: BLOBS });
  const logits = discriminator.logitsOf(blobs.centres, BLOBS);
  handles.forEach((handle, i) => handle.show(duel.placeOf(i), sigmoid(logits[i])));
  if (!isDue(turn, 1)) return;
  rows.show({
    "Accuracy of D": percent(numbers.accuracy),
    "Loss of D, nats": formatNumber(numbers.discriminator, 2),
    "Your loss, nats": formatNumber(numbers.generator, 2),
    "Modes covered": world.modes ? `${duel.modes()} of ${world.centres.length / 2}` : null,
  });
  learns.show(learning);
  note.textContent = adviceOn(duel);
  if (!learning || resting >= PATIENT) describePicture(pieces, world);
}

/** @type {(duel: Duel) => string} */
function adviceOn({ now: { learning, resting }, numbers: { accuracy } }) {
  if (!learning) return "D stands still: you can take all your points to its highest place. Then let it learn again.";
  if (resting < PATIENT) return "D is learning …";
  const right = `D has learned what it could, and is right for ${percent(accuracy)}`;
  if (accuracy < 0.6) return `${right}: it can do no better than guess. You have won.`;
  return `${right}. Leave it nothing to tell apart: then it is right for half.`;
}

/** @type {(pieces: Pieces, world: World) => void} */
function describePicture({ plane, note }, world) {
  plane.describe(
    `${world.title}: real points as dots, yours as diamonds around ${BLOBS} handles, over the chance that D gives to real. ${note.textContent}`,
  );
}

/** @type {(pad: Pad, i: number) => { node: SVGElement, show(place: Point, chance: number): void }} */
function makePlayed(pad, i) {
  const handle = makeHandle(pad, `Your handle ${i + 1}. Arrow keys move it, with Shift further.`);
  const verdict = svg("text", { class: "gc-gan-verdict", x: 10, y: -8 });
  handle.node.append(verdict);

  /** @type {(place: Point, chance: number) => void} */
  function show(place, chance) {
    handle.place(place);
    verdict.textContent = percent(chance);
    const [x, y] = place.map((value) => formatNumber(value, 1));
    const text = `x ${x}, y ${y}; D says ${percent(chance)} real`;
    setAttributes(handle.node, {
      "aria-valuemin": -REACH,
      "aria-valuemax": REACH,
      "aria-valuenow": place[0],
      "aria-valuetext": text,
    });
  }
  return { node: handle.node, show };
}
