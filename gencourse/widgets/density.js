// The density explorer of lesson 00: a Gaussian to drag, and a kernel density with its bandwidth.
import { makeGaussianTab } from "./density_gaussian.js";
import { makeKernelTab } from "./density_kernel.js";
import { html } from "./dom.js";
import { readPoints } from "./buffers.js";
import { makeTabs } from "./tabs.js";
import { mount } from "./view.js";

function build(view) {
  const data = {
    train: readPoints(view.model.get("_train")),
    heldOut: readPoints(view.model.get("_held_out")),
    ...view.model.get("_frame"),
  };
  const tabs = {
    gaussian: makeGaussianTab(view, data),
    kernel: makeKernelTab(view, data),
  };
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const choice = makeTabs(
    view,
    "Density model",
    {
      gaussian: { title: "Gaussian", element: tabs.gaussian.element },
      kernel: { title: "Kernel density", element: tabs.kernel.element },
    },
    (tab) => {
      view.learn({ tab });
      show();
    },
  );
  const say = view.whenQuiet(600, () => (spoken.textContent = now().describe()));

  view.root.append(choice.element, spoken);
  view.watch(["tab", "mean", "cov", "bandwidth"], show);
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
