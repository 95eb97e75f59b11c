// The bound explorer of lesson 04: q over the posterior, and log p(x) as bound and gap.
import { makeOneTab } from "./one.js";
import { makeTwoTab } from "./two.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";

function build(view) {
  const data = view.model.get("_frame");
  const parts = {
    one: { title: "One latent", ...makeOneTab(view, data) },
    two: { title: "Two latents", ...makeTwoTab(view, data) },
  };
  showParts(view, "Latents", parts, ["x", "mean", "std", "correlation", "means", "stds"]);
}

export default { render: (context) => mount(context, build) };
