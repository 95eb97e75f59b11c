// Choose one of a few things: a button on each side of its name.
import { html } from "./dom.js";

/** thing: "signal". choose(index) is called with the neighbour of show(index); past the last comes the first again. */
export function makeStepper(view, thing, count, choose) {
  const name = html("span", { class: "gc-number" });
  const button = (text, label) => html("button", { type: "button", "aria-label": `${label} ${thing}` }, text);
  const [back, on] = [button("‹", "Previous"), button("›", "Next")];
  const element = html("div", { class: "gc-stepper" }, back, name, on);
  let now = 0;
  view.on(back, "click", () => step(-1));
  view.on(on, "click", () => step(1));

  function step(by) {
    now = (now + count + by) % count; // the next press may come before the next frame
    choose(now);
  }

  function show(index) {
    now = index;
    name.textContent = `${thing} ${index + 1} of ${count}`;
  }
  return { element, show };
}
