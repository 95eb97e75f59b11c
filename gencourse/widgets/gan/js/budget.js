// How many steps a picture has: measured, so that a slow machine takes fewer and its picture does not stutter.

const FRESH = 0.2; // the weight of the latest measurement
const AT_MOST = 2; // times what was expected: another program had the processor in between

/**
 * pace(): steps a picture at most, below 1 too; most(): milliseconds that a picture may cost, steps and drawing; advance():
 * one step; clock(): milliseconds. Returns { takeSteps(), sawDrawing(milliseconds) }; takeSteps() returns whether there was one.
 * @param {{ pace(): number, most(): number, advance(): void, clock?(): number }} acts
 */
export function makeBudget({ pace, most, advance, clock = () => performance.now() }) {
  let [step, drawing, due] = [0, 0, 0]; // milliseconds, as expected; what is not yet measured costs nothing

  /** One at least, if any is due, and as many as fit. */
  function takeSteps() {
    const began = clock();
    let [stepped, now] = [false, began];
    due = Math.min(due + pace(), Math.max(1, pace()));
    while (due >= 1 && (!stepped || now - began + step + drawing <= most())) {
      const before = now;
      advance();
      now = clock();
      step = follow(step, now - before);
      stepped = true;
      due--;
    }
    return stepped;
  }

  /** @type {(milliseconds: number) => void} */
  function sawDrawing(milliseconds) {
    drawing = follow(drawing, milliseconds);
  }
  return { takeSteps, sawDrawing };
}

/** @type {(expected: number, seen: number) => number} */
function follow(expected, seen) {
  return expected ? expected + FRESH * (Math.min(seen, AT_MOST * expected) - expected) : seen;
}
