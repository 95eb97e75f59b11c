// log p(x) = bound + gap as one equation, and as a column that the gap fills up to the line at log p(x).
import { html, setAttributes } from "../../kit/js/dom.js";
/** @typedef {{ logProb: number, bound: number, highest: number | null, draws: number[] }} Sum */

const HEIGHT = 290; // pixels
const LINE = 19; // between two labels
/** @type {Record<string, string>} */
const PARTS = { logProb: "log p(x)", gap: "gap", bound: "bound" };

/**
 * low: nats at the column's foot; 0 is at its top.
 * show({ logProb, bound, highest, draws }): highest is a bound that no q of the family passes, or null; draws are
 * single values of log p(x, z) - log q(z), or none.
 * @param {number} low
 */
export function makeColumn(low) {
  const sum = makeSum();
  const parts = Object.fromEntries(
    ["bound", "gap", "ceiling", "highest"].map((name) => [name, html("span", { class: `gc-${name}-part` })]),
  );
  const dots = html("span", { class: "gc-draws" });
  const below = html("span", { class: "gc-below" }, "▾ below");
  const shaft = html("div", { class: "gc-shaft" }, ...Object.values(parts), dots, below);
  const labels = Object.fromEntries(
    Object.entries(PARTS).map(([key, text]) => [key, html("span", { class: "gc-part-label" }, text)]),
  );
  const chart = html(
    "div",
    { class: "gc-column", style: `height: ${HEIGHT}px`, "aria-hidden": "true" },
    drawScale(low),
    shaft,
    html("div", { class: "gc-part-labels" }, ...Object.values(labels)),
  );
  const meaning = html("p", { class: "gc-note" }, "in nats; gap = KL(q ‖ posterior)");
  const element = html("div", { class: "gc-sum-chart" }, html("div", {}, sum.element, meaning), chart);

  /** @type {(sum: Sum) => void} */
  function show({ logProb, bound, highest, draws }) {
    const [line, top] = [down(logProb), down(bound)];
    const middle = (line + top) / 2;
    sum.show(logProb, logProb - bound);
    place(parts.bound, { top, height: HEIGHT - top });
    place(parts.gap, { top: line, height: top - line });
    place(parts.ceiling, { top: line });
    place(labels.logProb, { top: Math.min(line, middle - LINE) });
    place(labels.gap, { top: middle });
    place(labels.bound, { top: Math.min(HEIGHT - LINE / 2, Math.max(top, middle + LINE)) });
    parts.highest.hidden = highest === null;
    if (highest !== null) place(parts.highest, { top: down(highest) });
    below.hidden = bound >= low;
    dots.replaceChildren(...draws.map((value, i) => drawDot(value, (100 * (i + 0.5)) / draws.length)));
  }

  /** @type {(value: number, left: number) => HTMLElement} */
  function drawDot(value, left) {
    return html("span", { class: "gc-draw", style: `left: ${left}%; top: ${down(value)}px` });
  }

  /** @type {(value: number) => number} */
  function down(value) {
    return HEIGHT * Math.min(1, Math.max(0, value / low));
  }
  return { element, show, sumText: sum.text };
}

/** The equation, its numbers below its names. The shown numbers add up. */
function makeSum() {
  const cells = Object.fromEntries(
    Object.keys(PARTS).map((key) => [key, html("span", { class: `gc-number gc-${key}` })]),
  );
  /** @type {(text: string) => HTMLElement} */
  const sign = (text) => html("span", { class: "gc-sign" }, text);
  const names = [PARTS.logProb, "=", PARTS.bound, "+", PARTS.gap];
  const element = html(
    "div",
    { class: "gc-sum" },
    ...names.map((name) => html("span", { class: name.length > 1 ? "gc-name" : "gc-sign" }, name)),
    cells.logProb,
    sign("="),
    cells.bound,
    sign("+"),
    cells.gap,
  );

  /** @type {(logProb: number, gap: number) => void} */
  function show(logProb, gap) {
    const digits = gap < 10 ? 3 : gap < 100 ? 2 : 1;
    const [whole, part] = [logProb, Math.max(0, gap)].map((value) => Number(value.toFixed(digits)));
    /** @type {Record<string, number>} */
    const texts = { logProb: whole, gap: part, bound: whole - part };
    for (const [key, cell] of Object.entries(cells)) cell.textContent = texts[key].toFixed(digits).replace("-", "−");
  }

  function text() {
    const [logProb, gap, bound] = Object.values(cells).map((cell) => cell.textContent);
    return `log p(x) ${logProb} is the bound ${bound} plus the gap ${gap}, in nats.`;
  }
  return { element, show, text };
}

/** @type {(low: number) => HTMLElement} */
function drawScale(low) {
  const scale = html("div", { class: "gc-scale" });
  for (let tick = 0; tick >= low; tick -= 2) {
    const top = (HEIGHT * tick) / low;
    scale.append(html("span", { style: `top: ${top}px` }, String(tick).replace("-", "−")));
  }
  return scale;
}

/** @type {(node: HTMLElement, sizes: Record<string, number>) => void} */
function place(node, sizes) {
  const style = Object.entries(sizes).map(([name, pixels]) => `${name}: ${pixels.toFixed(2)}px`);
  setAttributes(node, { style: style.join("; ") });
}
