// Where the learner is on the way from A to B, by hand or while it plays. It knows no pictures.
import { between } from "./path.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeJourney>} Journey */

const SECONDS = 4; // that playing takes

/**
 * changed() is called when the position, the ends or the path are new.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {() => void} changed
 */
export function makeJourney(view, data, changed) {
  const { model } = view;
  const now = {
    position: model.get("position"),
    began: 0, // when playing did, as if from A; 0 while nothing plays
  };
  const step = view.onceAFrame(() => {
    if (!now.began) return;
    move(Math.min(1, (performance.now() - now.began) / (1000 * SECONDS)));
    if (now.position < 1) step();
    else pause();
  });
  return { now, follow, play, pause, halt, move, tell, learn, codes, codeAt, images };

  /** Take the position from the traits, unless it plays. */
  function follow() {
    if (!now.began) now.position = model.get("position");
    changed();
  }

  function play() {
    if (now.position >= 1) now.position = 0;
    now.began = performance.now() - 1000 * SECONDS * now.position;
    changed();
    step();
  }

  function pause() {
    halt();
    tell();
  }

  /** A hand has taken over. */
  function halt() {
    now.began = 0;
  }

  /** @type {(to: number) => void} */
  function move(to) {
    now.position = to;
    changed();
  }

  function tell() {
    learn({ position: now.position });
  }

  /**
   * Python learns the code along with what it follows from.
   * @type {(changes: Partial<Traits>) => void}
   */
  function learn(changes) {
    const [a, b] = (changes.ends ?? model.get("ends")).map((end) => data.codeOf(end));
    view.learn({ ...changes, z: between(a, b, now.position, changes.path ?? model.get("path")) });
    changed();
  }

  function codes() {
    return model.get("ends").map((end) => data.codeOf(end));
  }

  /** @type {(position: number) => number[]} */
  function codeAt(position) {
    const [a, b] = codes();
    return between(a, b, position, model.get("path"));
  }

  function images() {
    return model.get("ends").map((end) => data.images[end]);
  }
}
