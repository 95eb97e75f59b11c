// The pad of lesson 02: draw a digit, and the model's answer follows the pen.
import { layOut, makeDesk } from "./desk.js";
import { layInk } from "./ink.js";
import { drawNoise } from "./noise.js";
import { readBytes, readFloats } from "../../kit/js/buffers.js";
import { makeSpeech } from "../../kit/js/speech.js";
import { mount } from "../../kit/js/view.js";
/** @import { Desk } from "./desk.js" */
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Context, Model, View } from "../../kit/js/types.d.ts" */

const PIXELS = 784;

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const data = readData(view.model);
  const desk = makeDesk(view, data, { changed, draw });
  const addNoise = makeNoise();
  const compute = view.onceAFrame(() => show(desk, data, (clean, noise) => addNoise(clean, noise, view.model)));
  const speech = makeSpeech(view, () => describe(desk));

  view.on(desk.undo, "click", desk.drawing.undo);
  view.on(desk.clear, "click", desk.drawing.clear);
  view.watch(["strokes", "stored", "_sheet", "noise", "seed"], changed);
  view.watch(["_frame"], () => {
    Object.assign(data, readData(view.model)); // the pen may be on the pad: nothing is made anew
    refresh(desk, data);
    changed();
  });
  view.root.append(...layOut(desk), speech.element);
  refresh(desk, data);
  desk.surface.paint();
  compute();

  function changed() {
    desk.surface.paint();
    desk.stored.show();
    draw();
  }

  function draw() {
    compute();
    speech.say();
  }
}

/** @type {(desk: Desk, data: Data, addNoise: (clean: Float64Array, noise: number) => Float64Array) => void} */
function show({ drawing, knob, trouble, answer, nearest, runner }, data, addNoise) {
  const shown = drawing.read();
  const clean = layInk(shown.strokes, shown.sheet);
  knob.show();
  trouble.textContent = data.trouble;
  trouble.hidden = !data.trouble;
  if (shown.empty) return [answer, nearest].forEach((part) => part.clear());
  const noise = knob.value();
  const isKnown = shown.example && noise === data.example.noise && knob.seed() === data.example.seed;
  const given = addNoise(clean, noise);
  answer.showGiven(given);
  nearest.show(clean, shown.stored);
  if (data.trouble) return;
  runner.run(given, isKnown, (output, code) => {
    if (drawing.read().empty) return; // an answer of the kernel that comes after Clear
    if (!output.some(Number.isNaN)) return answer.show(clean, output, code, noise);
    answer.clear();
    trouble.hidden = false;
    trouble.textContent = "The model's output for this drawing is NaN. Did its training diverge?";
  });
}

/** Adds noise to pixels: the same draws until the seed is another one. The answer is overwritten by the next call. */
function makeNoise() {
  const given = new Float64Array(PIXELS);
  /** @type {Float64Array} */
  let eps = new Float64Array(PIXELS);
  let seed = -1; // none yet

  /** @type {(clean: Float64Array, noise: number, model: Model<Traits>) => Float64Array} */
  return (clean, noise, model) => {
    if (seed !== model.get("seed")) {
      seed = model.get("seed");
      eps = drawNoise(seed, PIXELS);
    }
    for (let i = 0; i < PIXELS; i++) given[i] = clean[i] + noise * eps[i];
    return given;
  };
}

/** @type {(desk: Desk, data: Data) => void} */
function refresh({ smallPrint, surface, runner, stored, answer, nearest }, data) {
  smallPrint.textContent = where(data);
  [runner, stored, answer, nearest].forEach((part) => part.refresh());
  surface.describe();
}

/** @type {(desk: Desk) => string} */
function describe({ surface, drawing, answer, nearest }) {
  surface.describe();
  if (drawing.read().empty) return "The pad is empty.";
  return [answer.describe(), nearest.describe()].filter(Boolean).join(" ");
}

/**
 * What Python sent. images: one Uint8Array of 784 for each stored digit.
 * @type {(model: Model<Traits>) => Data}
 */
function readData(model) {
  const bytes = readBytes(model.get("_images"));
  return {
    ...model.get("_frame"),
    images: Array.from({ length: bytes.length / PIXELS }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS)),
    weights: readFloats(model.get("_weights")),
    answer: readFloats(model.get("_answer")),
  };
}

/** @type {(data: Data) => string} */
function where({ reason, trouble, notice }) {
  if (trouble) return "";
  const place = reason
    ? `The model runs in the kernel, not in the browser: ${reason}.`
    : "The model runs in your browser.";
  return `${place} ${notice}`;
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
