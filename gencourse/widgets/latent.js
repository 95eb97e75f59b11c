// The latent explorer of lesson 03: a decoder under the hand, and the way between two images.
import { readBytes, readFloats, readPoints } from "./buffers.js";
import { html } from "./dom.js";
import { makeBetweenTab } from "./latent_between.js";
import { makeDecoding } from "./latent_decoding.js";
import { makeExploreTab } from "./latent_explore.js";
import { makeTabs } from "./tabs.js";
import { mount } from "./view.js";

function build(view) {
  const data = readData(view.model);
  const status = html("span", { role: "status" });
  const decoding = makeDecoding(view, data, (text) => (status.textContent = text));
  const tabs = { explore: makeExploreTab(view, data, decoding) };
  const panels = { explore: { title: "Explore", element: tabs.explore.element } };
  if (data.codes.length >= 2 * data.latents) {
    tabs.between = makeBetweenTab(view, data, decoding);
    panels.between = { title: "Between two images", element: tabs.between.element };
  }
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const choice = makeTabs(view, "Latent space", panels, (tab) => {
    view.learn({ tab });
    show();
  });
  const say = view.whenQuiet(600, () => (spoken.textContent = now().describe()));

  view.root.append(choice.element, html("p", { class: "gc-note gc-small-print" }, `${smallPrint(data)} `, status), spoken);
  view.watch(["tab", "z", "holes", "ends", "position", "path"], show);
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

/** What Python sent. images: one Uint8Array [height, width, channels] for each code. */
function readData(model) {
  const frame = model.get("_frame");
  const [channels, height, width] = frame.size;
  const bytes = readBytes(model.get("_images"));
  const codes = readPoints(model.get("_codes"));
  const length = channels * height * width;
  return {
    ...frame,
    channels,
    height,
    width,
    codes,
    codeOf: (i) => Array.from(codes.subarray(i * frame.latents, (i + 1) * frame.latents)),
    images: Array.from({ length: bytes.length / length }, (_, i) => bytes.subarray(i * length, (i + 1) * length)),
    nameOf: (i) => `image ${i}${frame.labels.length ? `, ${frame.classes[frame.labels[i]][1]}` : ""}`,
    weights: readFloats(model.get("_weights")),
  };
}

function smallPrint({ reason, notice, codes, latents, count }) {
  const shown = codes.length / latents;
  const part = shown < count ? `${shown.toLocaleString("en")} of ${count.toLocaleString("en")} codes are shown. ` : "";
  const where = reason ? `Decoded in the kernel, not in the browser: ${reason}.` : "Decoded in your browser.";
  return `${part}${where} ${notice}`.trim();
}

/** After an update from Python everything is made anew, at the same place. */
function render(context) {
  let close = mount(context, build);
  const again = () => {
    close();
    close = mount(context, build);
  };
  context.model.on("change:_frame", again);
  return () => {
    context.model.off("change:_frame", again);
    close();
  };
}

export default { render };
