// Which part of the plane the maps of a widget show, one for all of them: by buttons, keys, the wheel and by hand.
import { html, setAttributes } from "../../kit/js/dom.js";
import { middleOf, panned, reachOf, revealing, zoomed } from "./window.js";
/** @import { Data } from "./types.d.ts" */
/** @import { Window } from "./window.js" */
/** @import { Point, View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makeLookout>} Lookout */
/** @typedef {{ element: HTMLElement, under(event: MouseEvent): Point }} Ground */

const [FACTOR, PUSH] = [1.5, 0.1]; // of a press on a button or a key, as a factor and as a share of the map
const WHEEL = 1 / 400; // of a pixel that the wheel turns, in powers of e
const STILL = 4; // pixels that a hand may tremble during a press
/** @type {Record<string, Point>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * changed() is called when another part is shown. Returns now(), reveal(point), and serve(map, ...), which makes a map's
 * ground obey and returns its buttons.
 * @param {View} view
 * @param {Data} data
 * @param {() => void} changed
 */
export function makeLookout(view, data, changed) {
  /** @type {Window} */
  const start = { low: [data.low[0], data.low[1]], span: data.high[0] - data.low[0] };
  const reach = reachOf(start, data.codes);
  /** @type {HTMLButtonElement[]} */
  const homeButtons = [];
  let now = start;
  return { now: () => now, reach, reveal, serve };

  /** @type {(window: Window) => void} */
  function look(window) {
    now = window;
    markHome();
    changed();
  }

  function markHome() {
    homeButtons.forEach((button) => setAttributes(button, { "aria-disabled": now === start }));
  }

  /** @type {(point: Point) => void} */
  function reveal(point) {
    const inside = point.every((value, axis) => value >= now.low[axis] && value <= now.low[axis] + now.span);
    if (!inside) look(revealing(now, point, reach));
  }

  /** @type {(factor: number, about?: Point) => void} */
  function zoom(factor, about = middleOf(now)) {
    look(zoomed(now, factor, about, reach));
  }

  /**
   * press(point) is a press on the ground; anchor() the point that keys zoom about, if it is in sight.
   * @type {(ground: Ground, press: (point: Point) => void, anchor: () => Point) => HTMLElement}
   */
  function serve(ground, press, anchor) {
    const { element } = ground;
    setAttributes(element, {
      tabindex: 0,
      role: "group",
      "aria-label": "The map's window. Arrow keys move it, plus and minus zoom, 0 brings the start back.",
    });
    serveHand(ground, press);
    view.on(element, "keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !serveKey(event, element, anchor)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    view.on(element, "wheel", (event) => {
      const focused = element.contains(document.activeElement);
      if (!event.ctrlKey && !event.metaKey && !focused) return; // else the page could not be scrolled past the map
      const before = now.span;
      zoom(Math.exp(-event.deltaY * WHEEL * (event.deltaMode ? 30 : 1)), ground.under(event));
      if (event.ctrlKey || now.span !== before) event.preventDefault(); // at its end the wheel scrolls the page again
    }, { passive: false });
    return makeButtons();
  }

  /** @type {(event: KeyboardEvent, element: HTMLElement, anchor: () => Point) => boolean} */
  function serveKey({ key, target, shiftKey }, element, anchor) {
    const factor = { "+": FACTOR, "=": FACTOR, "-": 1 / FACTOR, "_": 1 / FACTOR }[key];
    const direction = target === element && DIRECTIONS[key];
    if (factor) {
      const point = anchor();
      const inSight = point.every((value, axis) => value >= now.low[axis] && value <= now.low[axis] + now.span);
      zoom(factor, inSight ? point : undefined);
    } else if (direction) {
      const push = PUSH * (shiftKey ? 5 : 1);
      look(panned(now, push * direction[0], push * direction[1], reach));
    } else if (key === "0") look(start);
    return Boolean(factor || direction || key === "0");
  }

  /**
   * The ground follows a hand that drags it; a hand that holds still has pressed.
   * @type {(ground: Ground, press: (point: Point) => void) => void}
   */
  function serveHand({ element, under }, press) {
    /** @type {{ x: number, y: number, from: Window, moved: boolean } | null} */
    let hand = null;
    view.on(element, "pointerdown", (event) => {
      const onHandle = /** @type {Element} */ (event.target).closest(".gc-handle");
      if (event.button !== 0 || onHandle) return;
      event.preventDefault(); // or the drag would select text; it also keeps the focus away
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      hand = { x: event.clientX, y: event.clientY, from: now, moved: false };
    });
    view.on(element, "pointermove", (event) => {
      if (!hand) return;
      const [right, down] = [event.clientX - hand.x, event.clientY - hand.y];
      hand.moved ||= Math.hypot(right, down) > STILL;
      const side = element.getBoundingClientRect().width;
      if (hand.moved) look(panned(hand.from, -right / side, down / side, reach));
    });
    view.on(element, "pointerup", (event) => {
      if (hand && !hand.moved) press(under(event));
      hand = null;
    });
    view.on(element, "lostpointercapture", () => (hand = null)); // a finger that scrolls the page presses nothing
  }

  function makeButtons() {
    /** @type {[text: string, name: string, act: () => void][]} */
    const all = [
      ["−", "Zoom out", () => zoom(1 / FACTOR)],
      ["+", "Zoom in", () => zoom(FACTOR)],
      ["Start view", "Start view", () => look(start)],
    ];
    const buttons = all.map(([text, name, act]) => {
      const button = html("button", { type: "button", ...(text === name ? {} : { "aria-label": name }) }, text);
      view.on(button, "click", act);
      return button;
    });
    homeButtons.push(buttons[2]);
    markHome();
    return html("div", { class: "gc-lookout", role: "group", "aria-label": "Zoom of the map" }, ...buttons);
  }
}
