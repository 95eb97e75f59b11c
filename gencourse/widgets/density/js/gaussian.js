// Tab 1: a Gaussian to drag over the points.
import { makeBars, SETS } from "./bars.js";
import { makeEllipse } from "./ellipse.js";
import { fitGaussian, gaussianScore } from "./numbers.js";
import { drawPoints } from "./points.js";
import { addAxes } from "../../kit/js/axes.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeHandle, makePad, onDrag } from "../../kit/js/pad.js";
/** @import { Ellipse } from "./ellipse.js" */
/** @import { Data, Gaussian, Traits } from "./types.d.ts" */
/** @import { Pad, Part, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const DEGREE = Math.PI / 180;

/** @type {(view: View<Traits>, data: Data) => Part} */
export function makeGaussianTab(view, data) {
  const pieces = makePieces(data);
  const element = layOut(pieces);
  const ellipse = makeEllipse(view, data, pieces.pad);
  const fit = fitGaussian(data.train);
  const fitScore = gaussianScore(data.train, fit.mean, fit.cov);
  let fitShown = false;

  const draw = view.onceAFrame(() => show(pieces, data, ellipse, fitShown ? fitScore : -Infinity));
  connect(view, pieces, ellipse, data.span, draw);
  view.on(pieces.fitButton, "click", () => {
    fitShown = true;
    ellipse.replace(fit);
    draw();
  });
  view.on(pieces.resetButton, "click", () => {
    fitShown = false;
    ellipse.now.byHand = -Infinity;
    ellipse.replace(data.start);
    draw();
  });
  view.watch(["mean", "cov"], () => {
    if (ellipse.read()) draw();
  });
  return { element, draw, describe: () => describe(pieces, data, ellipse) };
}

/**
 * What the tab is made of.
 * @param {Data} data
 */
function makePieces({ train, heldOut, low, span, gaussianAxis }) {
  const pad = makePad(low, span, { ticks: false });
  const axes = addAxes(pad.element, ["x", "y"]);
  axes.show(low, span);
  return {
    pad,
    framed: axes.element,
    picture: drawPicture(pad, train, heldOut),
    bars: makeBars(gaussianAxis),
    table: makeTable(),
    handles: {
      mean: makeHandle(pad, "Mean. Arrow keys move it, with Shift further."),
      axes: ["First", "Second"].map((name) =>
        makeHandle(pad, `${name} axis. Left and right change its length, up and down turn it, with Shift further.`)
      ),
    },
    fitButton: html("button", { type: "button" }, "Fit to the data"),
    resetButton: html("button", { type: "button" }, "Start over"),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ framed, bars, table, fitButton, resetButton }) {
  return html(
    "div",
    { class: "gc-panel" },
    framed,
    html(
      "div",
      { class: "gc-side" },
      html("p", { class: "gc-title" }, "Mean log-likelihood, nats per point"),
      bars.element,
      table.element,
      html("div", { class: "gc-buttons" }, fitButton, resetButton),
      html("p", { class: "gc-note" }, "Drag a handle. Can you beat the fit on train?"),
    ),
  );
}

/** @type {(view: View, pieces: Pieces, ellipse: Ellipse, span: number, draw: () => void) => void} */
function connect(view, { pad, handles }, ellipse, span, draw) {
  const { now } = ellipse;
  onDrag(view, pad, handles.mean.node, {
    where: () => now.gaussian.mean,
    move: change(ellipse.moveMean),
    end: change(ellipse.tell),
  });
  onArrows(view, handles.mean.node, (right, up) => {
    const step = span / 200;
    ellipse.moveMean([now.gaussian.mean[0] + right * step, now.gaussian.mean[1] + up * step]);
    change(ellipse.tell)();
  });
  handles.axes.forEach(({ node }, axis) => {
    onDrag(view, pad, node, {
      where: () => ellipse.endOf(axis),
      move: change((point) => ellipse.moveEnd(axis, point)),
      end: change(ellipse.tell),
    });
    onArrows(view, node, (right, up) => {
      ellipse.turn(axis, now.gaussian.sigma[axis] * 1.02 ** right, now.gaussian.angle + up * DEGREE);
      change(ellipse.tell)();
    });
  });

  /** @type {<A extends any[]>(work: (...values: A) => void) => (...values: A) => void} */
  function change(work) {
    return (...values) => {
      work(...values);
      draw();
    };
  }
}

/** @type {(pieces: Pieces, data: Data, ellipse: Ellipse, fitScore: number) => void} */
function show({ picture, bars, table, handles }, data, ellipse, fitScore) {
  const { gaussian, byHand } = ellipse.now;
  picture.show(gaussian);
  bars.show(ellipse.scores());
  table.show(gaussian, byHand, fitScore);
  placeHandles(handles, data, ellipse);
}

/** @type {(handles: Pieces["handles"], data: Data, ellipse: Ellipse) => void} */
function placeHandles({ mean, axes }, { low, span }, { now: { gaussian }, smallest, endOf }) {
  const [x, y] = gaussian.mean.map((value) => formatNumber(value, 2));
  mean.place(gaussian.mean);
  mean.setValue(gaussian.mean[0], [low[0], low[0] + span], `x ${x}, y ${y}`);
  axes.forEach(({ place, setValue }, axis) => {
    const length = gaussian.sigma[axis];
    const degrees = Math.round(gaussian.angle / DEGREE + 90 * axis);
    place(endOf(axis));
    const text = `standard deviation ${formatNumber(length, 2)}, direction ${((degrees % 180) + 180) % 180} degrees`;
    setValue(length, [smallest, span], text);
  });
}

/** @type {(pieces: Pieces, data: Data, ellipse: Ellipse) => string} */
function describe({ pad }, { train, heldOut }, ellipse) {
  const scores = ellipse.scores();
  const { mean, sigma } = ellipse.now.gaussian;
  const [x, y] = mean.map((value) => formatNumber(value, 2));
  const [long, short] = sigma.map((value) => formatNumber(value, 2));
  const said = Object.entries(SETS).map(([key, { title }]) => `${title} ${formatNumber(scores[key])}`);
  const [dots, diamonds] = [train.length / 2, heldOut.length / 2];
  pad.picture.setAttribute(
    "aria-label",
    `${dots} training points as dots, ${diamonds} held-out points as diamonds, and a Gaussian ` +
      `with mean ${x}, ${y} and standard deviations ${long} and ${short}, drawn as its ellipses at one and two.`,
  );
  return `Mean log-likelihood in nats per point: ${said.join(", ")}.`;
}

/** @type {(pad: Pad, train: Float64Array, heldOut: Float64Array) => { show(gaussian: Gaussian): void }} */
function drawPicture(pad, train, heldOut) {
  const two = svg("ellipse", { class: "gc-sigma gc-two" });
  const one = svg("ellipse", { class: "gc-sigma" });
  const axes = svg("path", { class: "gc-axes" });
  const ellipses = svg("g", {}, two, one, axes);
  pad.picture.append(drawPoints(pad, train, "circle"), drawPoints(pad, heldOut, "diamond"), ellipses);

  /** @type {(gaussian: Gaussian) => void} */
  function show({ mean, sigma, angle }) {
    const [a, b] = sigma.map(pad.length);
    setAttributes(ellipses, { transform: `translate(${pad.at(mean).join(" ")}) rotate(${-angle / DEGREE})` });
    setAttributes(one, { rx: a, ry: b });
    setAttributes(two, { rx: 2 * a, ry: 2 * b });
    setAttributes(axes, { d: `M${-a} 0H${a}M0 ${-b}V${b}` });
  }
  return { show };
}

/** @type {() => { element: HTMLElement, show(gaussian: Gaussian, byHand: number, fitScore: number): void }} */
function makeTable() {
  const element = html("dl", { class: "gc-table" });
  const mean = row("mean", 2);
  const covariance = row("covariance", 4);
  const [hand] = row("train by hand", 1);
  const [fit] = row("train by fit", 1);
  return { element, show };

  /** @type {(term: string, size: number) => HTMLElement[]} */
  function row(term, size) {
    const cells = Array.from({ length: size }, () => html("span", { class: "gc-number" }));
    element.append(html("dt", {}, term), " ", html("dd", {}, ...cells.flatMap((cell) => [cell, " "])));
    return cells;
  }

  /** @type {(gaussian: Gaussian, byHand: number, fitScore: number) => void} */
  function show(gaussian, byHand, fitScore) {
    gaussian.mean.forEach((value, i) => (mean[i].textContent = formatNumber(value, 2)));
    gaussian.cov.flat().forEach((value, i) => (covariance[i].textContent = formatNumber(value, 2)));
    hand.textContent = byHand > -Infinity ? formatNumber(byHand) : "–";
    fit.textContent = fitScore > -Infinity ? formatNumber(fitScore) : "–";
  }
}
