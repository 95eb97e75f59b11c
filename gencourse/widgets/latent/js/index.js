// The latent explorer of lesson 03: a decoder under the hand, and the way between two images.
import { readBytes, readFloats, readPoints } from "../../kit/js/buffers.js";
import { html } from "../../kit/js/dom.js";
import { makeBetweenTab } from "./between.js";
import { makeDecoding } from "./decoding.js";
import { makeExploreTab } from "./explore.js";
import { makeLookout } from "./lookout.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Data, Tab, Traits } from "./types.d.ts" */
/** @import { Context, Model, View } from "../../kit/js/types.d.ts" */

/**
 * Returns renew(), which takes an update that has changed no more than weights and pictures, or returns false.
 * @type {(view: View<Traits>) => () => boolean}
 */
function build(view) {
  const data = readData(view.model);
  const [print, status] = [html("span"), html("span", { role: "status" })];
  const decoding = makeDecoding(view, data, (text) => (status.textContent = text));
  const lookout = makeLookout(view, data, () => shown.now().draw());
  /** @type {Record<string, Tab & { title: string }>} */
  const tabs = { explore: { title: "Explore", ...makeExploreTab(view, data, decoding, lookout) } };
  if (data.codes.length >= 2 * data.latents) {
    tabs.between = { title: "Between two images", ...makeBetweenTab(view, data, decoding, lookout) };
  }
  print.textContent = smallPrint(data);
  const note = html("p", { class: "gc-note gc-small-print" }, print, " ", status);
  const shown = showParts(view, "Latent space", tabs, ["z", "holes", "ends", "position", "path"], note);
  return renew;

  function renew() {
    const news = readData(view.model);
    const stopped = !view.root.contains(shown.element);
    if (stopped || layoutOf(news) !== layoutOf(data) || news.codes.some((value, i) => value !== data.codes[i])) {
      return false;
    }
    Object.assign(data, news);
    decoding.renew();
    print.textContent = smallPrint(data);
    Object.values(tabs).forEach((tab) => tab.renew());
    shown.now().draw();
    return true;
  }
}

/**
 * What Python sent. images: one Uint8Array [height, width, channels] for each code.
 * @type {(model: Model<Traits>) => Data}
 */
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

/**
 * All that is built once: a decoder in training changes none of it.
 * @type {(data: Data) => string}
 */
function layoutOf({ version: _version, notice: _notice, images, weights: _weights, codes, ...rest }) {
  return JSON.stringify([rest, images.length, codes.length]);
}

/** @type {(data: Data) => string} */
function smallPrint({ reason, notice, codes, latents, count }) {
  const shown = codes.length / latents;
  const part = shown < count ? `${shown.toLocaleString("en")} of ${count.toLocaleString("en")} codes are shown. ` : "";
  const where = reason ? `Decoded in the kernel, not in the browser: ${reason}.` : "Decoded in your browser.";
  return `${part}${where} ${notice}`.trim();
}

/**
 * After an update from Python what can stay stays, also under a hand that drags. Else all is made anew at its place.
 * @type {(context: Context<Traits>) => () => void}
 */
function render(context) {
  const { model, el } = context;
  /** @type {(() => boolean) | null} */
  let renew = null;
  let close = () => {};
  let timer = 0;
  const show = () => {
    renew = null; // stays so if it fails
    close = mount(context, (view) => (renew = build(view)));
  };
  const again = () => {
    clearTimeout(timer);
    try {
      if (renew?.()) return;
    } catch {
      // build meets the same error and shows it
    }
    if (el.matches(":active")) return void (timer = setTimeout(again, 100)); // let the hand finish
    const before = focusables(el);
    const place = before.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    close();
    show();
    const after = focusables(el);
    if (place >= 0 && after.length === before.length) after[place].focus({ preventScroll: true });
  };

  show();
  model.on("change:_frame", again);
  return () => {
    clearTimeout(timer);
    model.off("change:_frame", again);
    close();
  };
}

/** @type {(el: HTMLElement) => HTMLElement[]} */
function focusables(el) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("button, input, [tabindex]"))];
}

export default { render };
