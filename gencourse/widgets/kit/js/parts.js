// A widget of several parts under tabs: the trait "tab" says which is shown, and what it shows is read aloud.
import { html } from "./dom.js";
import { makeTabs } from "./tabs.js";
/** @import { Part, View } from "./types.d.ts" */

/**
 * Put parts { key: { title, element, draw(), describe() } } under tabs in the view; the one in sight is drawn again
 * when one of the traits changes.
 * @type {(view: View, name: string, parts: Record<string, Part & { title: string }>, traits: string[]) => void}
 */
export function showParts(view, name, parts, traits) {
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const choice = makeTabs(view, name, parts, (tab) => {
    view.learn({ tab });
    show();
  });
  const say = view.whenQuiet(600, () => (spoken.textContent = now().describe()));

  view.root.append(choice.element, spoken);
  view.watch(["tab", ...traits], show);
  choice.choose(view.model.get("tab"));
  now().draw();
  Object.values(parts).forEach((part) => part.describe()); // pictures have names from the start, nothing is read aloud

  function now() {
    return parts[view.model.get("tab")];
  }

  function show() {
    choice.choose(view.model.get("tab"));
    now().draw();
    say();
  }
}
