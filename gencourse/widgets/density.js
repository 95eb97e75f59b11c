// The density explorer of lesson 00: a Gaussian to drag, and a kernel density with its bandwidth.
import { makeGaussianTab } from "./density_gaussian.js";
import { makeKernelTab } from "./density_kernel.js";
import { readPoints } from "./buffers.js";
import { showParts } from "./parts.js";
import { mount } from "./view.js";

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

export default { render: (context) => mount(context, build) };
