// Tabs after the ARIA pattern: one stop for the Tab key, arrows go between them.
import { html, setAttributes, uniqueId } from "./dom.js";
/** @import { View } from "./types.d.ts" */

/**
 * Tabs over the panels { key: { title, element } }; onChoice(key) is called when the learner takes another.
 * Returns { element, choose(key) }.
 * @param {View} view
 * @param {string} name
 * @param {Record<string, { title: string, element: HTMLElement }>} panels
 * @param {(key: string) => void} onChoice
 */
export function makeTabs(view, name, panels, onChoice) {
  const keys = Object.keys(panels);
  /** @type {Record<string, HTMLButtonElement>} */
  const tabs = {};
  const list = html("div", { class: "gc-tabs", role: "tablist", "aria-label": name });
  const element = html("div", {}, list);

  for (const key of keys) {
    const { title, element: panel } = panels[key];
    const tabId = uniqueId("tab");
    const panelId = uniqueId("panel");
    tabs[key] = html("button", { type: "button", role: "tab", id: tabId, "aria-controls": panelId }, title);
    setAttributes(panel, { role: "tabpanel", id: panelId, "aria-labelledby": tabId });
    view.on(tabs[key], "click", () => take(key));
    list.append(tabs[key]);
    element.append(panel);
  }

  view.on(list, "keydown", (event) => {
    const now = keys.findIndex((key) => tabs[key] === event.target);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const key = keys[(next + keys.length) % keys.length];
    take(key);
    tabs[key].focus();
  });

  /** @type {(key: string) => void} */
  function take(key) {
    choose(key);
    onChoice(key);
  }

  /** @type {(chosen: string) => void} */
  function choose(chosen) {
    for (const key of keys) {
      setAttributes(tabs[key], { "aria-selected": key === chosen, tabindex: key === chosen ? 0 : -1 });
      panels[key].element.hidden = key !== chosen;
    }
  }

  return { element, choose };
}
