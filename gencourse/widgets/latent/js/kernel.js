// A decoder that only Python can run: codes go out, and bytes of pixels come back.
import { makeKernelCalls } from "../../kit/js/kernel_calls.js";
/** @import { Data, Decoding, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * See makeDecoding. say(text) tells the learner what is wrong; "" takes it back.
 * @type {(view: View<Traits>, data: Data, say: (text: string) => void) => Decoding}
 */
export function makeKernelDecoding(view, data, say) {
  const calls = makeKernelCalls(view, { asks: "decode", answers: "decoded" }, say);
  const asked = new Map(); // purpose -> the points of the newest request, as text
  const length = data.channels * data.height * data.width;
  return { request, renew: () => asked.clear() }; // while it trains, the picture of a moment ago is better than none

  /** @type {Decoding["request"]} */
  function request(purpose, points, show) {
    if (asked.get(purpose) === String(points) && !calls.hasFailed()) return; // a release tells what the last move asked
    asked.set(purpose, String(points));
    const sizes = data.titles.map(() => points.length * length);
    calls.call(purpose, { points }, sizes, (parts) => {
      parts.forEach((bytes, which) => {
        points.forEach((_, i) => show(bytes.subarray(i * length, (i + 1) * length), which, i));
      });
    });
  }
}
