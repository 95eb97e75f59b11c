// Widgets in a page without a kernel: each gets a model that holds its state, and its picture makes room for it.
/** @import { Context, Model } from "./types.d.ts" */
/** @typedef {Record<string, any>} State */

// deno-lint-ignore no-unused-vars -- the scripts that page.py writes below this one call it
const gencourse = (() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const useTheme = () => (document.documentElement.dataset.jpThemeLight = String(!dark.matches));
  dark.addEventListener("change", useTheme);
  useTheme();
  return { wake };

  /**
   * Bring all widgets of a kind to life. One that fails stays a picture, and the next still wakes.
   * @param {string} kind
   * @param {{ render(context: Context): unknown }} widget
   */
  async function wake(kind, widget) {
    for (const place of document.querySelectorAll(`[data-widget="${kind}"]`)) {
      const el = document.createElement("div");
      place.append(el);
      try {
        const model = makeModel(await readState(inside(place, "script")));
        await widget.render({ model, el });
        inside(place, ".still").hidden = true;
      } catch (error) {
        el.remove();
        console.error(error);
      }
    }
  }

  /** @type {(place: Element, selector: string) => HTMLElement} */
  function inside(place, selector) {
    return /** @type {HTMLElement} */ (place.querySelector(selector)); // kit/page.py wrote it
  }

  /** @type {(script: HTMLElement) => Promise<State>} */
  async function readState(script) {
    const packed = Object.entries(JSON.parse(script.textContent));
    return Object.fromEntries(await Promise.all(packed.map(async ([name, value]) => [name, await unpack(value)])));
  }

  /** @type {(value: any) => Promise<unknown>} */
  async function unpack(value) {
    if (value?.gzip === undefined) return value;
    const bytes = Uint8Array.from(atob(value.gzip), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new DataView(await new Response(stream).arrayBuffer());
  }

  /** @type {(state: State) => Model} */
  function makeModel(state) {
    /** @type {Record<string, ((...values: any[]) => void)[]>} */
    const listeners = {};
    return {
      get: (name) => state[String(name)],
      set(name, value) {
        state[String(name)] = value;
        for (const event of [`change:${String(name)}`, "change"]) {
          for (const listener of [...(listeners[event] ?? [])]) listener();
        }
      },
      save_changes() {},
      send() {},
      on: (event, listener) => (listeners[event] ??= []).push(listener),
      off: (event, listener) => (listeners[event] = (listeners[event] ?? []).filter((other) => other !== listener)),
    };
  }
})();
