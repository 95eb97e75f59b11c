// The code under the learner's hand, and what its numbers mean at this mixing. It knows no sliders.
import { apply, invert, mixWaves, randomMixing, rowOf, spreadOf } from "./numbers.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeCode>} Code */

const REACH = 3.5; // of a slider, in standard deviations of its number

/**
 * now: z, the signal and its own code, the waves, and whose wave is shown, -1 if none; all of them mixed.
 * @param {View<Traits>} view
 * @param {Data} data
 */
export function makeCode(view, { latents, codes, decoder }) {
  const { model } = view;
  const now = {
    signal: model.get("signal"),
    z: model.get("z"),
    mixing: model.get("mixing"),
    waves: mixWaves(decoder.columns, invert(model.get("mixing"))),
    home: model.get("z"),
    pushed: -1,
  };
  read();
  return { now, read, push, release, tell, take, encodeAgain, mix, undoMixing };

  /** Follow the traits; says whether the mixing is another one. */
  function read() {
    const mixing = model.get("mixing");
    const isNew = mixing !== now.mixing;
    if (isNew) now.waves = mixWaves(decoder.columns, invert(mixing));
    now.signal = model.get("signal");
    now.z = [...model.get("z")];
    now.mixing = mixing;
    now.home = apply(mixing, codes[now.signal]);
    return isNew;
  }

  /** @type {(i: number, value: number) => void} */
  function push(i, value) {
    now.z[i] = value;
    now.pushed = i;
  }

  function release() {
    now.pushed = -1;
  }

  function tell() {
    view.learn({ z: [...now.z] });
  }

  /** @type {(traits: Partial<Traits>) => void} */
  function replace(traits) {
    release();
    view.learn(traits);
  }

  /** @type {(signal: number) => void} */
  function take(signal) {
    replace({ signal, z: apply(model.get("mixing"), codes[signal]) });
  }

  function encodeAgain() {
    replace({ z: now.home });
  }

  function mix() {
    useMixing(randomMixing(latents));
  }

  function undoMixing() {
    useMixing(identity(latents));
  }

  /**
   * The output stays as it is: z changes with its waves.
   * @type {(mixing: number[][]) => void}
   */
  function useMixing(mixing) {
    const unmixed = apply(invert(model.get("mixing")), now.z);
    replace({ mixing, z: apply(mixing, unmixed) });
  }
}

/**
 * What the sliders cover: for each number its mean and how far to go, the wave to draw, and the height of the highest.
 * @type {(data: Data, mixing: number[][], waves: Float64Array) =>
 *   { mean: number[], reach: number[], drawn: Float64Array[], limit: number }}
 */
export function rangesOf({ codeMean, codeCov, points }, mixing, waves) {
  const { mean, std } = spreadOf(codeMean, codeCov, mixing);
  const widest = Math.max(...std) || 1;
  const reach = std.map((value) => REACH * (value > 1e-6 * widest ? value : widest));
  const drawn = std.map((value, i) => rowOf(waves, i, points).map((height) => (value || 1) * height));
  const highest = drawn.map((wave) => wave.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  return { mean, reach, drawn, limit: 1.05 * Math.max(...highest) || 1 };
}

/** @type {(mixing: number[][]) => boolean} */
export function isMixed(mixing) {
  return mixing.some((row, i) => row.some((value, j) => value !== Number(i === j)));
}

/** @type {(size: number) => number[][]} */
function identity(size) {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)));
}
