// The bottleneck explorer of lesson 01: sliders on the code of a signal, and PCA's optimum at every width.
import { encode } from "./bottleneck_numbers.js";
import { makeNumbersTab } from "./bottleneck_sliders.js";
import { makeWidthTab } from "./bottleneck_width.js";
import { readPoints } from "./buffers.js";
import { html } from "./dom.js";
import { makeTabs } from "./tabs.js";
import { mount } from "./view.js";

function build(view) {
  const data = readData(view.model);
  const tabs = {
    numbers: makeNumbersTab(view, data),
    width: makeWidthTab(view, data),
  };
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const choice = makeTabs(
    view,
    "Bottleneck",
    {
      numbers: { title: `${data.latents} number${data.latents === 1 ? "" : "s"}`, element: tabs.numbers.element },
      width: { title: "Width", element: tabs.width.element },
    },
    (tab) => {
      view.learn({ tab });
      show();
    },
  );
  const say = view.whenQuiet(600, () => (spoken.textContent = now().describe()));

  view.root.append(choice.element, spoken);
  view.watch(["tab", "signal", "z", "mixing", "width"], show);
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
