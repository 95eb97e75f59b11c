// The bound explorer of lesson 04: q over the posterior, and log p(x) as bound and gap.
import { makeOneTab } from "./bound_one.js";
import { makeTwoTab } from "./bound_two.js";
import { showParts } from "./parts.js";
import { mount } from "./view.js";

function build(view) {
  const data = view.model.get("_frame");
  const parts = {
    one: { title: "One latent", ...makeOneTab(view, data) },
    two: { title: "Two latents", ...makeTwoTab(view, data) },
  };
  showParts(view, "Latents", parts, ["x", "mean", "std", "correlation", "means", "stds"]);
}

export default { render: (context) => mount(context, build) };
