// A decoder that only Python can run: codes go out by custom message, raw bytes come back. Newest wins.

const MOST_IN_FLIGHT = 2;
const PATIENCE = 2500; // milliseconds before we say that the kernel is busy

/** See makeDecoding. say(text) tells the learner what is wrong; "" takes it back. */
export function makeKernelDecoding(view, data, say) {
  const mine = Math.random().toString(36).slice(2, 10); // another view of this model hears our answers too
  const waiting = new Map(); // purpose -> the newest request that is not sent yet
  const flying = new Map(); // id -> request, in the order in which the kernel answers
  const failed = new Map(); // purpose -> a request that was never answered with pictures: asked again with the next one
  const shown = new Map(); // purpose -> number of the newest answer
  const asked = new Map(); // purpose -> the points of the newest request, as text
  const length = data.channels * data.height * data.width;
  const complain = view.whenQuiet(PATIENCE, () => {
    if (flying.size) say("The kernel is busy or gone: the picture follows when it answers.");
  });
  let [count, sent] = [0, 0];

  view.hear((message, buffers) => {
    if (message?.type !== "decoded" || !String(message.id).startsWith(mine)) return;
    const request = flying.get(message.id);
    if (!request) return say("An answer of the kernel came twice and was ignored.");
    for (const [id, older] of flying) {
      if (older !== request || message.error) failed.set(older.purpose, older); // a kernel may be interrupted anywhere
      flying.delete(id);
      if (older === request) break;
    }
    say(message.error ?? "");
    if (!message.error) take(request, buffers);
    send();
  });
  return { request, renew: () => asked.clear() };

  function request(purpose, points, show) {
    if (asked.get(purpose) === String(points) && !failed.size) return; // a release tells what the last move asked
    asked.set(purpose, String(points));
    for (const [other, old] of failed) {
      if (old.number > (shown.get(other) ?? 0) && !waiting.has(other)) waiting.set(other, old);
    }
    failed.clear();
    waiting.set(purpose, { purpose, points, show, number: ++count });
    send();
  }

  function send() {
    for (const [purpose, request] of waiting) {
      if (flying.size >= MOST_IN_FLIGHT) return;
      waiting.delete(purpose);
      const id = `${mine}-${++sent}`;
      flying.set(id, request);
      view.model.send({ type: "decode", id, points: request.points });
      complain();
    }
  }

  function take({ purpose, points, show, number }, buffers) {
    if (number < (shown.get(purpose) ?? 0)) return; // a newer one is seen already
    const size = points.length * length;
    if (buffers?.length !== data.titles.length || buffers.some((buffer) => buffer.byteLength !== size)) {
      return say("An answer of the kernel had the wrong size and was ignored.");
    }
    shown.set(purpose, number);
    buffers.forEach((buffer, which) => {
      const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, size);
      points.forEach((_, i) => show(bytes.subarray(i * length, (i + 1) * length), which, i));
    });
  }
}
