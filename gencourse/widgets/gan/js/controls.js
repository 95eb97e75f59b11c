// Run and pause, start over with a seed; and, for a fold, one step of either player and how fast.
import { html, setAttributes } from "../../kit/js/dom.js";
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {{ toggle(): void, restart(): void, steps: Record<string, () => void>, beside?: HTMLElement[], more?: HTMLElement[] }} Acts */

const PACES = [1 / 15, 1 / 4, 1, 2, 4, 8, 16]; // steps a frame, each of D or of G
const PACE_TEXTS = [
  "about 4 steps a second",
  "about 15 steps a second",
  "1 step a picture",
  "up to 2 steps a picture",
  "up to 4 steps a picture",
  "up to 8 steps a picture",
  "up to 16 steps a picture",
];
const START = 2;
const MOST_SEED = 999999;

/**
 * steps: { title: act } for more buttons; beside: elements beside "Start over"; more: elements for the fold.
 * Returns { element, fine, show(running, able, frozen), pace(), hasty() }; fine: what goes into a fold; frozen: for each of `steps`
 * whether it waits; pace() is steps a frame, hasty() whether that is more than at the start.
 * @param {View} view
 * @param {Acts} acts
 */
export function makeControls(view, { toggle, restart, steps, beside = [], more = [] }) {
  /** @type {(text: string, act: () => void) => HTMLButtonElement} */
  const button = (text, act) => {
    const node = html("button", { type: "button" }, text);
    view.on(node, "click", act);
    return node;
  };
  const run = button("Run", toggle);
  const again = button("Start over", restart);
  const singles = Object.entries(steps).map(([text, act]) => button(text, act));
  const slider = html("input", { type: "range", min: 0, max: PACES.length - 1, step: 1, "aria-label": "Speed" });
  const text = html("span", { class: "gc-note" });
  run.classList.add("gc-gan-run");
  slider.value = String(START);
  view.on(slider, "input", showPace);
  showPace();
  const element = html(
    "div",
    { class: "gc-gan-controls" },
    run,
    html("div", { class: "gc-gan-switches" }, again, ...beside),
  );
  const fine = [
    html("div", { class: "gc-buttons" }, ...singles),
    html("div", { class: "gc-gan-speed" }, html("span", { class: "gc-note" }, "Speed"), slider, text),
    ...more,
  ];

  function showPace() {
    text.textContent = PACE_TEXTS[Number(slider.value)];
    setAttributes(slider, { "aria-valuetext": PACE_TEXTS[Number(slider.value)] });
  }

  /** @type {(running: boolean, able?: boolean, frozen?: boolean[]) => void} */
  function show(running, able = true, frozen = []) {
    run.textContent = running ? "Pause" : "Run";
    run.disabled = !able;
    singles.forEach((node, i) => (node.disabled = !able || Boolean(frozen[i])));
  }
  const pace = () => PACES[Number(slider.value)];
  return { element, fine, show, pace, hasty: () => pace() > PACES[START] };
}

/**
 * A field for a whole number from 0, the nearest to what is typed. take(seed) gets it. Returns { element, show(seed) }.
 * @param {View} view
 * @param {(seed: number) => void} take
 */
export function makeSeed(view, take) {
  const field = html("input", { type: "number", min: 0, max: MOST_SEED, step: 1, class: "gc-gan-seed" });
  let now = 0;
  view.on(field, "change", () => {
    if (field.value !== "") take(now = Math.min(MOST_SEED, Math.max(0, Math.round(Number(field.value)))));
    show(now);
  });
  const element = html("label", {}, html("span", { class: "gc-note" }, "Seed"), field);
  return { element, show };

  /** @type {(seed: number) => void} */
  function show(seed) {
    now = seed;
    field.value = String(seed);
  }
}
