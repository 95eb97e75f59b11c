// The model: in the browser at once, or in the kernel as soon as that answers.
import { readFloats } from "../../kit/js/buffers.js";
import { makeDecoder } from "../../kit/js/decoder/decoder.js";
import { sigmoid } from "../../kit/js/decoder/activations.js";
import { makeKernelCalls } from "../../kit/js/kernel_calls.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Numbers, View } from "../../kit/js/types.d.ts" */
/** @typedef {(output: Float64Array | Float32Array, code: Numbers) => void} Taker */

const PIXELS = 784;

/**
 * Returns { run(pixels, isExample, take), refresh() }; take(output, code) gets numbers for the moment only. A later run
 * replaces one that still waits; the example's answer may be here already. refresh() after `data` has changed. say(text) tells what is wrong; "" takes it back.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {(text: string) => void} say
 */
export function makeRunner(view, data, say) {
  const calls = makeKernelCalls(view, { asks: "run", answers: "ran" }, say);
  /** @type {((z: Numbers) => Float64Array)[]} */
  let parts = [];

  function refresh() {
    parts = data.layers.map((layers) => makeDecoder(layers, data.weights));
    calls.renew(); // what is on its way was asked of another model
    say("");
  }

  /** @type {(pixels: Float64Array, isExample: boolean, take: Taker) => void} */
  function run(pixels, isExample, take) {
    if (!data.reason) return runHere(pixels, take);
    if (!isExample || data.answer.length !== PIXELS + data.latents) return runInKernel(pixels, take);
    calls.renew(); // what is on its way was asked for another drawing
    takeBoth(data.answer, take);
  }

  /** @type {(pixels: Float64Array, take: Taker) => void} */
  function runHere(pixels, take) {
    const code = parts[0](pixels);
    const hasCode = parts.length > 1;
    const output = hasCode ? parts[1](code) : code;
    take(data.output === "sigmoid" ? output.map(sigmoid) : output, hasCode ? code : []);
  }

  /** @type {(pixels: Float64Array, take: Taker) => void} */
  function runInKernel(pixels, take) {
    const rounded = Array.from(pixels, (value) => Number(value.toFixed(5))); // a third of the message
    calls.call("drawing", { pixels: rounded }, [4 * (PIXELS + data.latents)], ([bytes]) => {
      takeBoth(readFloats(bytes), take);
    });
  }

  /** @type {(numbers: Float32Array, take: Taker) => void} */
  function takeBoth(numbers, take) {
    take(numbers.subarray(0, PIXELS), numbers.subarray(PIXELS));
  }
  return { run, refresh };
}
