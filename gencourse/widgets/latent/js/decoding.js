// From codes to pixels: in the browser at once, or in the kernel as soon as it answers.
import { makeDecoder } from "../../kit/js/decoder/decoder.js";
import { sigmoid } from "../../kit/js/decoder/activations.js";
import { makeKernelDecoding } from "./kernel.js";
/** @import { Data, Decoding, Traits } from "./types.d.ts" */
/** @import { Buffer, View } from "../../kit/js/types.d.ts" */

/**
 * Returns { request(purpose, points, show), renew() }. request calls show(pixels, which, i) for each decoder and point.
 * pixels is a Uint8Array [height, width, channels] for the moment only. A later request for the same purpose replaces
 * this one. renew takes the weights that `data` now has.
 * @type {(view: View<Traits>, data: Data, say: (text: string) => void) => Decoding}
 */
export function makeDecoding(view, data, say) {
  return data.reason ? makeKernelDecoding(view, data, say) : makeBrowserDecoding(data);
}

/** @type {(data: Data) => Decoding} */
function makeBrowserDecoding(data) {
  /** @type {((z: number[]) => Float64Array)[]} */
  let decoders;
  const renew = () => (decoders = data.layers.map((layers) => makeDecoder(layers, data.weights)));
  const pixels = new Uint8ClampedArray(data.channels * data.height * data.width);

  /** @type {Decoding["request"]} */
  function request(_purpose, points, show) {
    points.forEach((z, i) => decoders.forEach((decode, which) => show(toPixels(decode(z), data, pixels), which, i)));
  }
  renew();
  return { request, renew };
}

/**
 * values: [channels, height, width]; what leaves 0 to 1 is cut off.
 * @type {<B extends Buffer>(values: ArrayLike<number>, how: Pick<Data, "channels" | "output">, pixels: B) => B}
 */
export function toPixels(values, { channels, output }, pixels) {
  const area = values.length / channels;
  const logits = output === "sigmoid";
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < area; i++) {
      const value = values[channel * area + i];
      pixels[i * channels + channel] = 255 * (logits ? sigmoid(value) : value);
    }
  }
  return pixels;
}
