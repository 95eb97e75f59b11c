// The strategies of the repeated dilemma: (own, other, random) -> 0 to cooperate or 1 to defect, from past rounds only.
import { last } from "../../kit/js/arrays.js";
/** @import { Match, Round, Strategy } from "./types.d.ts" */

/** @type {Record<string, Strategy>} */
export const STRATEGIES = {
  "always cooperate": () => 0,
  "always defect": () => 1,
  "tit for tat": (_own, other) => other.at(-1) ?? 0,
  "grim trigger": (_own, other) => (other.includes(1) ? 1 : 0),
  "win-stay, lose-shift": (own, other) => (own.length ? last(own) ^ last(other) : 0),
  alternator: (own) => own.length % 2,
  random: (_own, _other, random) => (random() < 0.5 ? 1 : 0),
};

/**
 * One more round: { history, slips } with it. chooseMine(own, other, random) is a strategy or a hand; with chance
 * `noise` an action comes out as the other one, and that is what both remember. slips: indices into history.flat().
 * @type {(match: Match, chooseMine: Strategy, chooseTheirs: Strategy, noise: number, random?: () => number) => Match}
 */
export function playRound({ history, slips }, chooseMine, chooseTheirs, noise, random = Math.random) {
  const [mine, theirs] = [0, 1].map((player) => history.map((round) => round[player]));
  /** @type {Round} */
  const meant = [chooseMine(mine, theirs, random), chooseTheirs(theirs, mine, random)];
  const slipped = meant.map(() => random() < noise);
  const done = meant.map((action, player) => (slipped[player] ? 1 - action : action));
  const indices = [0, 1].filter((player) => slipped[player]).map((player) => 2 * history.length + player);
  return { history: [...history, done], slips: [...slips, ...indices] };
}

/**
 * A whole match between two strategies.
 * @type {(mine: string, theirs: string, rounds: number, noise: number, random?: () => number) => Match}
 */
export function playMatch(mine, theirs, rounds, noise, random = Math.random) {
  /** @type {Match} */
  let match = { history: [], slips: [] };
  for (let i = 0; i < rounds; i++) match = playRound(match, STRATEGIES[mine], STRATEGIES[theirs], noise, random);
  return match;
}
