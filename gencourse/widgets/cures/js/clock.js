// The time of the training: a slider over the snapshots, and a button that plays it.
import { wantsNoMotion } from "../../kit/js/motion.js";
import { html, setAttributes } from "../../kit/js/dom.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const SECONDS = 5; // that playing takes, if a snapshot gets neither less nor more than this:
const [LEAST, MOST] = [0.08, 0.4];

/**
 * whens: one text for each snapshot. move(byHand) is called when the time changes, end(moment) when it rests.
 * Returns { element, time(), tick(), stop(moment) }; tick() moves on while it plays, and says whether it does.
 * @param {View} view
 * @param {string[]} whens
 * @param {{ move(byHand: boolean): void, end(moment: number): void }} hand
 */
export function makeClock(view, whens, { move, end }) {
  const last = whens.length - 1;
  const slider = html("input", { type: "range", min: 0, max: last, step: 1, "aria-label": "Time in training" });
  const button = html("button", { type: "button" }, "Play");
  const text = html("span", { class: "gc-note" });
  const row = html("div", { class: "gc-cures-rail" }, button, html("div", {}, slider, text));
  const element = last ? row : html("p", { class: "gc-note" }, whens[0]);
  const perStep = 1000 * Math.min(MOST, Math.max(LEAST, SECONDS / Math.max(1, last)));
  let time = 0;
  /** @type {number | null} */
  let began = null; // when playing began, as if from the first snapshot

  view.on(slider, "input", () => {
    began = null;
    set(Number(slider.value));
    move(true);
  });
  view.on(slider, "change", () => end(time));
  view.on(button, "click", () => (began === null ? play() : pause()));

  function play() {
    if (time >= last) time = 0;
    began = performance.now() - perStep * time;
    set(time);
    move(false);
  }

  function pause() {
    stop(Math.floor(time + 1e-6));
    move(true);
    end(time);
  }

  function tick() {
    if (began === null) return false;
    const reached = Math.min(last, (performance.now() - began) / perStep);
    set(wantsNoMotion() ? Math.floor(reached) : reached);
    if (reached >= last) pause();
    else move(false);
    return began !== null;
  }

  /** @type {(moment: number) => void} */
  function stop(moment) {
    began = null;
    set(moment);
  }

  /** @type {(to: number) => void} */
  function set(to) {
    time = to;
    const spoken = whens[Math.floor(to + 1e-6)];
    button.textContent = began === null ? "Play" : "Pause";
    text.textContent = spoken;
    setAttributes(slider, { step: began === null ? 1 : "any", "aria-valuetext": spoken });
    slider.value = String(to);
  }
  return { element, time: () => time, tick, stop };
}
