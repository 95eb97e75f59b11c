// Codes fly from where they are seen to where they belong; at once where the learner wants no motion.
/** @import { View } from "./types.d.ts" */

/**
 * target(): the scene as it should be now; between(from, to, share); draw(scene); tick(): true as long as time goes on.
 * Returns { go(milliseconds) }: go(null) follows without a flight of its own.
 * @template Scene
 * @param {View} view
 * @param {{ target(): Scene, between(from: Scene, to: Scene, share: number): Scene, draw(scene: Scene): void, tick(): boolean }} parts
 */
export function makeMotion(view, { target, between, draw, tick }) {
  /** @type {[Scene | null, Scene | null]} */
  let [from, shown] = [null, null];
  let [start, length] = [0, 0];

  const step = view.onceAFrame(() => {
    const goesOn = tick();
    const share = length ? Math.min(1, (performance.now() - start) / length) : 1;
    shown = share < 1 && from ? between(from, target(), ease(share)) : target();
    if (share >= 1) length = 0;
    draw(shown);
    if (goesOn || share < 1) step();
  });

  /** @type {(milliseconds: number | null) => void} */
  function go(milliseconds) {
    if (milliseconds !== null) {
      [from, start] = [shown, performance.now()];
      length = shown && !wantsNoMotion() ? milliseconds : 0;
    }
    step();
  }
  return { go };
}

/** @type {MediaQueryList | undefined} */
let still; // asked in every frame of a run: it follows the setting by itself

/** @type {() => boolean} */
export function wantsNoMotion() {
  still ??= matchMedia("(prefers-reduced-motion: reduce)");
  return still.matches;
}

/** @type {(share: number) => number} */
function ease(share) {
  return share * share * (3 - 2 * share);
}
