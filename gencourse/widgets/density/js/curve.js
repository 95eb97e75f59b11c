// Both scores against the bandwidth, drawn once in the background, with a mark at the current place.
import { SETS } from "./bars.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { ticksBetween } from "../../kit/js/ticks.js";
/** @import { Scores } from "./types.d.ts" */
/** @import { Range, View } from "../../kit/js/types.d.ts" */

const POINTS = 67;

/**
 * A small chart over log(bandwidth).  axis: [low, high] of the scores; range: [least, most] bandwidth;
 * scoresAt(bandwidth) gives { train, heldOut }. show(bandwidth, scores) moves the mark.
 * @param {View} view
 * @param {{ axis: Range, range: Range, scoresAt(bandwidth: number): Scores }} chart
 */
export function makeCurve(view, { axis: [low, high], range: [least, most], scoresAt }) {
  const lines = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img" });
  const now = html("span", { class: "gc-now" });
  const element = html("div", { class: "gc-curve" }, lines, now);
  /** @type {Record<string, { line: SVGPathElement, mark: HTMLElement, path: string[] }>} */
  const parts = {};
  for (const [key, { shape }] of Object.entries(SETS)) {
    parts[key] = {
      line: svg("path", { class: `gc-line gc-${shape}` }),
      mark: html("span", { class: `gc-here gc-${shape}` }),
      path: [],
    };
    lines.append(parts[key].line);
    element.append(parts[key].mark);
  }
  for (const tick of ticksBetween(low, high, 4)) {
    element.append(html("span", { class: "gc-tick", style: `top: ${down(tick)}%` }, formatNumber(tick, 0)));
  }
  lines.setAttribute(
    "aria-label",
    "Both scores against the bandwidth. As the bandwidth falls, train keeps rising; held-out rises, then falls off a cliff.",
  );

  let computed = 0;
  const compute = view.onceAFrame(() => {
    const until = performance.now() + 8; // leaves half of the frame to the learner
    do {
      const share = computed++ / (POINTS - 1);
      const scores = scoresAt(least * (most / least) ** share);
      for (const key of Object.keys(parts)) parts[key].path.push(`${100 * share} ${down(scores[key])}`);
    } while (computed < POINTS && performance.now() < until);
    for (const { line, path } of Object.values(parts)) line.setAttribute("d", `M${path.join("L")}`);
    if (computed < POINTS) compute();
  });

  /** @type {(bandwidth: number, scores: Scores) => void} */
  function show(bandwidth, scores) {
    if (computed === 0) compute();
    const left = (100 * Math.log(bandwidth / least)) / Math.log(most / least);
    setAttributes(now, { style: `left: ${left}%` });
    for (const [key, { mark }] of Object.entries(parts)) {
      const top = down(scores[key]);
      setAttributes(mark, { style: `left: ${left}%; top: ${top}%` });
      mark.hidden = top < 0 || top > 100;
    }
  }

  /** @type {(score: number) => number} */
  function down(score) {
    return (100 * (high - score)) / (high - low);
  }
  return { element, show };
}
