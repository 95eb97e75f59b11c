// Tab 3: the learner is the discriminator, with a line or three bumps; the generator learns from its gradients.
import { logitOfBumps, logitOfLine, makeByHand } from "./by_hand.js";
import { makeControls } from "./controls.js";
import { makeFold } from "./fold.js";
import { CELLS } from "./chances.js";
import { ARROWS, SHOWN } from "./measure.js";
import { drawKeys, makePlane } from "./plane.js";
import { makePupil } from "./pupil.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { makeTools } from "./tools.js";
import { isDue } from "./turns.js";
import { count, percent, plural } from "./words.js";
import { formatNumber, html } from "../../kit/js/dom.js";
/** @import { Pupil } from "./pupil.js" */
/** @import { LogitAt, Traits, World } from "./types.d.ts" */
/** @import { Part, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

/**
 * world: the data, which changes in place
 * @type {(view: View<Traits>, world: World) => Part}
 */
export function makeDiscriminatorTab(view, world) {
  const pieces = makePieces(view, { changed: () => draw(), toggle: () => run(!running), restart: startOver, stepOnce });
  const { plane, tools, controls } = pieces;
  /** @type {LogitAt} */
  const logitAt = (x, y, slope) =>
    tools.kind() === 0 ? logitOfLine(tools.line, x, y, slope) : logitOfBumps(tools.bumps, x, y, slope);
  const discriminator = makeByHand(logitAt, CELLS * CELLS);
  const pupil = makePupil(view, world, discriminator);
  const element = layOut(pieces);
  const { pace, hasty } = controls;
  const runner = makeRunner(view, plane.element, { pace, hasty, advance: pupil.advance, draw: drawGame });
  let running = false;

  const draw = view.onceAFrame(() => {
    plane.renewColours();
    if (pupil.isOver()) startOver();
    if (running && !world.centres.length) run(false);
    drawGame();
  });
  return {
    element,
    draw,
    describe() {
      describePicture(pieces, world);
      return pupil.now.begun ? describe(pieces, pupil, running) : ""; // not yet in sight
    },
  };

  function startOver() {
    pupil.start();
    draw();
  }

  /** @type {(on: boolean) => void} */
  function run(on) {
    running = on;
    runner.run(on);
    draw();
  }

  function stepOnce() {
    pupil.advance();
    draw();
  }

  /** @type {(turn?: number | null) => void} */
  function drawGame(turn = null) {
    if (turn === null) plane.heat.ofJudge(discriminator.logitsOf); // a hand's does not change by itself
    showGame(pieces, world, pupil, running, turn);
  }
}

/**
 * What the tab is made of.
 * @param {View} view
 * @param {{ changed(): void, toggle(): void, restart(): void, stepOnce(): void }} acts
 */
function makePieces(view, { changed, toggle, restart, stepOnce }) {
  const plane = makePlane();
  const controls = makeControls(view, { toggle, restart, steps: { "Step G": stepOnce } });
  return {
    plane,
    controls,
    fine: makeFold(view, "Step by step, and speed", controls.fine),
    tools: makeTools(view, plane.pad, changed),
    rows: makeRows(["Steps of G", "Your accuracy", "Your loss, nats", "Loss of G, nats", "Largest heap"]),
    note: html("p", { class: "gc-gan-advice" }),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ plane, tools, controls, fine, note, rows }) {
  const keys = drawKeys([
    ["dot", "real"],
    ["diamond", "generated"],
    ["arrow", "where G is pulled"],
    ["half", "you say ½"],
  ]);
  return html(
    "div",
    { class: "gc-gan" },
    html("div", { class: "gc-gan-left" }, plane.element, keys),
    html(
      "div",
      { class: "gc-gan-right" },
      html("p", {}, "You are the discriminator, and G learns from your real gradients."),
      controls.element,
      tools.element,
      note,
      rows.element,
      fine.element,
    ),
  );
}

/** @type {(pieces: Pieces, world: World, pupil: Pupil, running: boolean, turn: number | null) => void} */
function showGame(pieces, world, pupil, running, turn) {
  const { plane, tools, controls, rows, note } = pieces;
  const { measure, steps } = pupil.now;
  const empty = !world.centres.length;
  pupil.look(turn);
  const { real, fake, slopes, numbers } = measure;
  plane.draw({ real: empty ? null : real, fake, count: SHOWN, slopes, arrows: ARROWS });
  if (!isDue(turn, 1)) return;
  tools.show();
  controls.show(running, !empty);
  rows.show(
    empty ? {} : {
      "Steps of G": count(steps),
      "Your accuracy": percent(numbers.accuracy),
      "Your loss, nats": formatNumber(numbers.discriminator, 2),
      "Loss of G, nats": formatNumber(numbers.generator, 2),
      "Largest heap": percent(numbers.heap),
    },
  );
  note.textContent = advice(empty, steps, numbers.heap, tools.kind());
  if (!running) describePicture(pieces, world);
}

/** @type {(empty: boolean, steps: number, heap: number, kind: number) => string} */
function advice(empty, steps, heap, kind) {
  if (empty) return "There are no data: paint some in the first tab, or choose others.";
  if (steps === 0) {
    return "Put your discriminator where the real points are, then press Run and see what G makes of it.";
  }
  if (heap > 0.9) {
    return "G has run to one place, whatever the data are: it only knows what you tell it. Move, and it follows.";
  }
  return kind === 0
    ? "A line has no highest place: G runs away from it, on the side that you call real."
    : "Each point climbs the hill that it feels; where you stand still, G ends on your peaks.";
}

/** @type {(pieces: Pieces, pupil: Pupil, running: boolean) => string} */
function describe({ note }, { now: { steps, measure } }, running) {
  if (running) return "Running.";
  return `${plural(steps, "step")} of G. Your accuracy ${percent(measure.numbers.accuracy)}. ${note.textContent}`;
}

/** @type {(pieces: Pieces, world: World) => void} */
function describePicture({ plane, note }, world) {
  plane.describe(
    `${world.title}: real points as dots, generated ones as diamonds with arrows, over the chance that you give to real. ${note.textContent}`,
  );
}
