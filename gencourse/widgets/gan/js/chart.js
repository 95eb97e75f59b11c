// A small chart of a game's numbers over its steps, with a dashed line at the value that means a draw.
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { ticksBetween } from "../../kit/js/ticks.js";
/** @import { History } from "./history.js" */
/** @import { Range } from "../../kit/js/types.d.ts" */

/**
 * title: text; limits: [low, high]; lines: { name: [class, text] }; half: values for dashed lines.
 * Returns { element, show(history), describe(text) }.
 * @param {string} title
 * @param {{ limits: Range, lines: Record<string, [look: string, text: string]>, half: number[] }} how
 */
export function makeChart(title, { limits: [low, high], lines, half }) {
  const picture = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img", "aria-label": title });
  const frame = html("div", { class: "gc-gan-frame" }, picture);
  const keys = Object.values(lines).filter(([, text]) => text).map(([look, text]) =>
    html("span", {}, stroke(look), text)
  );
  const element = html(
    "div",
    { class: "gc-gan-chart" },
    html("p", { class: "gc-gan-keys" }, html("span", { class: "gc-title" }, title), ...keys),
    frame,
  );
  /** @type {(value: number) => number} */
  const top = (value) => (100 * (high - value)) / (high - low);
  for (const tick of ticksBetween(low, high, 4)) {
    const text = Number.isInteger(tick) ? formatNumber(tick, 0) : formatNumber(tick, 1);
    frame.append(html("span", { class: "gc-tick", style: `top: ${top(tick)}%`, "aria-hidden": "true" }, text));
  }
  for (const value of half) picture.append(svg("path", { class: "gc-gan-draw", d: `M0 ${top(value)}H100` }));
  /** @type {[name: string, path: SVGPathElement][]} */
  const paths = Object.entries(lines).map(([name, [look]]) => [name, svg("path", { class: `gc-line ${look}` })]);
  picture.append(...paths.map(([, path]) => path));

  /** @type {(history: History) => void} */
  function show(history) {
    const count = history.count();
    const last = Math.max(1, history.steps[count - 1]);
    for (const [name, path] of paths) {
      let d = "";
      for (let i = 0; i < count; i++) {
        const height = top(Math.min(high, Math.max(low, history.series[name][i])));
        d += `${i ? "L" : "M"}${((100 * history.steps[i]) / last).toFixed(1)} ${height.toFixed(1)}`;
      }
      path.setAttribute("d", d);
    }
  }
  /** @type {(text: string) => void} */
  const describe = (text) => setAttributes(picture, { "aria-label": text });
  return { element, show, describe };
}

/** @type {(look: string) => SVGSVGElement} */
function stroke(look) {
  const line = svg("path", { class: `gc-line ${look}`, d: "M0 5H16" });
  return svg("svg", { class: "gc-gan-stroke", viewBox: "0 0 16 10", "aria-hidden": "true" }, line);
}
