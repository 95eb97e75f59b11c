// Tab 1: a Gaussian to drag over the points.
import { makeBars, SETS } from "../../kit/js/bars.js";
import { axesOf, covarianceOf } from "../../kit/js/covariance.js";
import { fitGaussian, gaussianScore } from "./numbers.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { drawPoints, makeHandle, makePad, onDrag } from "../../kit/js/pad.js";

const DEGREE = Math.PI / 180;

/** Returns { element, draw(), describe() }.  data: { train, heldOut, low, span, gaussianAxis, start } */
export function makeGaussianTab(view, data) {
  const { train, heldOut, low, span } = data;
  const pad = makePad(low, span);
  const picture = drawPicture(pad, train, heldOut);
  const bars = makeBars(data.gaussianAxis);
  const table = makeTable();
  const fit = fitGaussian(train);
  const fitScore = gaussianScore(train, fit.mean, fit.cov);
  const smallest = span / 200;
  const roundTo = Math.ceil(-Math.log10(span / 1000)); // decimals that a hand can aim at

  let gaussian = read(); // { mean, sigma, angle, cov }: cov is what Python has, or will have
  let sides = [1, 1]; // which end of each axis carries its handle
  let byHand = -Infinity; // the learner's best score on train
  let fitShown = false;
  let telling = false;

  const handles = {
    mean: makeHandle(pad, "Mean. Arrow keys move it, with Shift further."),
    axes: ["First", "Second"].map((name) =>
      makeHandle(pad, `${name} axis. Left and right change its length, up and down turn it, with Shift further.`)
    ),
  };
  const fitButton = html("button", { type: "button" }, "Fit to the data");
  const resetButton = html("button", { type: "button" }, "Start over");
  const element = html(
    "div",
    { class: "gc-panel" },
    pad.element,
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

  const draw = view.onceAFrame(() => {
    const scores = score();
    picture.show(gaussian);
    bars.show(scores);
    table.show(gaussian, byHand, fitShown ? fitScore : -Infinity);
    placeHandles();
  });

  chooseSides();
  connect();
  return { element, draw, describe };

  function connect() {
    onDrag(view, pad, handles.mean.node, { where: () => gaussian.mean, move: moveMean, end: tell });
    onArrows(view, handles.mean.node, (right, up) => {
      const step = span / 200;
      moveMean([gaussian.mean[0] + right * step, gaussian.mean[1] + up * step]);
      tell();
    });
    handles.axes.forEach(({ node }, axis) => {
      onDrag(view, pad, node, { where: () => endOf(axis), move: (point) => moveEnd(axis, point), end: tell });
      onArrows(view, node, (right, up) => {
        turn(axis, gaussian.sigma[axis] * 1.02 ** right, gaussian.angle + up * DEGREE);
        tell();
      });
    });
    view.on(fitButton, "click", () => {
      fitShown = true;
      replace(fit);
    });
    view.on(resetButton, "click", () => {
      fitShown = false;
      byHand = -Infinity;
      replace(data.start);
    });
    view.watch(["mean", "cov"], () => {
      if (telling) return; // our own news: to read the axes back would swap them now and then
      gaussian = read();
      chooseSides();
      draw();
    });
  }

  function read() {
    const [mean, cov] = [view.model.get("mean"), view.model.get("cov")];
    return { mean, cov, ...axesOf(cov) };
  }

  function replace({ mean, cov }) {
    gaussian = { mean, cov, ...axesOf(cov) };
    tell();
  }

  function moveMean(point) {
    gaussian.mean = pad.clamp(point).map((value) => Number(value.toFixed(Math.max(0, roundTo))));
    countByHand();
  }

  function moveEnd(axis, point) {
    const [x, y] = point.map((value, i) => sides[axis] * (value - gaussian.mean[i]));
    turn(axis, Math.hypot(x, y), Math.atan2(y, x) - (axis * Math.PI) / 2);
  }

  function turn(axis, length, angle) {
    gaussian.sigma[axis] = Math.min(span, Math.max(smallest, length));
    gaussian.angle = angle;
    gaussian.cov = covarianceOf(gaussian);
    countByHand();
  }

  function countByHand() {
    byHand = Math.max(byHand, score().train);
    draw();
  }

  function tell() {
    chooseSides();
    telling = true;
    view.learn({ mean: gaussian.mean, cov: gaussian.cov });
    telling = false;
    draw();
  }

  /** A handle stands at the end of its axis that can be seen. Never called during a drag. */
  function chooseSides() {
    sides = sides.map((_, axis) => [1, -1].find((side) => pad.inside(endOf(axis, side))) ?? 1);
  }

  function score() {
    const { mean, cov } = gaussian;
    return { train: gaussianScore(train, mean, cov), heldOut: gaussianScore(heldOut, mean, cov) };
  }

  function endOf(axis, side = sides[axis]) {
    const angle = gaussian.angle + (axis * Math.PI) / 2;
    const length = side * gaussian.sigma[axis];
    return [gaussian.mean[0] + length * Math.cos(angle), gaussian.mean[1] + length * Math.sin(angle)];
  }

  function placeHandles() {
    const [x, y] = gaussian.mean.map((value) => formatNumber(value, 2));
    handles.mean.place(gaussian.mean);
    handles.mean.setValue(gaussian.mean[0], [low[0], low[0] + span], `x ${x}, y ${y}`);
    handles.axes.forEach(({ place, setValue }, axis) => {
      const length = gaussian.sigma[axis];
      const degrees = Math.round(gaussian.angle / DEGREE + 90 * axis);
      place(endOf(axis));
      const text = `standard deviation ${formatNumber(length, 2)}, direction ${((degrees % 180) + 180) % 180} degrees`;
      setValue(length, [smallest, span], text);
    });
  }

  function describe() {
    const scores = score();
    const [x, y] = gaussian.mean.map((value) => formatNumber(value, 2));
    const [long, short] = gaussian.sigma.map((value) => formatNumber(value, 2));
    const said = Object.entries(SETS).map(([key, { title }]) => `${title} ${formatNumber(scores[key])}`);
    picture.svg.setAttribute(
      "aria-label",
      `${train.length / 2} training points as dots, ${
        heldOut.length / 2
      } held-out points as diamonds, and a Gaussian ` +
        `with mean ${x}, ${y} and standard deviations ${long} and ${short}, drawn as its ellipses at one and two.`,
    );
    return `Mean log-likelihood in nats per point: ${said.join(", ")}.`;
  }
}

function drawPicture(pad, train, heldOut) {
  const two = svg("ellipse", { class: "gc-sigma gc-two" });
  const one = svg("ellipse", { class: "gc-sigma" });
  const axes = svg("path", { class: "gc-axes" });
  const ellipses = svg("g", {}, two, one, axes);
  pad.picture.append(drawPoints(pad, train, "circle"), drawPoints(pad, heldOut, "diamond"), ellipses);

  function show({ mean, sigma, angle }) {
    const [a, b] = sigma.map(pad.length);
    setAttributes(ellipses, { transform: `translate(${pad.at(mean).join(" ")}) rotate(${-angle / DEGREE})` });
    setAttributes(one, { rx: a, ry: b });
    setAttributes(two, { rx: 2 * a, ry: 2 * b });
    setAttributes(axes, { d: `M${-a} 0H${a}M0 ${-b}V${b}` });
  }
  return { show, svg: pad.picture };
}

function makeTable() {
  const element = html("dl", { class: "gc-table" });
  const cells = {};
  for (const [term, size] of [["mean", 2], ["covariance", 4], ["train by hand", 1], ["train by fit", 1]]) {
    cells[term] = Array.from({ length: size }, () => html("span", { class: "gc-number" }));
    element.append(html("dt", {}, term), html("dd", {}, ...cells[term]));
  }

  function show({ mean, cov }, byHand, fitScore) {
    mean.forEach((value, i) => (cells.mean[i].textContent = formatNumber(value, 2)));
    cov.flat().forEach((value, i) => (cells.covariance[i].textContent = formatNumber(value, 2)));
    cells["train by hand"][0].textContent = byHand > -Infinity ? formatNumber(byHand) : "–";
    cells["train by fit"][0].textContent = fitScore > -Infinity ? formatNumber(fitScore) : "–";
  }
  return { element, show };
}
