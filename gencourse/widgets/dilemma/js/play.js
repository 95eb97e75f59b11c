// The match between the learner, or a strategy, and an opponent who may be hidden. It knows no picture.
import { playMatch, playRound, STRATEGIES } from "./strategies.js";
/** @import { Match, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePlay>} Play */

export const ROUNDS = 50;
/** @type {Partial<Traits>} */
const FRESH = { history: [], _slips: [], _over: false, _surprise: "", _by: "" };

/** @param {View<Traits>} view */
export function makePlay(view) {
  const { model } = view;
  const { strategies, surprise } = model.get("_frame");
  return { match, isRunning, isSurprise, against, move, playOut, close, clear, theirName, knownName };

  /** @type {() => Match} */
  function match() {
    return { history: model.get("history"), slips: model.get("_slips") };
  }

  function isRunning() {
    return match().history.length > 0 && !model.get("_over");
  }

  function isSurprise() {
    return model.get("opponent") === surprise;
  }

  /** @type {(opponent: string) => void} */
  function against(opponent) {
    view.learn({ ...FRESH, opponent });
  }

  /**
   * Play one round by hand; after a match that is over it is the first of the next.
   * @type {(action: number, noise: number) => Match}
   */
  function move(action, noise) {
    if (model.get("_over")) clear();
    if (isSurprise() && !model.get("_surprise")) view.learn({ _surprise: anyName() });
    const next = playRound(match(), () => action, STRATEGIES[theirName()], noise);
    view.learn({ history: next.history, _slips: next.slips, _by: "" });
    return next;
  }

  /** @type {(noise: number) => { history: Match["history"], name: string }} */
  function playOut(noise) {
    const name = isSurprise() ? anyName() : model.get("opponent");
    const { history, slips } = playMatch(model.get("player"), name, ROUNDS, noise);
    view.learn({ history, _slips: slips, _over: true, _by: model.get("player"), _surprise: name });
    return { history, name };
  }

  function close() {
    view.learn({ _over: true });
  }

  function clear() {
    view.learn(FRESH);
  }

  function anyName() {
    const names = Object.keys(strategies);
    return names[Math.floor(Math.random() * names.length)];
  }

  function theirName() {
    return isSurprise() ? model.get("_surprise") : model.get("opponent");
  }

  /** The opponent's name as far as the learner may know it. */
  function knownName() {
    return isSurprise() && !model.get("_over") ? "your opponent" : theirName();
  }
}
