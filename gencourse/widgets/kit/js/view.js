// What every widget's view needs: listeners that go away with it, one drawing per frame, errors that show.
import { html } from "./dom.js";
import { keepKeys } from "./keyboard.js";
/** @import { Context, Model, View } from "./types.d.ts" */
/** @typedef {<A extends any[], R>(work: (...values: A) => R, byHand?: boolean) => (...values: A) => R | undefined} Guard */

/**
 * Call build(view) for one view of the model; return the function that takes the view away again.
 *
 * What cannot be built or drawn is said in its place, and built anew as soon as the model changes: on a slow machine the
 * state that it needs may still be on its way.
 * @template T
 * @param {Context<T>} context
 * @param {(view: View<T>) => unknown} build
 */
export function mount({ model, el }, build) {
  let root = html("div");
  let closing = new AbortController();
  el.append(root);
  live();
  return () => {
    closing.abort();
    root.remove();
  };

  function live() {
    const signal = begin();
    let changed = false; // since it was built: what it was built from may have been half the state
    hearChanges(signal, () => (changed = true));
    /** @type {Guard} */
    const guard = (work, byHand = false) => (...values) => {
      try {
        return work(...values);
      } catch (error) {
        console.error(error);
        if (!signal.aborted) stop(error, changed && !byHand); // as a whole: half a widget would teach something wrong
      }
    };
    const view = makeView(model, root, signal, guard);
    keepKeys(view, root);
    guard(build)(view);
  }

  /** @type {(error: unknown, atOnce: boolean) => void} */
  function stop(error, atOnce) {
    const signal = begin();
    let frame = 0;
    const again = () => (frame ||= requestAnimationFrame(live));
    signal.addEventListener("abort", () => cancelAnimationFrame(frame));
    if (atOnce) {
      again();
    } else {
      root.append(html("p", { class: "gc-error", role: "alert" }, sentenceOn(error)));
      hearChanges(signal, again);
    }
  }

  /** @type {(signal: AbortSignal, listener: () => void) => void} */
  function hearChanges(signal, listener) {
    model.on("change", listener);
    signal.addEventListener("abort", () => model.off("change", listener));
  }

  /** End what was there, and begin with an empty element: what still works on the old one is seen nowhere. */
  function begin() {
    closing.abort();
    closing = new AbortController();
    const before = root;
    root = html("div", { class: "gencourse" });
    before.replaceWith(root);
    before.replaceChildren();
    return closing.signal;
  }
}

/**
 * guard(work) does the same as work(), and an error is shown. byHand: whether it is what the learner does.
 * @template T
 * @param {Model<T>} model
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 * @param {Guard} guard
 * @returns {View<T>}
 */
function makeView(model, root, signal, guard) {
  return {
    root,
    model,
    /** Listen to an element for as long as the view lives. */
    on(target, type, handler, options = {}) {
      target.addEventListener(type, /** @type {EventListener} */ (guard(handler, true)), { ...options, signal });
    },
    /** Call handler() when Python or another view changes one of these traits. */
    watch(names, handler) {
      for (const name of names) listen(`change:${name}`, handler);
    },
    /** Call handler(message, buffers) for each custom message from Python. */
    hear(handler) {
      listen("msg:custom", handler);
    },
    /** Return a function that asks for draw() in the next frame, however often it is called. */
    onceAFrame(draw) {
      let frame = 0;
      signal.addEventListener("abort", () => cancelAnimationFrame(frame));
      const guarded = guard(() => {
        frame = 0;
        draw();
      });
      return () => {
        if (!signal.aborted) frame ||= requestAnimationFrame(guarded);
      };
    },
    /** Return a function that calls work() once it has been left alone for `milliseconds`. */
    whenQuiet(milliseconds, work) {
      let timer = 0;
      signal.addEventListener("abort", () => clearTimeout(timer));
      const guarded = guard(work);
      return () => {
        clearTimeout(timer);
        if (!signal.aborted) timer = setTimeout(guarded, milliseconds);
      };
    },
    /** Tell Python these traits: learn({ mean: [0, 1] }). */
    learn(traits) {
      for (const name in traits) model.set(name, /** @type {T[typeof name]} */ (traits[name]));
      model.save_changes();
    },
  };

  /** @type {(event: string, handler: (...values: any[]) => unknown) => void} */
  function listen(event, handler) {
    if (signal.aborted) return;
    const guarded = guard(handler);
    model.on(event, guarded);
    signal.addEventListener("abort", () => model.off(event, guarded));
  }
}

/** @type {(error: unknown) => string} */
function sentenceOn(error) {
  const said = /** @type {Error} */ (error).message ?? error;
  return `This widget stopped: ${said}. Run the cell again; if that does not help, please report it.`;
}
