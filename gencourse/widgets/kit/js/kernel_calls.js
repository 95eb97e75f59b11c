// Questions to the kernel: they go out by custom message, and the answers bring raw bytes. Newest wins.
/** @import { View } from "./types.d.ts" */
/** @typedef {(parts: Uint8Array[]) => void} Taker */
/** @typedef {{ purpose: string, content: object, sizes: number[], take: Taker, number: number }} Request */

const MOST_IN_FLIGHT = 2;
const PATIENCE = 2500; // milliseconds before we say that the kernel is busy, and ask once more

/**
 * Returns { call(purpose, content, sizes, take), renew(), hasFailed() }. call sends { type: asks, id, ...content };
 * take(parts) gets the buffers of the answer, a Uint8Array of each size, for the moment only. A later call for the same
 * purpose replaces one that still waits; one that failed or got lost is made again with the next. renew() forgets what
 * was asked so far. say(text) tells the learner what is wrong; "" takes it back.
 * @param {View} view
 * @param {{ asks: string, answers: string }} types
 * @param {(text: string) => void} say
 */
export function makeKernelCalls(view, { asks, answers }, say) {
  const mine = Math.random().toString(36).slice(2, 10); // another view of this model hears our answers too
  /** @type {Map<string, Request>} */
  const waiting = new Map(); // purpose -> the newest request that is not sent yet
  /** @type {Map<string, Request>} */
  const flying = new Map(); // id -> request, in the order in which the kernel answers
  /** @type {Map<string, Request>} */
  const failed = new Map(); // purpose -> a request that was never answered with numbers
  /** @type {Map<string, number>} */
  const shown = new Map(); // purpose -> number of the newest answer
  let [count, sent, forgotten, most] = [0, 0, 0, MOST_IN_FLIGHT];
  const complain = view.whenQuiet(PATIENCE, () => {
    if (!flying.size) return;
    say("The kernel is busy or gone: the picture follows when it answers.");
    most = MOST_IN_FLIGHT + 1; // an interrupted kernel may have lost both
    send();
  });

  view.hear((message, buffers) => {
    if (message?.type !== answers || !String(message.id).startsWith(mine)) return;
    const request = flying.get(message.id);
    if (!request) return say("An answer of the kernel came twice and was ignored.");
    most = MOST_IN_FLIGHT;
    for (const [id, older] of flying) {
      if ((older !== request || message.error) && !isStale(older)) failed.set(older.purpose, older);
      flying.delete(id);
      if (older === request) break;
    }
    if (!isStale(request)) {
      say(message.error ?? "");
      if (!message.error) take(request, buffers);
    }
    send();
  });
  return { call, renew, hasFailed: () => failed.size > 0 };

  /** @type {(purpose: string, content: object, sizes: number[], take: Taker) => void} */
  function call(purpose, content, sizes, take) {
    for (const [other, old] of failed) {
      if (old.number > (shown.get(other) ?? 0) && !waiting.has(other)) waiting.set(other, old);
    }
    failed.clear();
    waiting.set(purpose, { purpose, content, sizes, take, number: ++count });
    send();
  }

  /** What is on its way still counts, or a kernel that is busy would find one more for each update. */
  function renew() {
    waiting.clear();
    failed.clear();
    forgotten = count;
  }

  /** @type {(request: Request) => boolean} */
  function isStale({ number }) {
    return number <= forgotten;
  }

  function send() {
    for (const [purpose, request] of waiting) {
      if (flying.size >= most) return;
      waiting.delete(purpose);
      const id = `${mine}-${++sent}`;
      flying.set(id, request);
      view.model.send({ type: asks, id, ...request.content });
      complain();
    }
  }

  /** @type {(request: Request, buffers: ArrayBufferView[]) => void} */
  function take(request, buffers) {
    if (request.number < (shown.get(request.purpose) ?? 0)) return; // a newer one is seen already
    const { sizes } = request;
    if (buffers?.length !== sizes.length || sizes.some((size, i) => buffers[i].byteLength !== size)) {
      return say("An answer of the kernel had the wrong size and was ignored.");
    }
    shown.set(request.purpose, request.number);
    request.take(buffers.map((part, i) => new Uint8Array(part.buffer ?? part, part.byteOffset ?? 0, sizes[i])));
  }
}
