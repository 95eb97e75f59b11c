// What runs in steps: each frame some steps and one drawing. Nothing runs while it is paused or out of sight.
import { last } from "../../kit/js/arrays.js";
import { wantsNoMotion } from "../../kit/js/motion.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const PATIENCE = 24; // milliseconds of steps in a frame, at most: a slow machine steps less and still draws
const CALM = 500; // milliseconds between drawings for those who want no motion

/**
 * place: the element that has to be in sight; pace(): steps a frame, below 1 too; advance(): one step; draw().
 * Returns { run(on) }.
 * @param {View} view
 * @param {HTMLElement} place
 * @param {{ pace(): number, advance(): void, draw(): void }} acts
 */
export function makeRunner(view, place, { pace, advance, draw }) {
  let [wanted, seen, due, drawn] = [false, true, 0, 0];

  const tick = view.onceAFrame(() => {
    if (!wanted || !seen) return;
    const began = performance.now();
    due = Math.min(due + pace(), Math.max(1, pace()));
    let stepped = false;
    while (due >= 1 && (!stepped || performance.now() - began < PATIENCE)) {
      advance();
      stepped = true;
      due--;
    }
    if (stepped && (!wantsNoMotion() || began - drawn > CALM)) {
      drawn = began;
      draw();
    }
    tick();
  });

  const observer = new IntersectionObserver((entries) => {
    seen = last(entries).isIntersecting;
    if (seen) tick();
  });
  observer.observe(place);

  /** @type {(on: boolean) => void} */
  function run(on) {
    wanted = on;
    if (on) tick();
  }
  return { run };
}
