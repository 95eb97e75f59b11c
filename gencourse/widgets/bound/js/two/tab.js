// Tab 2: a correlated posterior of two latents, and a q whose axes stay straight.
import { makeColumn } from "./column.js";
import { makeDraws } from "./draws.js";
import { connectHandle, FACTOR, rounded, roundedWithin, STEP } from "./handles.js";
import { bestDiagonal, boundOfTwo, drawOfTwo, leastGap, linearGaussian } from "./numbers.js";
import { drawKeys } from "../../kit/js/stage.js";
import { axesOf } from "../../kit/js/covariance.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makeHandle, makePad } from "../../kit/js/pad.js";

const LOW = [-1.6, -1.7];
const SPAN = 4;
const STDS = [0.05, 2];

/** Returns { element, draw(), describe() }.  data: { two, start } from Python */
export function makeTwoTab(view, data) {
  const pad = makePad(LOW, SPAN);
  const posterior = makeEllipses("gc-posterior");
  const shape = makeEllipses("gc-q");
  pad.picture.append(posterior.element, shape.element);
  const column = makeColumn(-6);
  const draws = makeDraws(view, 2, () => draw());
  const knob = makeKnob(view, "correlation", "Slider", { wave: false });
  const handles = {
    mean: makeHandle(pad, "Mean of q. Arrow keys move it, with Shift further."),
    stds: ["z1", "z2"].map((name) =>
      makeHandle(pad, `Standard deviation of q along ${name}. Arrow keys change it, with Shift further.`)
    ),
  };
  const bestButton = html("button", { type: "button" }, "Best diagonal q");
  const resetButton = html("button", { type: "button" }, "Start over");
  const least = html("p");
  const formula = html(
    "p",
    { class: "gc-note" },
    html("span", { class: "gc-formula" }, "It is ½ (Σ log Λ", html("sub", {}, "ii"), " − log det Λ)"),
    " ",
    html("span", { class: "gc-formula" }, "= −½ log(1 − correlation²),"),
    " with Λ the posterior's precision.",
  );
  const element = html(
    "div",
    { class: "gc-panel" },
    html(
      "div",
      { class: "gc-left" },
      drawKeys({ "gc-posterior": "posterior p(z | x)", "gc-q": "diagonal q(z)" }),
      pad.element,
      knob.element,
    ),
    html(
      "div",
      { class: "gc-right" },
      column.element,
      html("div", { class: "gc-buttons" }, bestButton, draws.button, resetButton),
      least,
      formula,
      draws.note,
    ),
  );

  let [correlation, q] = read();
  let sides = [1, 1]; // of the mean, where the handles of the stds stand

  const draw = view.onceAFrame(() => {
    const model = linearGaussian(data.two, correlation);
    const bound = boundOfTwo(model, q);
    const { sigma, angle } = axesOf(model.cov);
    posterior.show(pad, model.mean, sigma, angle);
    shape.show(pad, q.means, q.stds, 0);
    column.show({
      logProb: model.logProb,
      bound,
      highest: model.logProb - leastGap(model),
      draws: draws.show((eps) => drawOfTwo(model, q, eps), model.logProb),
    });
    placeHandles();
    knob.show(correlation, false);
    least.textContent = sayLeast(leastGap(model));
    formula.hidden = correlation === 0;
  });

  connect();
  return { element, draw, describe };

  function connect() {
    knob.setRange(-data.two.most, data.two.most);
    knob.setHome(0);
    knob.onPush({ where: () => correlation, move: (value) => change(() => (correlation = value)), end: tell });
    connectHandle(view, pad, handles.mean, {
      where: () => q.means,
      move: moveTo,
      push: (right, up) => moveTo([q.means[0] + STEP * right, q.means[1] + STEP * up]),
      change,
      tell,
    });
    handles.stds.forEach((handle, axis) => {
      connectHandle(view, pad, handle, {
        where: () => endOf(axis),
        move: (point) => widen(axis, sides[axis] * (point[axis] - q.means[axis])),
        push: (right, up) => widen(axis, q.stds[axis] * FACTOR ** (right + up)),
        change,
        tell,
      });
    });
    view.on(bestButton, "click", () => {
      q = bestDiagonal(linearGaussian(data.two, correlation));
      tell();
    });
    view.on(resetButton, "click", () => {
      q = { means: data.start.means, stds: data.start.stds };
      tell();
    });
    view.watch(["correlation", "means", "stds"], () => {
      [correlation, q] = read();
      chooseSides();
      draw();
    });
    chooseSides();
  }

  function change(work) {
    work();
    draw();
  }

  function moveTo(point) {
    q = { ...q, means: pad.clamp(point).map(rounded) };
  }

  function widen(axis, std) {
    q = { ...q, stds: q.stds.map((now, i) => (i === axis ? roundedWithin(std, STDS) : now)) };
  }

  function tell() {
    view.learn({ correlation, ...q });
    chooseSides();
    draw();
  }

  function read() {
    const [correlation, means, stds] = ["correlation", "means", "stds"].map((name) => view.model.get(name));
    return [correlation, { means, stds }];
  }

  /** A handle stands at the end of its axis that can be seen. Never called during a drag. */
  function chooseSides() {
    sides = sides.map((_, axis) => [1, -1].find((side) => pad.inside(endOf(axis, side))) ?? 1);
  }

  function endOf(axis, side = sides[axis]) {
    return q.means.map((mean, i) => (i === axis ? mean + side * q.stds[i] : mean));
  }

  function placeHandles() {
    const texts = q.means.map((value) => formatNumber(value, 2));
    handles.mean.place(pad.clamp(q.means));
    handles.mean.setValue(q.means[0], [LOW[0], LOW[0] + SPAN], `z1 ${texts[0]}, z2 ${texts[1]}`);
    handles.stds.forEach(({ place, setValue }, axis) => {
      place(pad.clamp(endOf(axis)));
      setValue(q.stds[axis], STDS, `standard deviation ${formatNumber(q.stds[axis], 2)}`);
    });
  }

  function sayLeast(gap) {
    if (correlation === 0) return "Without correlation a diagonal q can be the posterior: the gap closes.";
    return `No diagonal q lifts the bound above the dashed line: ${formatNumber(gap)} nat, this much never closes.`;
  }

  function describe() {
    const model = linearGaussian(data.two, correlation);
    const [x, y, first, second] = [...q.means, ...q.stds].map((value) => formatNumber(value, 2));
    const shown = formatNumber(correlation, 2);
    pad.picture.setAttribute(
      "aria-label",
      `Ellipses at one and two standard deviations: a posterior with correlation ${shown}, and a diagonal q with ` +
        `mean ${x}, ${y} and standard deviations ${first} and ${second}.`,
    );
    return `Correlation ${shown}. ${column.sumText()} A diagonal q leaves at least ${formatNumber(leastGap(model))}.`;
  }
}

function makeEllipses(look) {
  const [one, two] = ["gc-one", "gc-two"].map((which) => svg("ellipse", { class: `${look} ${which}` }));
  const element = svg("g", {}, two, one);

  function show(pad, mean, sigma, angle) {
    const [a, b] = sigma.map(pad.length);
    const degrees = (-180 * angle) / Math.PI;
    setAttributes(element, { transform: `translate(${pad.at(mean).join(" ")}) rotate(${degrees})` });
    setAttributes(one, { rx: a, ry: b });
    setAttributes(two, { rx: 2 * a, ry: 2 * b });
  }
  return { element, show };
}
