// A widget of several parts under tabs: the trait "tab" says which is shown, and what it shows is read aloud.
import { makeSpeech } from "./speech.js";
import { makeTabs } from "./tabs.js";
/** @import { Part, View } from "./types.d.ts" */

/**
 * Put parts under tabs in the view, and notes below them; the part in sight is drawn again when one of the traits
 * changes. Returns now(), that part, and the element of all.
 * @template {Part & { title: string }} P
 * @param {View} view
 * @param {string} name
 * @param {Record<string, P>} parts
 * @param {string[]} traits
 * @param {Element[]} notes
 */
export function showParts(view, name, parts, traits, ...notes) {
  const choice = makeTabs(view, name, parts, (tab) => {
    view.learn({ tab });
    show();
  });
  const speech = makeSpeech(view, () => now().describe());

  view.root.append(choice.element, ...notes, speech.element);
  view.watch(["tab", ...traits], show);
  choice.choose(view.model.get("tab"));
  now().draw();
  Object.values(parts).forEach((part) => part.describe()); // pictures have names from the start, nothing is read aloud
  return { now, element: choice.element };

  function now() {
    return parts[view.model.get("tab")];
  }

  function show() {
    choice.choose(view.model.get("tab"));
    now().draw();
    speech.say();
  }
}
