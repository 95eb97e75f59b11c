// The rounds so far: two marks for each, circle and square, and the running averages of both.
import { last } from "../../kit/js/arrays.js";
import { drawKeys } from "../../kit/js/stage.js";
import { averages } from "./numbers.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
/** @import { Match, Payoffs, Round } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

const SHOWN = 100; // the last rounds
const UNITS = 1000; // of the drawing, each way
const ROOM = 0.08; // above T and below S

/**
 * Returns { element, show(match, [mine, theirs]) }; a match is { history, slips }, mine and theirs are names.
 * @param {Payoffs} payoffs
 */
export function makeHistory(payoffs) {
  const marks = html("div", { class: "gc-dilemma-rounds", role: "img" });
  const legend = html("div", { class: "gc-dilemma-legend" });
  const chart = drawAverages(payoffs);
  const element = html("div", { class: "gc-dilemma-history" }, legend, marks, chart.element);

  /** @type {(match: Match, names: string[]) => void} */
  function show({ history, slips }, names) {
    const count = history.length;
    const hidden = Math.max(0, count - SHOWN);
    const running = averages(payoffs, history);
    chart.show(running);
    marks.hidden = count === 0;
    if (count === 0) return legend.replaceChildren(html("span", { class: "gc-note" }, "No round is played yet."));
    marks.replaceChildren(...history.slice(hidden).map((round, i) => drawRound(round, slips, i + hidden)));
    const [own, other] = last(running).map((value) => formatNumber(value, 2));
    const rounds = `${count} ${count === 1 ? "round" : "rounds"}`;
    setAttributes(marks, { "aria-label": `${rounds} of ${names.join(" and ")}. ${inWords(history)}` });
    const keys = drawKeys({
      "gc-dilemma-own": `above: ${names[0]} ${own} a round`,
      "gc-dilemma-other": `below: ${names[1]} ${other} a round`,
    });
    if (slips.length) keys.append(html("span", { class: "gc-key" }, drawMark(0, true), "turned by noise"));
    legend.replaceChildren(html("span", { class: "gc-title" }, `After ${rounds}`), keys);
    if (hidden) legend.append(html("span", { class: "gc-note" }, `The first ${hidden} are not shown.`));
  }
  return { element, show };
}

/**
 * A circle cooperates, a square defects.
 * @type {(action: number, slipped?: boolean) => HTMLElement}
 */
export function drawMark(action, slipped = false) {
  const look = action ? "defect" : "cooperate";
  return html("i", { class: `gc-dilemma-mark gc-dilemma-${look}${slipped ? " gc-dilemma-slip" : ""}` });
}

/** @type {(round: Round, slips: number[], index: number) => HTMLElement} */
function drawRound(round, slips, index) {
  const marks = round.map((action, player) => drawMark(action, slips.includes(2 * index + player)));
  return html("span", { title: `Round ${index + 1}` }, ...marks);
}

/**
 * Two lines from the first round to the last, and the four payoffs at the right.
 * @type {(payoffs: Payoffs) => { element: HTMLElement, show(running: Point[]): void }}
 */
function drawAverages([T, R, P, S]) {
  const lines = ["own", "other"].map((name) => svg("path", { class: `gc-line gc-dilemma-${name}` }));
  /** @type {(value: number) => number} */
  const down = (value) => (ROOM + ((1 - 2 * ROOM) * (T - value)) / (T - S)) * 100;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${UNITS} ${UNITS}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    ...lines,
  );
  const ticks = [T, R, P, S].map((value) =>
    html("span", { class: "gc-tick", style: `top: ${down(value)}%`, "aria-hidden": "true" }, formatPayoff(value))
  );
  const element = html("div", { class: "gc-dilemma-running" }, picture, ...ticks);

  /** @type {(running: Point[]) => void} */
  function show(running) {
    lines.forEach((line, k) => {
      const points = running.map((
        pair,
        i,
      ) => [(UNITS * (i + 1)) / (running.length + 1), (UNITS / 100) * down(pair[k])]);
      if (!points.length) return line.removeAttribute("d");
      if (points.length === 1) points.push([0.52 * UNITS, points[0][1]]); // one round is a dash
      setAttributes(line, { d: `M${points.map((point) => point.map((x) => x.toFixed(1)).join(" ")).join("L")}` });
    });
  }
  return { element, show };
}

/** @type {(history: Round[]) => string} */
function inWords(history) {
  const said = ["cooperated", "defected"];
  const latest = history.slice(-10).map(([mine, theirs]) => `${said[mine]}, ${said[theirs]}`);
  return `The last: ${latest.join("; ")}.`;
}
