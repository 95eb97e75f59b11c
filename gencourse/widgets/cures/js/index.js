// The two switches of lesson 05: four trained models, where each puts its codes, and what the numbers say.
import { makeClock } from "./clock.js";
import { makeCuresMap } from "./map.js";
import { makeScenes } from "./scene.js";
import { readFloats } from "../../kit/js/buffers.js";
import { html } from "../../kit/js/dom.js";
import { makeMotion } from "../../kit/js/motion.js";
import { makeReadout } from "../../kit/js/readout.js";
import { makeSpeech } from "../../kit/js/speech.js";
import { makeChoice, makeSwitch } from "../../kit/js/switch.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, Model, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const SWITCHED = 400; // milliseconds that the codes take from one model's map to another's
const STEPPED = 200; // and to the next snapshot

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const { model } = view;
  const frame = model.get("_frame");
  const scenes = makeScenes(frame, readFloats(model.get("_positions")));
  const pieces = makePieces(view, { move, end: rest });
  const { map, clock } = pieces;
  const motion = makeMotion(view, {
    target: () => scenes.at(runOf(model), clock.time(), model.get("same_scale")),
    between: scenes.between,
    draw: map.draw,
    tick: () => clock.tick(),
  });
  const speech = makeSpeech(view, () => describe(pieces, model));
  const settle = view.whenQuiet(SWITCHED + 100, describeMap);
  let told = model.get("moment");

  view.root.append(...layOut(pieces), speech.element);
  view.watch(["loss", "noise", "same_scale"], () => change(SWITCHED));
  view.watch(["moment"], () => {
    if (model.get("moment") !== told) clock.stop(model.get("moment"));
    told = model.get("moment");
    change(STEPPED);
  });
  clock.stop(told);
  write(pieces, model);
  motion.go(0);
  describeMap();

  /** @type {(moment: number) => void} */
  function rest(moment) {
    view.learn({ moment });
    speech.say(); // it may rest where it began to play: nothing has changed then for those who watch
    settle();
  }

  /**
   * The clock moves on by itself, or under the learner's hand.
   * @type {(byHand: boolean) => void}
   */
  function move(byHand) {
    write(pieces, model);
    motion.go(byHand ? STEPPED : null);
  }

  /** @type {(milliseconds: number) => void} */
  function change(milliseconds) {
    write(pieces, model);
    motion.go(milliseconds);
    speech.say();
    settle();
  }

  function describeMap() {
    map.describe(titleNow(pieces, model), scenes.outside(runOf(model), momentOf(pieces), model.get("same_scale")));
  }
}

/**
 * What the widget is made of.
 * @param {View<Traits>} view
 * @param {{ move(byHand: boolean): void, end(moment: number): void }} hand
 */
function makePieces(view, hand) {
  const frame = view.model.get("_frame");
  return {
    map: makeCuresMap(frame),
    numbers: makeReadout(),
    clock: makeClock(view, frame.whens, hand),
    lossSwitch: makeSwitch(view, "A loss that pulls codes to N(0, I)", (loss) => view.learn({ loss })),
    noiseSwitch: makeSwitch(view, "Noise on the codes", (noise) => view.learn({ noise })),
    scale: makeChoice(view, "Scale of the map", ["Same scale", "Fit to the codes"], (i) => {
      view.learn({ same_scale: i === 0 });
    }),
  };
}

/** @type {(pieces: Pieces) => HTMLElement[]} */
function layOut({ map, numbers, clock, lossSwitch, noiseSwitch, scale }) {
  return [
    html("div", { class: "gc-cures-switches" }, lossSwitch.element, noiseSwitch.element),
    html(
      "div",
      { class: "gc-cures" },
      html("div", { class: "gc-cures-left" }, map.element, clock.element),
      html("div", { class: "gc-side" }, numbers.element, scale.element, map.note),
    ),
  ];
}

/** @type {(pieces: Pieces, model: Model<Traits>) => void} */
function write(pieces, model) {
  const { titles, sentences, rows } = model.get("_frame");
  const [run, moment] = [runOf(model), momentOf(pieces)];
  pieces.lossSwitch.show(model.get("loss"));
  pieces.noiseSwitch.show(model.get("noise"));
  pieces.scale.show(model.get("same_scale") ? 0 : 1);
  pieces.numbers.show(titles[run], sentences[run][moment], rows[run][moment]);
}

/** @type {(model: Model<Traits>) => string} */
function runOf(model) {
  return model.get("_frame").runs[(model.get("loss") ? 1 : 0) + (model.get("noise") ? 2 : 0)];
}

/**
 * The snapshot at or before the clock's time, which lies between two while it plays.
 * @type {(pieces: Pieces) => number}
 */
function momentOf({ clock }) {
  return Math.floor(clock.time() + 1e-6);
}

/** @type {(pieces: Pieces, model: Model<Traits>) => string} */
function titleNow(pieces, model) {
  const { titles, whens } = model.get("_frame");
  return `${titles[runOf(model)]}, ${whens[momentOf(pieces)]}`;
}

/** @type {(pieces: Pieces, model: Model<Traits>) => string} */
function describe(pieces, model) {
  return `${titleNow(pieces, model)}. ${model.get("_frame").sentences[runOf(model)][momentOf(pieces)]}`;
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
