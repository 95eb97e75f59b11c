// What the dilemma explorer says of a round and of a match.
import { averages, earned, longRun } from "./numbers.js";
import { last } from "../../kit/js/arrays.js";
import { formatNumber } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
/** @import { Match, Payoffs } from "./types.d.ts" */

/**
 * The last round of a match, whose opponent is called `name`.
 * @type {(payoffs: Payoffs, match: Match, name: string) => string}
 */
export function roundInWords(payoffs, { history, slips }, name) {
  const count = history.length;
  const [mine, theirs] = last(history);
  const [did, didToo] = [mine, theirs].map((action) => ["cooperated", "defected"][action]);
  const [own, other] = earned(payoffs, [[mine, theirs]])[0].map(formatPayoff);
  const turned = ["your move", "its move"].filter((_, player) => slips.includes(2 * (count - 1) + player));
  const noisy = turned.length ? ` Noise turned ${turned.join(" and ")}.` : "";
  return `Round ${count}: you ${did}, ${name} ${didToo}: ${own} for you, ${other} for it.${noisy}`;
}

/**
 * What both got a round, as text.
 * @type {(payoffs: Payoffs, history: Match["history"]) => [own: string, other: string]}
 */
export function resultOf(payoffs, history) {
  return last(averages(payoffs, history)).map((value) => formatNumber(value, 2));
}

/** @type {(payoffs: Payoffs, noise: number) => string} */
export function longRunInWords(payoffs, noise) {
  const [tit, win] = ["tit for tat", "win-stay, lose-shift"].map((name) =>
    formatNumber(longRun(payoffs, name, noise), 2)
  );
  if (noise === 0) {
    return `Without noise, tit for tat gets ${tit} a round against itself; so does win-stay, lose-shift.`;
  }
  const said = `In the long run, with ${asPercent(noise)} noise, tit for tat gets ${tit} a round against itself`;
  return `${said}; win-stay, lose-shift ${win}.`;
}

/** @type {(share: number) => string} */
export function asPercent(share) {
  return `${Number((100 * share).toFixed(1))} %`;
}
