// The density explorer of lesson 00: a Gaussian to drag, and a kernel density with its bandwidth.
import { makeGaussianTab } from "./gaussian.js";
import { makeKernelTab } from "./kernel.js";
import { readPoints } from "../../kit/js/buffers.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, View } from "../../kit/js/types.d.ts" */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const data = {
    train: readPoints(view.model.get("_train")),
    heldOut: readPoints(view.model.get("_held_out")),
    ...view.model.get("_frame"),
  };
  const parts = {
    gaussian: { title: "Gaussian", ...makeGaussianTab(view, data) },
    kernel: { title: "Kernel density", ...makeKernelTab(view, data) },
  };
  showParts(view, "Density model", parts, ["mean", "cov", "bandwidth"]);
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
