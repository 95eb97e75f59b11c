// How likely the prior N(0, I) finds the codes on the way: a small curve below the slider, which is its axis.
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";

/** draw(values) takes the log densities from A to B, in nats; show(position) marks a place. */
export function makePriorCurve() {
  const line = svg("path", { class: "gc-line gc-circle" });
  const lines = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img" }, line);
  const [now, here] = [html("span", { class: "gc-now" }), html("span", { class: "gc-here gc-circle" })];
  const ticks = [html("span", { class: "gc-tick" }), html("span", { class: "gc-tick" })];
  const curve = html("div", { class: "gc-curve gc-prior" }, lines, now, here, ...ticks);
  const element = html("div", {}, curve, html("p", { class: "gc-note" }, "log N(z; 0, I) along the way, in nats"));
  let values = [0];
  let [low, high] = [0, 1];

  /** @type {(logs: number[]) => void} */
  function draw(logs) {
    values = logs;
    [low, high] = [Math.min(...values), Math.max(...values)];
    if (high - low < 1e-6) [low, high] = [low - 1, high + 1]; // a sphere about 0
    line.setAttribute(
      "d",
      `M${values.map((value, i) => `${(100 * i) / (values.length - 1)} ${down(value)}`).join("L")}`,
    );
    [high, low].forEach((value, i) => {
      ticks[i].textContent = formatNumber(value, 2);
      setAttributes(ticks[i], { style: `top: ${down(value)}%` });
    });
    const [first, middle, last] = [0, 0.5, 1].map((share) => formatNumber(at(share), 2));
    lines.setAttribute("aria-label", `Log prior density in nats: ${first} at A, ${middle} half way, ${last} at B.`);
  }

  /** @type {(position: number) => void} */
  function show(position) {
    setAttributes(now, { style: `left: ${100 * position}%` });
    setAttributes(here, { style: `left: ${100 * position}%; top: ${down(at(position))}%` });
  }

  /** @type {(position: number) => number} */
  function at(position) {
    const place = position * (values.length - 1);
    const left = Math.min(values.length - 2, Math.floor(place));
    return values[left] + (place - left) * (values[left + 1] - values[left]);
  }

  /** @type {(value: number) => number} */
  function down(value) {
    return 8 + (84 * (high - value)) / (high - low); // the mark stays inside
  }
  return { element, draw, show };
}
