// The bottleneck explorer of lesson 01: sliders on the code of a signal, and PCA's optimum at every width.
import { encode } from "./numbers.js";
import { makeNumbersTab } from "./sliders.js";
import { makeWidthTab } from "./width.js";
import { readPoints } from "../../kit/js/buffers.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Context, Model, View } from "../../kit/js/types.d.ts" */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const data = readData(view.model);
  const parts = {
    numbers: { title: `${data.latents} number${data.latents === 1 ? "" : "s"}`, ...makeNumbersTab(view, data) },
    width: { title: "Width", ...makeWidthTab(view, data) },
  };
  showParts(view, "Bottleneck", parts, ["signal", "z", "mixing", "width"]);
}

/**
 * What Python sent once. encoder: { weight, bias }, decoder: { columns, bias }, flats: { components, mean }, all flat.
 * @type {(model: Model<Traits>) => Data}
 */
function readData(model) {
  const frame = model.get("_frame");
  const { latents, points } = frame;
  const flat = readPoints(model.get("_signals"));
  const signals = Array.from({ length: flat.length / points }, (_, i) => flat.subarray(i * points, (i + 1) * points));
  const encoder = readPoints(model.get("_encoder"));
  const decoder = readPoints(model.get("_decoder"));
  const flats = readPoints(model.get("_flats"));
  const size = latents * points;
  const [weight, bias] = [encoder.subarray(0, size), encoder.subarray(size)];
  return {
    ...frame,
    signals,
    codes: signals.map((x) => encode(weight, bias, x)), // before any mixing
    encoder: { weight, bias },
    decoder: { columns: decoder.subarray(0, size), bias: decoder.subarray(size) },
    flats: { components: flats.subarray(0, -points), mean: flats.subarray(-points) },
  };
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
