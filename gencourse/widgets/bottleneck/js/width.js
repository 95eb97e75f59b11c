// Tab 2: PCA's optimum at each width, for one signal and as the error over all of them.
import { makeErrorChart } from "./errors.js";
import { makeHead } from "./head.js";
import { apply, project, squaredError } from "./numbers.js";
import { makePlot } from "./plot.js";
import { formatNumber, html, setAttributes } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Part, View } from "../../kit/js/types.d.ts" */

/**
 * Returns { element, draw(), describe() }.  data: see index.js
 * @type {(view: View<Traits>, data: Data) => Part}
 */
export function makeWidthTab(view, data) {
  const { points, signals, codes, flats, widths, errors } = data;
  const head = makeHead(view, data, ["gc-signal", "gc-output"], take);
  const plot = makePlot({ size: points, limits: data.limits, lines: ["gc-signal", "gc-output"] });
  const chart = makeErrorChart(data);
  const title = html("span", { class: "gc-number" });
  const slider = html("input", { type: "range", min: 0, max: widths.length - 1, step: 1, "aria-label": "Width" });
  const facts = makeFacts([
    "PCA, this width",
    `autoencoder, ${count(data.latents)}`,
  ]);
  const element = layOut(head.element, plot.element, [
    html("p", { class: "gc-title" }, title),
    html("div", { class: "gc-chart" }, chart.element, slider, chart.scale),
    html("p", { class: "gc-note" }, `Squared error per signal, mean of ${data.count.toLocaleString("en")}`),
    facts.element,
  ]);
  let width = view.model.get("width");

  const draw = view.onceAFrame(() => {
    const [signal, index] = [view.model.get("signal"), widths.indexOf(width)];
    const output = outputNow();
    plot.show("gc-signal", signals[signal]);
    plot.show("gc-output", output);
    head.show(signal, squaredError(signals[signal], output));
    chart.show(index);
    slider.value = String(index);
    setAttributes(slider, { "aria-valuetext": count(width) });
    title.textContent = `Through ${count(width)}`;
    facts.show([errors[index], data.error]);
  });

  view.on(slider, "input", () => move(Number(slider.value)));
  view.on(slider, "change", tell);
  onArrows(view, slider, (right, up) => {
    move(widths.indexOf(width) + Math.sign(right + up));
    tell();
  });
  view.watch(["width", "signal"], () => {
    width = view.model.get("width");
    draw();
  });
  return { element, draw, describe };

  /** @type {(index: number) => void} */
  function move(index) {
    width = widths[Math.min(widths.length - 1, Math.max(0, index))];
    draw();
  }

  function tell() {
    view.learn({ width });
  }

  /** @type {(index: number) => void} */
  function take(index) {
    view.learn({ signal: index, z: apply(view.model.get("mixing"), codes[index]) });
  }

  function outputNow() {
    return project(flats.components, flats.mean, signals[view.model.get("signal")], width);
  }

  function describe() {
    const signal = view.model.get("signal");
    const [which, size] = [`Signal ${signal + 1} of ${signals.length}`, points.toLocaleString("en")];
    const now = formatNumber(squaredError(signals[signal], outputNow()));
    const all = formatNumber(errors[widths.indexOf(width)]);
    plot.picture.setAttribute(
      "aria-label",
      `${which} over ${size} points, and over it the best that ${count(width)} can keep. Squared error ${now}.`,
    );
    return `${which} through ${count(width)}. Squared error ${now}; mean over all signals ${all}.`;
  }
}

/** @type {(head: Element, plot: Element, side: Element[]) => HTMLElement} */
function layOut(head, plot, side) {
  return html(
    "div",
    { class: "gc-panel" },
    html("div", { class: "gc-column gc-wide" }, head, plot),
    html("div", { class: "gc-side gc-narrow" }, ...side),
  );
}

/** @type {(width: number) => string} */
function count(width) {
  return `${width} number${width === 1 ? "" : "s"}`;
}

/** @type {(terms: string[]) => { element: HTMLElement, show(values: number[]): void }} */
function makeFacts(terms) {
  const cells = terms.map(() => html("dd", { class: "gc-number" }));
  const rows = terms.flatMap((term, i) => {
    const mark = html("span", { class: `gc-here gc-${i ? "diamond" : "circle"}` });
    return [html("dt", {}, mark, term), " ", cells[i]];
  });
  const element = html("dl", { class: "gc-facts" }, ...rows);
  /** @type {(values: number[]) => void} */
  const show = (values) => cells.forEach((cell, i) => (cell.textContent = formatNumber(values[i])));
  return { element, show };
}
