// Run and pause, one step of either player, how fast, and start over with a seed.
import { html, setAttributes } from "./dom.js";

const PACES = [1 / 15, 1 / 4, 1, 2, 4, 8]; // steps a frame
const PACE_TEXTS = ["about 4 steps a second", "about 15 steps a second", "1 step a picture", "2 steps a picture", "4 steps a picture", "8 steps a picture"];
const START = 3;

/**
 * steps: { title: act } for more buttons; more: elements beside "Start over".
 * Returns { element, show(running, able), pace() }; pace() is steps a frame.
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

  function show(running, able = true) {
    run.textContent = running ? "Pause" : "Run";
    for (const node of [run, ...singles]) node.disabled = !able;
  }
  return { element, show, pace: () => PACES[slider.value] };
}

/** A field for a whole number from 0. take(seed) is called when the learner gives another. Returns { element, show }. */
export function makeSeed(view, take) {
  const field = html("input", { type: "number", min: 0, max: 999999, step: 1, class: "gc-gan-seed" });
  view.on(field, "change", () => {
    const seed = Math.round(Number(field.value));
    if (seed >= 0 && seed <= 999999) take(seed);
  });
  const element = html("label", {}, html("span", { class: "gc-note" }, "Seed"), field);
  return { element, show: (seed) => (field.value = seed) };
}
