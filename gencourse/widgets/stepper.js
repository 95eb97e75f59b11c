// Choose one of a few things: a button on each side of its name.
import { html } from "./dom.js";

/** thing: "signal". choose(index) is called with the neighbour of show(index); past the last comes the first again. */
export function makeStepper(view, thing, count, choose) {
  const name = html("span", { class: "gc-number" });
  const button = (text, label) => html("button", { type: "button", "aria-label": `${label} ${thing}` }, text);
  const [back, on] = [button("‹", "Previous"), button("›", "Next")];
  const element = html("div", { class: "gc-stepper" }, back, name, on);
  let now = 0;
  view.on(back, "click", () => choose((now + count - 1) % count));
  view.on(on, "click", () => choose((now + 1) % count));

  function show(index) {
    now = index;
    name.textContent = `${thing} ${index + 1} of ${count}`;
  }
  return { element, show };
}
