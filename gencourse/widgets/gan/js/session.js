// A game of two networks as the traits want it: which seed and data, who is frozen. It knows no picture.
import { makeGame } from "./game.js";
import { makeHistory } from "./history.js";
import { makeMeasure } from "./measure.js";
import { isDue } from "./turns.js";
/** @import { State, Traits, World } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeSession>} Session */

/**
 * now: the game and what is measured of it; both are new after start().
 * @param {View<Traits>} view
 * @param {World} world
 */
export function makeSession(view, world) {
  const { model } = view;
  const history = makeHistory(["discriminator", "generator", "accuracy"]);
  const now = {
    game: makeGame(world, model.get("seed")),
    measure: makeMeasure(world, model.get("seed")),
    isTurnOfD: true,
  };
  let played = key();
  return { now, history, isOver, start, advance, look, tellSteps, isEmpty, isRunning, state };

  function key() {
    return JSON.stringify([model.get("seed"), world.key]);
  }

  /** Another seed or other data ask for another game. */
  function isOver() {
    return played !== key();
  }

  function start() {
    played = key();
    now.game = makeGame(world, model.get("seed"));
    now.measure = makeMeasure(world, model.get("seed"));
    now.isTurnOfD = true;
    history.clear();
    tellSteps();
  }

  /** One step of D or of G, by turns; who is frozen lets the other go. */
  function advance() {
    const [freezeD, freezeG] = [model.get("freeze_d"), model.get("freeze_g")];
    if (freezeD && freezeG) return;
    if (freezeG || (now.isTurnOfD && !freezeD)) now.game.stepDiscriminator();
    else now.game.stepGenerator(model.get("saturating"));
    now.isTurnOfD = freezeD || freezeG || !now.isTurnOfD;
  }

  /**
   * Measure the game as it is now, in the midst of a run not all of it at every turn.
   * @type {(turn: number | null) => void}
   */
  function look(turn) {
    const { discriminator, generator } = now.game.steps;
    now.measure.look(now.game, model.get("saturating"), turn);
    if (!isEmpty() && isDue(turn, 1)) history.add(Math.max(discriminator, generator), now.measure.numbers);
  }

  function tellSteps() {
    const { discriminator, generator } = now.game.steps;
    const told = model.get("_steps");
    if (told[0] !== discriminator || told[1] !== generator) view.learn({ _steps: [discriminator, generator] });
  }

  function isEmpty() {
    return world.centres.length === 0;
  }

  function isRunning() {
    return model.get("running") && !isEmpty();
  }

  /** @type {() => State} */
  function state() {
    return {
      world,
      steps: now.game.steps,
      numbers: now.measure.numbers,
      running: model.get("running"),
      freezeD: model.get("freeze_d"),
      freezeG: model.get("freeze_g"),
    };
  }
}
