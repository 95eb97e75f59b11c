// What runs in steps: each frame some steps and one drawing. Nothing runs while it is paused or out of sight.
import { makeBudget } from "./budget.js";
import { last } from "../../kit/js/arrays.js";
import { wantsNoMotion } from "../../kit/js/motion.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const MOST = 8; // milliseconds of a picture, steps and drawing: half of a frame is left to the rest of the page
const PATIENCE = 24; // of one with more steps than usual, which somebody asked for
const PAINTED = 2; // times what a drawing costs here: the browser paints it when we are done
const LONG = 100; // milliseconds after which a picture shows all that has changed
const CALM = 500; // milliseconds between drawings for those who want no motion

/**
 * place: the element that has to be in sight; pace(): steps a frame at most, below 1 too; hasty(): whether these are more
 * than usual; advance(): one step; draw(turn): the next picture of a run, see turns.js.
 * Returns { run(on) }.
 * @param {View} view
 * @param {HTMLElement} place
 * @param {{ pace(): number, hasty?(): boolean, advance(): void, draw(turn: number | null): void }} acts
 */
export function makeRunner(view, place, { pace, hasty = () => false, advance, draw }) {
  const budget = makeBudget({ pace, most: () => (hasty() ? PATIENCE : MOST), advance });
  let [wanted, seen, drawn, turn] = [false, true, 0, 0];

  const tick = view.onceAFrame(() => {
    if (!wanted || !seen) return;
    const began = performance.now();
    if (budget.takeSteps() && (!wantsNoMotion() || began - drawn > CALM)) {
      const before = performance.now();
      draw(pace() < 1 || began - drawn > LONG ? null : turn++);
      drawn = began;
      budget.sawDrawing(PAINTED * (performance.now() - before));
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
