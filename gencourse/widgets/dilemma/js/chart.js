// What three players expect against an opponent, as curves over the chance of another round.
import { makeStage } from "../../kit/js/stage.js";
import { expected, thresholds } from "./numbers.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
/** @import { Payoffs } from "./types.d.ts" */

export const LOOKS = ["gc-dilemma-all-c", "gc-dilemma-all-d", "gc-dilemma-alternate"];

/**
 * Returns { element, show(delta) }.
 * @param {Payoffs} payoffs
 * @param {string} opponent
 */
export function makeChart(payoffs, opponent) {
  const [T, , , S] = payoffs;
  const room = 0.06 * (T - S);
  const [low, high] = [S - room, T + room];
  const stage = makeStage({ low: [-0.02, low], high: [1.02, high], height: 160 });
  const limits = thresholds(payoffs, opponent);
  const marks = svg("path", {
    class: "gc-dilemma-limits",
    d: limits.filter((at) => at !== null).map(upright).join(""),
  });
  const now = svg("path", { class: "gc-dilemma-now" });
  const lines = LOOKS.map((look, k) =>
    svg("path", { class: look, d: stage.pieces((d) => expected(payoffs, opponent, d)[k], (d) => d >= 0 && d < 1) })
  );
  const dots = LOOKS.map((look) => svg("circle", { class: `${look} gc-dilemma-dot`, r: 5 }));
  stage.picture.append(marks, now, ...lines, ...dots);
  const element = html(
    "div",
    { class: "gc-dilemma-chart" },
    html("p", { class: "gc-title" }, `Against ${opponent}`),
    html("div", { class: "gc-dilemma-frame" }, stage.element, ...drawTicks(payoffs, low, high)),
    drawAxis(limits),
    html("p", {}, inWords(limits)),
  );

  /** @type {(delta: number) => void} */
  function show(delta) {
    const values = expected(payoffs, opponent, delta);
    setAttributes(now, { d: upright(delta) });
    dots.forEach((dot, k) => {
      const [cx, cy] = stage.at([delta, values[k]]);
      setAttributes(dot, { cx, cy });
    });
    const said = ["always cooperate", "always defect", "alternating"].map((name, k) =>
      `${name} ${formatNumber(values[k], 2)}`
    );
    setAttributes(stage.picture, {
      "aria-label": `Expected payoff a round against ${opponent} over delta. At delta ${formatNumber(delta, 2)}: ${
        said.join(", ")
      }.`,
    });
  }

  /** @type {(delta: number) => string} */
  function upright(delta) {
    const [[x, bottom], [, top]] = [stage.at([delta, low]), stage.at([delta, high])];
    return `M${x} ${bottom}V${top}`;
  }
  return { element, show };
}

/**
 * "Always defect stops paying at δ = 0.50, alternating at 0.67."
 * @type {(limits: [number, number | null]) => string}
 */
function inWords([defect, alternate]) {
  const first = `Always defect stops paying at δ = ${formatNumber(defect, 2)}, alternating `;
  return alternate === null ? `${first}at no δ.` : `${first}at ${formatNumber(alternate, 2)}.`;
}

/** @type {(payoffs: Payoffs, low: number, high: number) => HTMLElement[]} */
function drawTicks(payoffs, low, high) {
  return payoffs.map((value, k) => {
    const top = (100 * (high - value)) / (high - low);
    return html(
      "span",
      { class: "gc-tick", style: `top: ${top}%`, "aria-hidden": "true" },
      `${"TRPS"[k]} ${formatPayoff(value)}`,
    );
  });
}

/** @type {(limits: (number | null)[]) => HTMLElement} */
function drawAxis(limits) {
  const axis = html("div", { class: "gc-axis", "aria-hidden": "true" });
  /** @type {(tick: number) => boolean} */
  const near = (tick) => limits.some((at) => at !== null && Math.abs(at - tick) < 0.09);
  const ticks = [...[0, 1].filter((tick) => !near(tick)), ...apart(limits.filter((at) => at !== null))];
  for (const tick of ticks) {
    axis.append(
      html("span", { style: `left: ${place(tick)}%` }, Number.isInteger(tick) ? String(tick) : formatNumber(tick, 2)),
    );
  }
  axis.append(html("span", { class: "gc-axis-name", style: `left: ${place(0.9)}%` }, "δ"));
  return axis;
}

/**
 * Of two numbers that would stand on each other only the first.
 * @type {(limits: number[]) => number[]}
 */
function apart([first, ...rest]) {
  return [first, ...rest.filter((other) => Math.abs(other - first) > 0.09)];
}

/** @type {(delta: number) => number} */
function place(delta) {
  return (100 * (delta + 0.02)) / 1.04;
}
