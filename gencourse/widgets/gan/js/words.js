// What is said about a game, on the widget and to those who cannot see it.
import { formatNumber } from "../../kit/js/dom.js";
import { HEAP, MANY } from "./measure.js";
import { MOST_POINTS } from "./paint.js";
/** @import { State } from "./types.d.ts" */

/** @type {(share: number) => string} */
export const percent = (share) => `${Math.round(100 * share)} %`;
/** @type {(number: number) => string} */
export const count = (number) => number.toLocaleString("en");
/** @type {(number: number, thing: string) => string} */
export const plural = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;

/**
 * The rows of numbers. world.modes: whether the data have centres to count.
 * @type {(state: State) => Record<string, string | null>}
 */
export function rowsOf({ numbers, steps, world }) {
  return {
    "Steps of D, of G": `${count(steps.discriminator)}, ${count(steps.generator)}`,
    "Accuracy of D": percent(numbers.accuracy),
    "Loss of D, nats": formatNumber(numbers.discriminator, 2),
    "Loss of G, nats": formatNumber(numbers.generator, 2),
    "Modes covered": world.modes ? `${numbers.modes} of ${world.centres.length / 2}` : null,
    "Largest heap": percent(numbers.heap),
  };
}

/**
 * What to look at now.
 * @type {(state: State) => string}
 */
export function advice({ world, steps, numbers, freezeD, freezeG }) {
  if (!world.centres.length) {
    return "Paint some points first: draw on the plane, or move the brush with the arrow keys and press Enter.";
  }
  if (freezeD && freezeG) return "Both are frozen: nothing moves.";
  if (freezeD && numbers.heap > 0.9) {
    return "All points have run to one peak of D: nothing stops G as long as D stands still.";
  }
  if (freezeD) {
    return "D stands still and G learns: its points run uphill, to where D is highest. Watch the largest heap.";
  }
  if (freezeG) return "G stands still and D learns. Compare it with D*, the best that any discriminator can do.";
  if (world.key === "painted" && world.centres.length >= 2 * MOST_POINTS) {
    return `Your painting is full, with ${MOST_POINTS} points. Take some back to paint others.`;
  }
  if (!steps.discriminator && !steps.generator) {
    return "Nobody has learned yet. Press Run, or let them take turns step by step.";
  }
  return "D learns to tell real from generated; each arrow says where D pulls a generated point.";
}

/** @type {(state: State) => string} */
export function describeGame(state) {
  const { numbers, steps, running, world } = state;
  if (!world.centres.length) return advice(state);
  if (running) return "Running.";
  const modes = world.modes ? ` Modes covered: ${numbers.modes} of ${world.centres.length / 2}.` : "";
  return (
    `Paused after ${plural(steps.discriminator, "step")} of D and ${count(steps.generator)} of G. ` +
    `Accuracy of D ${percent(numbers.accuracy)}, its loss ${formatNumber(numbers.discriminator, 2)}, ` +
    `the loss of G ${formatNumber(numbers.generator, 2)} nats.${modes} Largest heap: ${
      percent(numbers.heap)
    } of the points.`
  );
}

export const SMALL_PRINT =
  `A mode is covered when at least 1 % of ${MANY} generated points lie within three standard deviations of its centre. The ` +
  `largest heap: the share of points within ${HEAP} of one of them. Numbers are those of the points shown; nobody trains on these.`;
