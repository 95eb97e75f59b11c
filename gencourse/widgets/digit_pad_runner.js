// The model: in the browser at once, or in the kernel as soon as that answers.
import { makeDecoder } from "./decoder.js";
import { sigmoid } from "./decoder_activations.js";

const MOST_IN_FLIGHT = 2;
const PATIENCE = 2500; // milliseconds before we say that the kernel is busy
const PIXELS = 784;

/**
 * Returns { run(pixels, take), refresh() }; take(output, code) gets numbers for the moment only. A later run replaces
 * one that still waits. refresh() after `data` has changed. say(text) tells what is wrong; "" takes it back.
 */
export function makeRunner(view, data, say) {
  const kernel = makeKernel(view, data, say);
  let parts = [];

  function refresh() {
    parts = data.layers.map((layers) => makeDecoder(layers, data.weights));
    kernel.forget();
    say("");
  }

  function run(pixels, take) {
    if (data.reason) return kernel.run(pixels, take);
    const [first, second] = parts;
    const code = first(pixels);
    const output = second ? second(code) : code;
    take(data.output === "sigmoid" ? output.map(sigmoid) : output, second ? code : []);
  }
  return { run, refresh };
}

/** Pixels go out by custom message, raw numbers come back. Newest wins. */
function makeKernel(view, data, say) {
  const mine = Math.random().toString(36).slice(2, 10); // another view of this model hears our answers too
  const flying = new Map(); // id -> request
  let [waiting, count, shown] = [null, 0, 0];
  const complain = view.whenQuiet(PATIENCE, () => {
    if (flying.size) say("The kernel is busy or gone: the picture follows when it answers.");
  });

  view.hear((message, buffers) => {
    if (message?.type !== "ran" || !flying.has(message.id)) return;
    const request = flying.get(message.id);
    flying.delete(message.id);
    say(message.error ?? "");
    if (!message.error) take(request, buffers?.[0]);
    send();
  });
  return { run, forget };

  function run(pixels, take) {
    waiting = { pixels: Array.from(pixels, (value) => Number(value.toFixed(5))), take, number: ++count };
    send();
  }

  function send() {
    if (!waiting || flying.size >= MOST_IN_FLIGHT) return;
    const id = `${mine}-${waiting.number}`;
    flying.set(id, waiting);
    view.model.send({ type: "run", id, pixels: waiting.pixels });
    waiting = null;
    complain();
  }

  function take(request, buffer) {
    if (request.number < shown) return; // a newer one is seen already
    if (buffer?.byteLength !== 4 * (PIXELS + data.latents)) {
      return say("An answer of the kernel had the wrong size and was ignored.");
    }
    shown = request.number;
    const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
    const numbers = new Float32Array(bytes.slice().buffer); // at a legal offset
    request.take(numbers.subarray(0, PIXELS), numbers.subarray(PIXELS));
  }

  /** What is on its way was asked of another model. */
  function forget() {
    waiting = null;
    flying.clear();
  }
}
