// The pad of lesson 02: draw a digit, and the model's answer follows the pen.
import { readBytes, readFloats } from "../../kit/js/buffers.js";
import { makeAnswer } from "./answer.js";
import { makeDrawing } from "./drawing.js";
import { layInk } from "./ink.js";
import { makeNearest } from "./nearest.js";
import { drawNoise } from "./noise.js";
import { makeNoiseKnob } from "./noise_knob.js";
import { makeRunner } from "./runner.js";
import { makeStored } from "./stored.js";
import { makeSurface } from "./surface.js";
import { html } from "../../kit/js/dom.js";
import { mount } from "../../kit/js/view.js";

const PIXELS = 784;

function build(view) {
  const data = readData(view.model);
  const status = html("span", { role: "status" });
  const trouble = html("p", { class: "gc-error", role: "alert" });
  const smallPrint = html("span");
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const runner = makeRunner(view, data, (text) => (status.textContent = text));
  const drawing = makeDrawing(view, data, { changed, grown: draw });
  const surface = makeSurface(view, data, drawing);
  const stored = makeStored(view, data, drawing, surface.sheet);
  const knob = makeNoiseKnob(view, draw);
  const answer = makeAnswer(data);
  const nearest = makeNearest(data);
  const undo = html("button", { type: "button" }, "Undo");
  const clear = html("button", { type: "button" }, "Clear");
  const buttons = html("div", { class: "gc-buttons" }, undo, clear);
  const given = new Float64Array(PIXELS);
  let [eps, seed] = [null, -1];

  const compute = view.onceAFrame(() => {
    const shown = drawing.read();
    const clean = layInk(shown.strokes, shown.sheet);
    knob.show();
    trouble.textContent = data.trouble;
    trouble.hidden = !data.trouble;
    if (shown.empty) return [answer, nearest].forEach((part) => part.clear());
    addNoise(clean);
    answer.showGiven(given);
    nearest.show(clean, shown.stored);
    if (data.trouble) return;
    const noise = knob.value();
    runner.run(given, (output, code) => {
      if (drawing.read().empty) return; // an answer of the kernel that comes after Clear
      if (output.some(Number.isNaN)) return complain();
      answer.show(clean, output, code, noise);
    });
  });
  const say = view.whenQuiet(600, () => (spoken.textContent = describe()));

  view.on(undo, "click", drawing.undo);
  view.on(clear, "click", drawing.clear);
  view.watch(["strokes", "stored", "_sheet", "noise", "seed"], changed);
  view.watch(["_frame"], () => {
    Object.assign(data, readData(view.model)); // the pen may be on the pad: nothing is made anew
    refresh();
    changed();
  });
  view.root.append(
    trouble,
    html(
      "div",
      { class: "gc-panel" },
      html("div", { class: "gc-desk" }, surface.sheet, buttons, stored.element, surface.hint),
      html("div", { class: "gc-side" }, answer.element, knob.element, nearest.element),
    ),
    html("p", { class: "gc-note gc-small-print" }, smallPrint, " ", status),
    spoken,
  );
  refresh();
  surface.paint();
  compute();

  function refresh() {
    smallPrint.textContent = where(data);
    [runner, stored, answer, nearest].forEach((part) => part.refresh());
    surface.describe();
  }

  function changed() {
    surface.paint();
    stored.show();
    draw();
  }

  function draw() {
    compute();
    say();
  }

  function addNoise(clean) {
    const noise = knob.value();
    if (seed !== view.model.get("seed")) {
      seed = view.model.get("seed");
      eps = drawNoise(seed, PIXELS);
    }
    for (let i = 0; i < PIXELS; i++) given[i] = clean[i] + noise * eps[i];
  }

  function complain() {
    answer.clear();
    trouble.hidden = false;
    trouble.textContent = "The model's output for this drawing is NaN. Did its training diverge?";
  }

  function describe() {
    surface.describe();
    if (drawing.read().empty) return "The pad is empty.";
    return [answer.describe(), nearest.describe()].filter(Boolean).join(" ");
  }
}

/** What Python sent. images: one Uint8Array of 784 for each stored digit. */
function readData(model) {
  const bytes = readBytes(model.get("_images"));
  return {
    ...model.get("_frame"),
    images: Array.from({ length: bytes.length / PIXELS }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS)),
    weights: readFloats(model.get("_weights")),
  };
}

function where({ reason, trouble, notice }) {
  if (trouble) return "";
  const place = reason
    ? `The model runs in the kernel, not in the browser: ${reason}.`
    : "The model runs in your browser.";
  return `${place} ${notice}`;
}

function render(context) {
  return mount(context, build);
}

export default { render };
