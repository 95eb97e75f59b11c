// What every widget's view needs: listeners that go away with it, one drawing per frame, errors that show.
import { html } from "./dom.js";
import { keepKeys } from "./keyboard.js";
/** @import { Context, View } from "./types.d.ts" */

/**
 * Call build(view) for one view of the model; return the function that takes the view away again.
 * @template T
 * @param {Context<T>} context
 * @param {(view: View<T>) => unknown} build
 */
export function mount({ model, el }, build) {
  const root = html("div", { class: "gencourse" });
  const closing = new AbortController();
  const signal = closing.signal;
  el.append(root);

  /** @type {<A extends any[], R>(work: (...values: A) => R) => (...values: A) => R | undefined} */
  function guard(work) {
    return (...values) => {
      try {
        return work(...values);
      } catch (error) {
        closing.abort(); // it stops as a whole: half a widget would teach something wrong
        showError(root, error);
      }
    };
  }

  /** @type {View<T>} */
  const view = {
    root,
    model,
    /** Listen to an element for as long as the view lives. */
    on(target, type, handler, options = {}) {
      target.addEventListener(type, /** @type {EventListener} */ (guard(handler)), { ...options, signal });
    },
    /** Call handler() when Python or another view changes one of these traits. */
    watch(names, handler) {
      const guarded = guard(handler);
      for (const name of names) {
        model.on(`change:${name}`, guarded);
        signal.addEventListener("abort", () => model.off(`change:${name}`, guarded));
      }
    },
    /** Call handler(message, buffers) for each custom message from Python. */
    hear(handler) {
      const guarded = guard(handler);
      model.on("msg:custom", guarded);
      signal.addEventListener("abort", () => model.off("msg:custom", guarded));
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

  keepKeys(view, root);
  guard(build)(view);
  return () => {
    closing.abort();
    root.remove();
  };
}

/** @type {(root: HTMLElement, error: unknown) => void} */
function showError(root, error) {
  const text = `This widget stopped: ${
    /** @type {Error} */ (error).message ?? error
  }. Run the cell again; if that does not help, please report it.`;
  root.replaceChildren(html("p", { class: "gc-error", role: "alert" }, text));
  console.error(error);
}
