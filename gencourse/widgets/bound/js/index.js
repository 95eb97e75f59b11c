// The bound explorer of lesson 04: q over the posterior, and log p(x) as bound and gap.
import { makeOneTab } from "./one/tab.js";
import { makeTwoTab } from "./two/tab.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, View } from "../../kit/js/types.d.ts" */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const data = view.model.get("_frame");
  const parts = {
    one: { title: "One latent", ...makeOneTab(view, data) },
    two: { title: "Two latents", ...makeTwoTab(view, data) },
  };
  showParts(view, "Latents", parts, ["x", "mean", "std", "correlation", "means", "stds"]);
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
