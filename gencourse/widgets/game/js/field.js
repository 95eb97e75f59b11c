// A field for one payoff: type a number, or go up and down with the arrow keys.
import { html, setAttributes } from "../../kit/js/dom.js";
import { formatPayoff } from "../../kit/js/format.js";
/** @import { View } from "../../kit/js/types.d.ts" */

const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;

/**
 * far: the largest size of a payoff. where() is its value, drawn or not yet; take(value) gets each number that is
 * typed, complain(sentence) each time what stands there is none, and "" when it is one again.
 * Returns { element, name(label), show(value) }.
 * @param {View} view
 * @param {number} far
 * @param {{ where(): number, take(value: number): void, complain(sentence: string): void }} calls
 */
export function makeField(view, far, { where, take, complain }) {
  const element = html("input", { type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off" });
  setAttributes(element, { "aria-valuemin": -far, "aria-valuemax": far });
  let [label, now] = ["", 0];

  view.on(element, "input", read);
  view.on(element, "focus", () => element.select());
  view.on(element, "blur", () => write(now));
  view.on(element, "keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    if (!modified && event.key.length === 1) event.stopPropagation(); // letters and digits are JupyterLab's shortcuts
    if (event.key === "Escape") write(now);
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || modified) return;
    event.preventDefault();
    element.value = formatPayoff(Math.min(far, Math.max(-far, where() + by * (event.shiftKey ? 10 : 1))));
    read();
  });
  return { element, name, show };

  function read() {
    const text = element.value.trim().replace("−", "-");
    const value = NUMBER.test(text) ? Number(text.replace(",", ".")) : NaN;
    const wrong = whatIsWrong(text, value);
    mark(Boolean(wrong));
    complain(
      wrong && `${label} should be a number from −${far} to ${far}, and ${wrong}. It stays ${formatPayoff(now)}.`,
    );
    if (wrong) return;
    now = value;
    setAttributes(element, { "aria-valuenow": now });
    take(value);
  }

  /** @type {(text: string, value: number) => string} */
  function whatIsWrong(text, value) {
    if (text === "") return "the field is empty";
    if (Number.isNaN(value)) return `“${text.slice(0, 12)}” is none`;
    return Math.abs(value) > far ? `“${text.slice(0, 12)}” is too far out` : "";
  }

  /** @type {(text: string) => void} */
  function name(text) {
    label = text;
    setAttributes(element, { "aria-label": text });
  }

  /**
   * What the learner is typing stays as it is while it means the same number.
   * @type {(value: number) => void}
   */
  function show(value) {
    const typing = document.activeElement === element && (value === now || element.hasAttribute("aria-invalid"));
    if (value === now && typing) return;
    write(value);
  }

  /** @type {(value: number) => void} */
  function write(value) {
    now = value;
    element.value = formatPayoff(value);
    setAttributes(element, { "aria-valuenow": value });
    mark(false);
  }

  /** @type {(wrong: boolean) => void} */
  function mark(wrong) {
    if (wrong) element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
  }
}
