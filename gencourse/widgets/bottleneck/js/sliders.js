// Tab 1: one slider for each number of the code, and the wave that it adds.
import { apply, decode, invert, mixWaves, randomMixing, rowOf, spreadOf, squaredError } from "./numbers.js";
import { makeHead } from "./head.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makePlot } from "../../kit/js/plot.js";

const REACH = 3.5; // of a slider, in standard deviations of its number
const PUSH = "Push a number: the output changes by its wave and by nothing else.";
const MIXED = "Every number and every wave has changed. Has the output?";

/** Returns { element, draw(), describe() }.  data: see bottleneck.js */
export function makeNumbersTab(view, data) {
  const { latents, points, signals, codes, decoder } = data;
  const head = makeHead(view, data, ["gc-signal", "gc-output", "gc-wave"], take);
  const plot = makePlot({ size: points, limits: data.limits, lines: ["gc-signal", "gc-wave", "gc-output"] });
  const knobs = Array.from({ length: latents }, (_, i) => makeKnob(view, `z${i + 1}`, `number ${i + 1}`));
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

  let shown = {}; // what the waves and sliders were made for: { mixing, signal }
  let signal, z, waves, code; // waves and code are the mixed ones
  let pushed = -1; // whose wave is shown
  let output, error;
  read();

  const draw = view.onceAFrame(() => {
    output = decode(waves, decoder.bias, z);
    error = squaredError(signals[signal], output);
    plot.show("gc-signal", signals[signal]);
    plot.show("gc-output", output);
    plot.show(
      "gc-wave",
      pushed >= 0 ? rowOf(waves, pushed, points).map((value) => (z[pushed] - code[pushed]) * value) : null,
    );
    head.show(signal, error, pushed >= 0 ? `z${pushed + 1} adds` : "");
    knobs.forEach((knob, i) => knob.show(z[i], i === pushed));
  });

  connect();
  return { element, draw, describe };

  function connect() {
    knobs.forEach((knob, i) => {
      knob.onPush({ where: () => z[i], move: (value) => push(i, value), end: tell });
      view.on(knob.element, "focusout", () => release(i));
    });
    view.on(encodeButton, "click", () => replace({ z: code }));
    view.on(mixButton, "click", () => mix(randomMixing(latents)));
    view.on(undoButton, "click", () => {
      mix(identity(latents));
      mixButton.focus(); // this one is about to hide
    });
    view.watch(["signal", "z", "mixing"], () => {
      read();
      draw();
    });
  }

  function read() {
    signal = view.model.get("signal");
    z = [...view.model.get("z")];
    const mixing = view.model.get("mixing");
    if (mixing !== shown.mixing) useMixing(mixing);
    if (mixing !== shown.mixing || signal !== shown.signal) {
      code = apply(mixing, codes[signal]);
      knobs.forEach((knob, i) => knob.setHome(code[i]));
    }
    shown = { mixing, signal };
  }

  function useMixing(mixing) {
    waves = mixWaves(decoder.columns, invert(mixing));
    const { mean, std } = spreadOf(data.codeMean, data.codeCov, mixing);
    const widest = Math.max(...std) || 1;
    const reach = std.map((value) => REACH * (value > 1e-6 * widest ? value : widest));
    const drawn = std.map((value, i) => rowOf(waves, i, points).map((height) => (value || 1) * height));
    const highest = drawn.flatMap((wave) => wave.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    const limit = 1.05 * Math.max(...highest) || 1;
    const stride = Math.ceil(points / 250);
    knobs.forEach((knob, i) => {
      knob.setRange(mean[i] - reach[i], mean[i] + reach[i]);
      knob.setWave(drawn[i], [-limit, limit], stride);
    });
    const mixed = mixing.some((row, i) => row.some((value, j) => value !== Number(i === j)));
    undoButton.hidden = !mixed;
    note.textContent = mixed ? MIXED : PUSH;
  }

  function push(i, value) {
    z[i] = value;
    pushed = i;
    draw();
  }

  function release(i) {
    if (pushed !== i) return;
    pushed = -1;
    draw();
  }

  function tell() {
    view.learn({ z: [...z] });
  }

  function replace(traits) {
    pushed = -1;
    view.learn(traits);
  }

  function take(index) {
    replace({ signal: index, z: apply(view.model.get("mixing"), codes[index]) });
  }

  function mix(mixing) {
    const unmixed = apply(invert(view.model.get("mixing")), z);
    replace({ mixing, z: apply(mixing, unmixed) });
  }

  function describe() {
    const [which, size] = [`Signal ${signal + 1} of ${signals.length}`, points.toLocaleString("en")];
    const now = formatNumber(squaredError(signals[signal], decode(waves, decoder.bias, z)));
    plot.picture.setAttribute(
      "aria-label",
      `${which} over ${size} points, and over it the decoder's output. Squared error ${now}.`,
    );
    const number = pushed >= 0 ? ` Number ${pushed + 1} is ${formatNumber(z[pushed])}.` : "";
    return `${which}.${number} Squared error ${now}.`;
  }
}

function identity(size) {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)));
}
