// The bound explorer of lesson 04: q over the posterior, and log p(x) as bound and gap.
import { makeOneTab } from "./bound_one.js";
import { makeTwoTab } from "./bound_two.js";
import { html } from "./dom.js";
import { makeTabs } from "./tabs.js";
import { mount } from "./view.js";

function build(view) {
  const data = view.model.get("_frame");
  const tabs = { one: makeOneTab(view, data), two: makeTwoTab(view, data) };
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const choice = makeTabs(
    view,
    "Latents",
    {
      one: { title: "One latent", element: tabs.one.element },
      two: { title: "Two latents", element: tabs.two.element },
    },
    (tab) => {
      view.learn({ tab });
      show();
    },
  );
  const say = view.whenQuiet(600, () => (spoken.textContent = now().describe()));

  view.root.append(choice.element, spoken);
  view.watch(["tab", "x", "mean", "std", "correlation", "means", "stds"], show);
  choice.choose(view.model.get("tab"));
  now().draw();
  Object.values(tabs).forEach((tab) => tab.describe()); // pictures have names from the start, nothing is read aloud

  function now() {
    return tabs[view.model.get("tab")];
  }

  function show() {
    choice.choose(view.model.get("tab"));
    now().draw();
    say();
  }
}

export default { render: (context) => mount(context, build) };
