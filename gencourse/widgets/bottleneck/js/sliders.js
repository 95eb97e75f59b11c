// Tab 1: one slider for each number of the code, and the wave that it adds.
import { isMixed, makeCode, rangesOf } from "./code.js";
import { makeHead } from "./head.js";
import { decode, rowOf, squaredError } from "./numbers.js";
import { makePlot, makeThumbnail } from "./plot.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { makeKnob } from "../../kit/js/knob.js";
/** @import { Code } from "./code.js" */
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Part, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const PUSH = "Push a number: the output changes by its wave and by nothing else.";
const MIXED = "Every number and every wave has changed. Has the output?";

/**
 * data: see index.js
 * @type {(view: View<Traits>, data: Data) => Part}
 */
export function makeNumbersTab(view, data) {
  const code = makeCode(view, data);
  const pieces = makePieces(view, data, code.take);
  const draw = view.onceAFrame(() => show(pieces, data, code.now));
  setKnobs(pieces, data, code.now);
  connect(view, pieces, code, draw);
  view.watch(["signal", "z", "mixing"], () => {
    if (code.read()) setKnobs(pieces, data, code.now);
    setHomes(pieces, code.now);
    draw();
  });
  return { element: pieces.element, draw, describe: () => describe(pieces, data, code.now) };
}

/** @type {(view: View, pieces: Pieces, code: Code, draw: () => void) => void} */
function connect(view, { knobs, encodeButton, mixButton, undoButton }, code, draw) {
  const { now } = code;
  knobs.forEach((knob, i) => {
    knob.onPush({
      where: () => now.z[i],
      move(value) {
        code.push(i, value);
        draw();
      },
      end: code.tell,
    });
    view.on(knob.element, "focusout", () => {
      if (now.pushed !== i) return;
      code.release();
      draw();
    });
  });
  view.on(encodeButton, "click", code.encodeAgain);
  view.on(mixButton, "click", code.mix);
  view.on(undoButton, "click", () => {
    code.undoMixing();
    mixButton.focus(); // this one is about to hide
  });
}

/**
 * What the tab is made of.
 * @param {View} view
 * @param {Data} data
 * @param {(signal: number) => void} take
 */
function makePieces(view, data, take) {
  const head = makeHead(view, data, ["gc-signal", "gc-output", "gc-wave"], take);
  const plot = makePlot({ size: data.points, limits: data.limits, lines: ["gc-signal", "gc-wave", "gc-output"] });
  const waves = Array.from({ length: data.latents }, () => makeThumbnail("gc-height"));
  const knobs = waves.map((wave, i) => makeKnob(view, `z${i + 1}`, `number ${i + 1}`, wave.element));
  const encodeButton = html("button", { type: "button" }, "Encode again");
  const mixButton = html("button", { type: "button" }, "Mix the codes");
  const undoButton = html("button", { type: "button" }, "Undo the mixing");
  const note = html("p", { class: "gc-note" });
  const element = html(
    "div",
    { class: "gc-panel gc-column" },
    head.element,
    plot.element,
    html("div", { class: "gc-knobs", role: "group", "aria-label": "The code" }, ...knobs.map((knob) => knob.element)),
    html("div", { class: "gc-foot" }, html("div", { class: "gc-buttons" }, encodeButton, mixButton, undoButton), note),
  );
  return { head, plot, waves, knobs, encodeButton, mixButton, undoButton, note, element };
}

/**
 * What changes with the mixing only.
 * @type {(pieces: Pieces, data: Data, now: Code["now"]) => void}
 */
function setKnobs(pieces, data, now) {
  const { mean, reach, drawn, limit } = rangesOf(data, now.mixing, now.waves);
  const stride = Math.ceil(data.points / 250); // no eye sees more points in so small a picture
  pieces.knobs.forEach((knob, i) => {
    knob.setRange(mean[i] - reach[i], mean[i] + reach[i]);
    pieces.waves[i].show(drawn[i], [-limit, limit], stride);
  });
  const mixed = isMixed(now.mixing);
  pieces.undoButton.hidden = !mixed;
  pieces.note.textContent = mixed ? MIXED : PUSH;
  setHomes(pieces, now);
}

/** @type {(pieces: Pieces, now: Code["now"]) => void} */
function setHomes({ knobs }, now) {
  knobs.forEach((knob, i) => knob.setHome(now.home[i]));
}

/** @type {(pieces: Pieces, data: Data, now: Code["now"]) => void} */
function show({ head, plot, knobs }, { points, signals, decoder }, { signal, z, waves, home, pushed }) {
  const output = decode(waves, decoder.bias, z);
  const added = () => rowOf(waves, pushed, points).map((value) => (z[pushed] - home[pushed]) * value);
  plot.show("gc-signal", signals[signal]);
  plot.show("gc-output", output);
  plot.show("gc-wave", pushed >= 0 ? added() : null);
  head.show(signal, squaredError(signals[signal], output), pushed >= 0 ? `z${pushed + 1} adds` : "");
  knobs.forEach((knob, i) => knob.show(z[i], i === pushed));
}

/** @type {(pieces: Pieces, data: Data, now: Code["now"]) => string} */
function describe({ plot }, { points, signals, decoder }, { signal, z, waves, pushed }) {
  const [which, size] = [`Signal ${signal + 1} of ${signals.length}`, points.toLocaleString("en")];
  const error = formatNumber(squaredError(signals[signal], decode(waves, decoder.bias, z)));
  plot.picture.setAttribute(
    "aria-label",
    `${which} over ${size} points, and over it the decoder's output. Squared error ${error}.`,
  );
  const number = pushed >= 0 ? ` Number ${pushed + 1} is ${formatNumber(z[pushed])}.` : "";
  return `${which}.${number} Squared error ${error}.`;
}
