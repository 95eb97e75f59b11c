// The rate explorer of lesson 06: a weight on the rate, and what models trained with different weights do.
import { html } from "../../kit/js/dom.js";
import { makeKlBars } from "./bars.js";
import { makePictures } from "./pictures.js";
import { makePlane } from "./plane.js";
import { makeBetaSlider } from "./slider.js";
import { makeReadout } from "../../kit/js/readout.js";
import { makeSpeech } from "../../kit/js/speech.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, View } from "../../kit/js/types.d.ts" */

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const { model } = view;
  const frame = model.get("_frame");
  const plane = makePlane(frame);
  const bars = makeKlBars(frame);
  const pictures = makePictures(frame, model.get("_pictures"));
  const readout = makeReadout();
  const slider = makeBetaSlider(view, frame.names, { move, end: tell });
  const speech = makeSpeech(view, () => `Beta ${frame.names[now]}. ${frame.sentences[now]}`);
  let now = frame.betas.indexOf(model.get("beta"));

  const draw = view.onceAFrame(() => {
    plane.show(now);
    slider.show(now);
    bars.show(now);
    pictures.show(now);
    readout.show(`Beta ${frame.names[now]}`, frame.sentences[now], frame.rows[now]);
  });

  view.root.append(
    html(
      "div",
      { class: "gc-rate" },
      html("div", { class: "gc-rate-left" }, plane.element, slider.element),
      html("div", { class: "gc-rate-right" }, readout.element, bars.element, pictures.element),
    ),
    speech.element,
  );
  view.on(plane.stage, "click", (event) => {
    move(plane.nearest(event));
    tell();
  });
  view.watch(["beta"], () => move(frame.betas.indexOf(model.get("beta"))));
  draw();

  /** @type {(index: number) => void} */
  function move(index) {
    if (index !== now) speech.say();
    now = index;
    draw();
  }

  function tell() {
    if (frame.betas[now] !== model.get("beta")) view.learn({ beta: frame.betas[now] });
  }
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
