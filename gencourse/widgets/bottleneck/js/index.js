// The bottleneck explorer of lesson 01: sliders on the code of a signal, and PCA's optimum at every width.
import { encode } from "./numbers.js";
import { makeNumbersTab } from "./sliders.js";
import { makeWidthTab } from "./width.js";
import { readPoints } from "../../kit/js/buffers.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";

function build(view) {
  const data = readData(view.model);
  const parts = {
    numbers: { title: `${data.latents} number${data.latents === 1 ? "" : "s"}`, ...makeNumbersTab(view, data) },
    width: { title: "Width", ...makeWidthTab(view, data) },
  };
  showParts(view, "Bottleneck", parts, ["signal", "z", "mixing", "width"]);
}

/** What Python sent once. encoder: { weight, bias }, decoder: { columns, bias }, flats: { components, mean }, all flat. */
function readData(model) {
  const frame = model.get("_frame");
  const { latents, points } = frame;
  const signals = readPoints(model.get("_signals"));
  const encoder = readPoints(model.get("_encoder"));
  const decoder = readPoints(model.get("_decoder"));
  const flats = readPoints(model.get("_flats"));
  const size = latents * points;
  const data = {
    ...frame,
    signals: Array.from({ length: signals.length / points }, (_, i) => signals.subarray(i * points, (i + 1) * points)),
    encoder: { weight: encoder.subarray(0, size), bias: encoder.subarray(size) },
    decoder: { columns: decoder.subarray(0, size), bias: decoder.subarray(size) },
    flats: { components: flats.subarray(0, -points), mean: flats.subarray(-points) },
  };
  data.codes = data.signals.map((x) => encode(data.encoder.weight, data.encoder.bias, x)); // before any mixing
  return data;
}

export default { render: (context) => mount(context, build) };
