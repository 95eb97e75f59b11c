// Tab 2: a bump on every training point, and one slider for their width.
import { makeBars, SETS } from "./bars.js";
import { makeCurve } from "./curve.js";
import { kernelGrid, kernelScore, nearestSquared } from "./numbers.js";
import { drawPoints } from "./points.js";
import { addAxes } from "../../kit/js/axes.js";
import { colourOf, contextOf, formatNumber, html, setAttributes } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makePad } from "../../kit/js/pad.js";
/** @import { Data, Scores, Traits } from "./types.d.ts" */
/** @import { Part, Range, View } from "../../kit/js/types.d.ts" */

const CELLS = 100; // the density is computed on CELLS x CELLS and smoothed by the browser
const STEPS = 330; // of the slider, along the logarithm of the bandwidth

/** @type {(view: View<Traits>, data: Data) => Part} */
export function makeKernelTab(view, data) {
  const { train, heldOut, low, span, bandwidths } = data;
  const pad = makePad(low, span, { ticks: false });
  const axes = addAxes(pad.element, ["x", "y"]);
  axes.show(low, span);
  pad.picture.append(drawPoints(pad, train, "circle"), drawPoints(pad, heldOut, "diamond"));
  const heat = makeHeat(pad.canvas);
  const bars = makeBars(data.kernelAxis);
  const nearest = { train: nearestSquared(train, train), heldOut: nearestSquared(heldOut, train) };
  const curve = makeCurve(view, { axis: data.kernelAxis, range: bandwidths, scoresAt });

  let bandwidth = view.model.get("bandwidth");
  let scores = scoresAt(bandwidth);

  const number = html("output", { class: "gc-number" });
  const slider = html("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": "Bandwidth" });
  const element = layOut(axes.element, [
    html("p", { class: "gc-title" }, "Mean log-likelihood, nats per point"),
    bars.element,
    html("p", { class: "gc-title" }, "Bandwidth ", number),
    html("div", { class: "gc-chart" }, curve.element, slider, drawScale(bandwidths)),
    html("p", { class: "gc-note" }, "Each training point carries a bump of this width."),
  ]);

  const draw = view.onceAFrame(() => {
    scores = scoresAt(bandwidth);
    heat.show(kernelGrid(train, bandwidth, low, span, CELLS));
    bars.show(scores);
    curve.show(bandwidth, scores);
    slider.value = String(toStep(bandwidths, bandwidth));
    number.textContent = bandwidth.toPrecision(3);
    setAttributes(slider, { "aria-valuetext": bandwidth.toPrecision(3) });
  });

  view.on(slider, "input", () => take(fromStep(bandwidths, Number(slider.value))));
  view.on(slider, "change", tell);
  onArrows(view, slider, (right, up) => {
    take(fromStep(bandwidths, toStep(bandwidths, bandwidth) + right + up));
    tell();
  });
  view.watch(["bandwidth"], () => take(view.model.get("bandwidth")));
  return { element, draw, describe };

  /** @type {(value: number) => void} */
  function take(value) {
    bandwidth = value;
    draw();
  }

  function tell() {
    view.learn({ bandwidth });
  }

  /** @type {(width: number) => Scores} */
  function scoresAt(width) {
    return {
      train: kernelScore(train, train, width, nearest.train),
      heldOut: kernelScore(heldOut, train, width, nearest.heldOut),
    };
  }

  function describe() {
    const said = Object.entries(SETS).map(([key, { title }]) => `${title} ${formatNumber(scores[key])}`);
    const width = bandwidth.toPrecision(3);
    const [dots, diamonds] = [train.length / 2, heldOut.length / 2];
    pad.picture.setAttribute(
      "aria-label",
      `${dots} training points as dots, ${diamonds} held-out points as diamonds, and behind them ` +
        `the kernel density with bandwidth ${width}: darker where it is higher.`,
    );
    return `Bandwidth ${width}. Mean log-likelihood in nats per point: ${said.join(", ")}.`;
  }
}

/** @type {(range: Range, value: number) => number} */
function toStep([least, most], value) {
  return Math.round((STEPS * Math.log(value / least)) / Math.log(most / least));
}

/** @type {(range: Range, step: number) => number} */
function fromStep([least, most], step) {
  const inside = Math.min(STEPS, Math.max(0, step));
  return Number((least * (most / least) ** (inside / STEPS)).toPrecision(3));
}

/** @type {(pad: Element, side: Element[]) => HTMLElement} */
function layOut(pad, side) {
  return html("div", { class: "gc-panel" }, pad, html("div", { class: "gc-side" }, ...side));
}

/** @type {(canvas: HTMLCanvasElement) => { show(grid: Float32Array): void }} */
function makeHeat(canvas) {
  setAttributes(canvas, { width: CELLS, height: CELLS });
  const context = contextOf(canvas);
  const image = context.createImageData(CELLS, CELLS);

  /**
   * grid: CELLS x CELLS in [0, 1]. The square root shows the tails as well.
   * @type {(grid: Float32Array) => void}
   */
  function show(grid) {
    const [red, green, blue] = colourOf(canvas);
    for (let i = 0; i < grid.length; i++) image.data.set([red, green, blue, 190 * Math.sqrt(grid[i])], 4 * i);
    context.putImageData(image, 0, 0);
  }
  return { show };
}

/** @type {(range: Range) => HTMLElement} */
function drawScale([least, most]) {
  const scale = html("div", { class: "gc-axis", "aria-hidden": "true" });
  for (let tick = least; tick <= most; tick *= 10) {
    const left = (100 * Math.log(tick / least)) / Math.log(most / least);
    scale.append(html("span", { style: `left: ${left}%` }, String(Number(tick.toPrecision(1)))));
  }
  return scale;
}
