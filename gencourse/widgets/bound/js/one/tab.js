// Tab 1: one latent behind a curve, and a Gaussian q to drag over a posterior that need not be one.
import { makeColumn } from "./column.js";
import { makeDraws } from "./draws.js";
import { connectHandle, FACTOR, roundedWithin, STEP } from "./handles.js";
import { bestGaussian, boundOfOne, curve, drawOfOne, logJoint, logProb, normalDensity } from "./numbers.js";
import { drawKeys, drawUnits, makeStage } from "../../kit/js/stage.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { makeKnob } from "../../kit/js/knob.js";
import { makeHandle } from "../../kit/js/pad.js";

const FAR = 3.5; // of z and x
const TALLEST = 1.6; // of the densities
const STDS = [0.05, 2.5];
const NEARLY = 0.03; // nats: what a posterior that looks Gaussian leaves

/** Returns { element, draw(), describe() }.  data: { one, start } from Python */
export function makeOneTab(view, data) {
  const model = data.one;
  const source = makeSource(model);
  const stage = makeStage({ low: [-FAR, 0], high: [FAR, TALLEST], height: 220 });
  stage.element.append(drawKeys({ "gc-prior": "prior p(z)", "gc-posterior": "posterior p(z | x)", "gc-q": "q(z)" }));
  const curves = drawCurves(stage);
  const column = makeColumn(-8);
  const draws = makeDraws(view, 1, () => draw());
  const knobs = {
    x: makeKnob(view, "x", "Slider", { wave: false }),
    mean: makeKnob(view, "mean of q", "Slider", { wave: false }),
    std: makeKnob(view, "std of q", "Slider", { wave: false }),
  };
  const handles = {
    mean: makeHandle(stage, "Peak of q. Left and right move its mean, with Shift further."),
    std: makeHandle(stage, "Shoulder of q. Left and right change its standard deviation, with Shift further."),
  };
  const bestButton = html("button", { type: "button" }, "Best q");
  const resetButton = html("button", { type: "button" }, "Start over");
  const note = html("p", { class: "gc-note" });
  const element = html(
    "div",
    { class: "gc-panel" },
    html(
      "div",
      { class: "gc-left" },
      source.element,
      html("div", {}, stage.element, drawUnits(-FAR, FAR, "z")),
      html("div", { class: "gc-three" }, ...Object.values(knobs).map((knob) => knob.element)),
    ),
    html(
      "div",
      { class: "gc-right" },
      column.element,
      html("div", { class: "gc-buttons" }, bestButton, draws.button, resetButton),
      note,
      draws.note,
    ),
  );

  let [x, q] = read();
  let evidence = { x, logProb: logProb(model, x) };
  let best = null; // { x, gap }, once the learner has asked for it
  let side = 1; // of the peak, where the shoulder's handle stands

  const draw = view.onceAFrame(() => {
    if (evidence.x !== x) evidence = { x, logProb: logProb(model, x) };
    if (best?.x !== x) best = null;
    const sum = sumNow();
    source.show(x);
    curves.show(model, x, q, evidence.logProb);
    column.show({
      ...sum,
      highest: best && sum.logProb - best.gap,
      draws: draws.show(([eps]) => drawOfOne(model, x, q, eps), sum.logProb),
    });
    placeHandles();
    knobs.x.show(x, false);
    knobs.mean.show(q.mean, false);
    knobs.std.show(q.std, false);
    note.textContent = adviceNow();
  });

  connect();
  return { element, draw, describe };

  function connect() {
    setKnob(knobs.x, [-FAR, FAR], () => x, (value) => (x = value));
    setKnob(knobs.mean, [-FAR, FAR], () => q.mean, (value) => (q.mean = value));
    setKnob(knobs.std, STDS, () => q.std, (value) => (q.std = value));
    connectHandle(view, stage, handles.mean, {
      where: peak,
      move: ([z]) => moveTo(z),
      push: (right, up) => moveTo(q.mean + STEP * (right + up)),
      change,
      tell,
    });
    connectHandle(view, stage, handles.std, {
      where: shoulder,
      move: (point) => widen(side * (stage.clamp(point)[0] - q.mean)),
      push: (right, up) => widen(q.std * FACTOR ** (right + up)),
      change,
      tell,
    });
    view.on(bestButton, "click", () => {
      q = bestGaussian(model, x);
      best = { x, gap: logProb(model, x) - boundOfOne(model, x, q) };
      tell();
    });
    view.on(resetButton, "click", () => {
      q = { mean: data.start.mean, std: data.start.std };
      best = null;
      tell();
    });
    view.watch(["x", "mean", "std"], () => {
      [x, q] = read();
      chooseSide();
      draw();
    });
    chooseSide();
  }

  function setKnob(knob, range, where, take) {
    knob.setRange(...range);
    knob.setHome(-Infinity);
    knob.onPush({ where, move: (value) => change(() => take(value)), end: tell });
  }

  function change(work) {
    work();
    draw();
  }

  function moveTo(mean) {
    q.mean = roundedWithin(mean, [-FAR, FAR]);
  }

  function widen(std) {
    q.std = roundedWithin(std, STDS);
  }

  function tell() {
    view.learn({ x, ...q });
    chooseSide();
    draw();
  }

  function read() {
    const [x, mean, std] = ["x", "mean", "std"].map((name) => view.model.get(name));
    return [x, { mean, std }];
  }

  /** Never called during a drag. */
  function chooseSide() {
    side = q.mean + q.std > 0.95 * FAR ? -1 : 1;
  }

  function sumNow() {
    return { logProb: evidence.logProb, bound: boundOfOne(model, x, q) };
  }

  function peak() {
    return [q.mean, normalDensity(0, 0, q.std)];
  }

  function shoulder() {
    return [q.mean + side * q.std, normalDensity(1, 0, 1) / q.std];
  }

  function placeHandles() {
    const inside = ([z, height]) => [Math.min(0.98 * FAR, Math.max(-0.98 * FAR, z)), Math.min(0.96 * TALLEST, height)];
    handles.mean.place(inside(peak()));
    handles.std.place(inside(shoulder()));
    handles.mean.setValue(q.mean, [-FAR, FAR], `mean ${formatNumber(q.mean, 2)}`);
    handles.std.setValue(q.std, STDS, `standard deviation ${formatNumber(q.std, 2)}`);
  }

  function adviceNow() {
    if (!best) return "Drag q by its peak and its shoulder. How small does the gap get?";
    const [left, almost] = [formatNumber(best.gap), best.gap < NEARLY];
    const shape = almost
      ? `only ${left} nat stays. Here the posterior is almost Gaussian.`
      : `${left} nat stays. This posterior is not Gaussian.`;
    return `No Gaussian q lifts the bound above the dashed line: ${shape}`;
  }

  function describe() {
    const [shownX, mean, std] = [x, q.mean, q.std].map((value) => formatNumber(value, 2));
    const what = `x is ${shownX}, q has mean ${mean} and standard deviation ${std}.`;
    stage.picture.setAttribute("aria-label", `Densities over z: prior, posterior and q. ${what}`);
    return `${what} ${column.sumText()}`;
  }
}

/** f(z), and what x says of z: where the curve runs within the noise's standard deviation of the line at x. */
function makeSource(model) {
  const stage = makeStage({ low: [-FAR, -4], high: [FAR, 4], height: 100 }); // so its units are per cent
  const band = svg("path", { class: "gc-band" });
  const line = svg("path", { class: "gc-observed" });
  const name = html("span", { class: "gc-written", "aria-hidden": "true" }, "observed x");
  const nameOfCurve = html(
    "span",
    { class: "gc-written", "aria-hidden": "true", style: "right: 6px; top: 40%" },
    "f(z)",
  );
  const f = svg("path", { class: "gc-f", d: stage.curve((z) => curve(model, z)) });
  const likely = svg("path", { class: "gc-likely" });
  stage.picture.append(band, line, f, likely);
  stage.element.append(name, nameOfCurve);
  stage.picture.setAttribute(
    "aria-label",
    "The curve f(z), and a line at the observed x in a band as wide as the noise.",
  );
  const noise = formatNumber(model.noise, 1);
  const title = `Model: z ~ N(0, 1), x = f(z) + noise of standard deviation ${noise}`;
  const element = html("div", {}, html("p", { class: "gc-title" }, title), stage.element);

  function show(x) {
    const [[left, top], [right, bottom]] = [stage.at([-FAR, x + model.noise]), stage.at([FAR, x - model.noise])];
    const [, middle] = stage.at([0, x]);
    setAttributes(band, { d: `M${left} ${top}H${right}V${bottom}H${left}Z` });
    setAttributes(line, { d: `M${left} ${middle}H${right}` });
    setAttributes(likely, {
      d: stage.pieces((z) => curve(model, z), (z) => Math.abs(x - curve(model, z)) < model.noise),
    });
    const [place, way] = x > 0 ? [bottom, "0"] : [top, "-100%"]; // below the band, or above it
    setAttributes(name, { style: `left: 8px; top: ${place}%; transform: translateY(${way})` });
  }
  return { element, show };
}

function drawCurves(stage) {
  const area = svg("path", { class: "gc-posterior-area" });
  const [prior, posterior, shape] = ["gc-prior", "gc-posterior", "gc-q"].map((look) => svg("path", { class: look }));
  stage.picture.append(area, prior, posterior, shape);
  setAttributes(prior, { d: stage.curve((z) => normalDensity(z, 0, 1)) });

  function show(model, x, q, evidence) {
    const density = (z) => Math.exp(logJoint(model, x, z) - evidence);
    setAttributes(area, { d: stage.area(density) });
    setAttributes(posterior, { d: stage.curve(density) });
    setAttributes(shape, { d: stage.curve((z) => normalDensity(z, q.mean, q.std)) });
  }
  return { show };
}
