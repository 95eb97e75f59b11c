// Codes fly from where they are seen to where they belong; at once where the learner wants no motion.

/**
 * target(): the scene as it should be now; between(from, to, share); draw(scene); tick(): true as long as time goes on.
 * Returns { go(milliseconds) }: go(null) follows without a flight of its own.
 */
export function makeMotion(view, { target, between, draw, tick }) {
  let [from, shown, start, length] = [null, null, 0, 0];

  const step = view.onceAFrame(() => {
    const goesOn = tick();
    const share = length ? Math.min(1, (performance.now() - start) / length) : 1;
    shown = share < 1 ? between(from, target(), ease(share)) : target();
    if (share >= 1) length = 0;
    draw(shown);
    if (goesOn || share < 1) step();
  });

  function go(milliseconds) {
    if (milliseconds !== null) {
      [from, start] = [shown, performance.now()];
      length = shown && !wantsNoMotion() ? milliseconds : 0;
    }
    step();
  }
  return { go };
}

export function wantsNoMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function ease(share) {
  return share * share * (3 - 2 * share);
}
