// In the page, before JupyterLab: what went to kernels and back, when the mouse moved, and when which pixels were seen.
// start(cell) begins a record of the picture in that cell, stop() returns it, settle waits. Times: performance.now().
/** @typedef {{ key: string | number | null }} Seen */
/** @typedef {[time: number, bytes: number, way: string, flying: number]} Message */
/** @typedef {{ pointer: [number, string, number][], messages: Message[], changes: [number, number][], frames: number[], flying: number }} Recording */

globalThis.probe = (() => {
  const scratch = contextOf(document.createElement("canvas"), { willReadFrequently: true });
  const textOf = new TextDecoder("latin1");
  /** @type {Recording | null} */
  let record = null;
  let flying = 0; // requests for the kernel's decoder that have no answer yet
  let busy = false; // the kernel

  globalThis.WebSocket = class extends WebSocket {
    /**
     * @param {string | URL} url
     * @param {string | string[]} [protocols]
     */
    constructor(url, protocols) {
      super(url, protocols);
      if (this.isKernel()) this.addEventListener("message", ({ data }) => count(data, "received"));
    }
    /**
     * @override
     * @param {any} data
     */
    send(data) {
      if (this.isKernel()) count(data, "sent");
      super.send(data);
    }
    isKernel() {
      return this.url.includes("/api/kernels/"); // JupyterLab has a socket for events too
    }
  };

  /** @type {(data: any, way: "sent" | "received") => void} */
  function count(data, way) {
    const bytes = data.byteLength ?? data.length;
    const head = typeof data === "string" ? data : textOf.decode((data.buffer ?? data).slice(0, 4000));
    const [, type] = head.match(/"type":\s*"(decoded?)"/) ?? [];
    const [, state] = head.match(/"execution_state":\s*"(busy|idle)"/) ?? [];
    busy = way === "sent" || (state ? state === "busy" : busy);
    if (type === "decode") flying++;
    if (type === "decoded") flying--;
    record?.messages.push([performance.now(), bytes, way, flying]);
  }

  for (const type of /** @type {const} */ (["pointerdown", "pointermove", "pointerup"])) {
    addEventListener(type, (event) => record?.pointer.push([event.timeStamp, type, event.clientX]), true);
  }

  /**
   * The mean grey of the picture, or null if it is the one that was seen last.
   * @type {(cell: Element, seen: Seen) => number | null}
   */
  function look(cell, seen) {
    const canvas = [.../** @type {NodeListOf<HTMLCanvasElement>} */ (cell.querySelectorAll(".gc-picture canvas"))].find(
      (node) => node.getClientRects().length,
    );
    if (canvas) return fromCanvas(contextOf(canvas), canvas, seen);
    const image = [...cell.querySelectorAll("img")].find((node) => node.getClientRects().length);
    if (!image?.complete || !image.naturalWidth || image.src === seen.key) return null;
    seen.key = image.src;
    Object.assign(scratch.canvas, { width: image.naturalWidth, height: image.naturalHeight });
    scratch.drawImage(image, 0, 0);
    return fromCanvas(scratch, scratch.canvas, { key: null });
  }

  /** @type {(canvas: HTMLCanvasElement, options?: CanvasRenderingContext2DSettings) => CanvasRenderingContext2D} */
  function contextOf(canvas, options) {
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", options));
  }

  /** @type {(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, seen: Seen) => number | null} */
  function fromCanvas(context, { width, height }, seen) {
    const { data } = context.getImageData(0, 0, width, height);
    let [sum, key] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      sum += data[i];
      key = (31 * key + data[i]) | 0;
    }
    if (key === seen.key) return null;
    seen.key = key;
    return sum / (width * height);
  }

  /** @type {(cell: Element) => void} */
  function start(cell) {
    /** @type {Recording} */
    const mine = { pointer: [], messages: [], changes: [], frames: [], flying };
    /** @type {Seen} */
    const seen = { key: null };
    record = mine;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const grey = look(cell, seen); // after the frame was painted
      if (grey !== null) mine.changes.push([performance.now(), grey]);
    };
    /** @type {FrameRequestCallback} */
    const frame = (time) => {
      if (record !== mine) return;
      mine.frames.push(time);
      port2.postMessage(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /**
   * Wait until neither picture nor kernel has stirred for this long, and the kernel has nothing to do.
   * @type {(milliseconds: number) => Promise<void>}
   */
  async function settle(milliseconds) {
    const since = performance.now();
    const last = () => Math.max(since, record?.changes.at(-1)?.[0] ?? 0, record?.messages.at(-1)?.[0] ?? 0);
    while (busy || performance.now() - last() < milliseconds) await new Promise((done) => setTimeout(done, 20));
  }

  function stop() {
    const mine = record;
    record = null;
    return mine;
  }
  return { start, settle, stop };
})();
