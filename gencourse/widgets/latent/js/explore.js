// Tab 1: one point, moved over the map or by sliders, and what the decoder makes of it.
import { makeNearest } from "./nearest.js";
import { makeMapSteering, makeSliderSteering } from "./steering.js";
import { formatNumber, html, setAttributes } from "../../kit/js/dom.js";
import { makePicture } from "../../kit/js/picture.js";
import { drawNormal } from "../../kit/js/random.js";
/** @import { Lookout } from "./lookout.js" */
/** @import { Data, Decoding, Tab, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */

/**
 * renew() is for pictures that have changed.
 * @type {(view: View<Traits>, data: Data, decoding: Decoding, lookout: Lookout) => Tab}
 */
export function makeExploreTab(view, data, decoding, lookout) {
  const { latents, codes } = data;
  const some = codes.length > 0;
  const pictures = data.titles.map((title) => makePicture(data, title));
  const nearest = makeNearest(data);
  const holesButton = html("button", { type: "button" }, "Show the holes");
  const codeButton = html("button", { type: "button" }, some ? "Another image" : "The middle");
  const drawButton = html("button", { type: "button" }, "Draw from N(0, I)");
  const steering = (latents === 2 ? makeMapSteering : makeSliderSteering)(view, data, lookout, {
    where: () => z,
    move,
    end: tell,
  });
  const element = layOut();
  let z = [...view.model.get("z")];

  const draw = view.onceAFrame(() => {
    if (view.model.get("tab") !== "explore") return; // drawn when it is opened
    steering.show(z, view.model.get("holes"));
    setAttributes(holesButton, { "aria-pressed": view.model.get("holes") });
    decoding.request("now", [z], (pixels, which) => pictures[which].show(pixels));
    if (some) nearest.show(z);
  });

  view.on(holesButton, "click", () => {
    view.learn({ holes: !view.model.get("holes") });
    draw();
  });
  view.on(codeButton, "click", () => jump(some ? nearest.another(z) : z.map(() => 0)));
  view.on(drawButton, "click", () => jump(z.map(() => Number(drawNormal().toFixed(3)))));
  view.watch(["z", "holes"], () => {
    z = [...view.model.get("z")];
    draw();
  });
  return { element, draw, renew: nearest.forget, describe };

  function layOut() {
    return html(
      "div",
      { class: latents === 2 ? "gc-panel" : "gc-panel gc-steered" },
      steering.element,
      html(
        "div",
        { class: "gc-side" },
        html(
          "div",
          { class: "gc-pictures" },
          ...pictures.map((picture) => picture.element),
          ...(some ? [nearest.element] : []),
        ),
        nearest.facts,
        html("div", { class: "gc-buttons" }, ...(latents === 2 && some ? [holesButton] : []), codeButton, drawButton),
        html("p", { class: "gc-note" }, steering.hint),
      ),
    );
  }

  /** @type {(to: number[]) => void} */
  function move(to) {
    z = to;
    draw();
  }

  function tell() {
    view.learn({ z: [...z] });
  }

  /** @type {(to: number[]) => void} */
  function jump(to) {
    move(to);
    tell();
  }

  function describe() {
    const numbers = z.map((value) => formatNumber(value, 2)).join(", ");
    data.titles.forEach((title, which) => pictures[which].name(`${title} picture of the code ${numbers}`));
    steering.describe();
    return some ? `Code ${numbers}. ${nearest.say(z)}` : `Code ${numbers}.`;
  }
}
