// Run and pause, one step of either player, how fast, and start over with a seed.
import { html, setAttributes } from "../../kit/js/dom.js";

const PACES = [1 / 15, 1 / 4, 1, 2, 4, 8]; // steps a frame
const PACE_TEXTS = [
  "about 4 steps a second",
  "about 15 steps a second",
  "1 step a picture",
  "2 steps a picture",
  "4 steps a picture",
  "8 steps a picture",
];
const START = 3;
const MOST_SEED = 999999;

/**
 * steps: { title: act } for more buttons; more: elements beside "Start over".
 * Returns { element, show(running, able, frozen), pace() }; frozen: for each of `steps` whether it waits; pace() is steps a frame.
 */
export function makeControls(view, { toggle, restart, steps = {}, more = [] }) {
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
  slider.value = START;
  view.on(slider, "input", showPace);
  showPace();
  const element = html(
    "div",
    { class: "gc-gan-controls" },
    html("div", { class: "gc-buttons" }, run, ...singles, ...(more.length ? [] : [again])),
    ...(more.length ? [html("div", { class: "gc-gan-switches" }, again, ...more)] : []),
    html("div", { class: "gc-gan-speed" }, html("span", { class: "gc-note" }, "Speed"), slider, text),
  );

  function showPace() {
    text.textContent = PACE_TEXTS[slider.value];
    setAttributes(slider, { "aria-valuetext": PACE_TEXTS[slider.value] });
  }

  function show(running, able = true, frozen = []) {
    run.textContent = running ? "Pause" : "Run";
    run.disabled = !able;
    singles.forEach((node, i) => (node.disabled = !able || Boolean(frozen[i])));
  }
  return { element, show, pace: () => PACES[slider.value] };
}

/** A field for a whole number from 0, the nearest to what is typed. take(seed) gets it. Returns { element, show(seed) }. */
export function makeSeed(view, take) {
  const field = html("input", { type: "number", min: 0, max: MOST_SEED, step: 1, class: "gc-gan-seed" });
  let now = 0;
  view.on(field, "change", () => {
    if (field.value !== "") take(now = Math.min(MOST_SEED, Math.max(0, Math.round(Number(field.value)))));
    field.value = now;
  });
  const element = html("label", {}, html("span", { class: "gc-note" }, "Seed"), field);
  return { element, show: (seed) => (field.value = now = seed) };
}
