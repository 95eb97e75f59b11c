// Choose two images, A and B: buttons that say whose turn it is, and a page of thumbnails.
import { html, setAttributes } from "../../kit/js/dom.js";
import { makeCanvas } from "../../kit/js/picture.js";
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {[number, number]} Ends */

/**
 * Returns { element, show([a, b]), choose(index), renew() }; take([a, b]) is called with every choice.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {(ends: Ends) => void} take
 * @param {number} pageSize
 */
export function makeChooser(view, data, take, pageSize) {
  const count = data.images.length;
  const size = Math.min(pageSize, count);
  const ends = ["A", "B"].map((letter) => makeThumb(data, letter));
  const thumbs = Array.from({ length: size }, () => makeThumb(data));
  const page = html("span", { class: "gc-number gc-note" });
  const [back, on] = [["‹", "Previous images"], ["›", "More images"]].map(([text, name]) =>
    html("button", { type: "button", "aria-label": name }, text)
  );
  const gallery = html(
    "div",
    { class: "gc-gallery", role: "group", "aria-label": "Images" },
    ...thumbs.map((thumb) => thumb.element),
  );
  const pages = html("div", { class: "gc-stepper" }, back, page, on);
  const top = html("div", { class: "gc-ends" }, ...ends.map((end) => end.element), ...(count > size ? [pages] : []));
  const element = html("div", { class: "gc-chooser" }, top, gallery);
  let [first, turn, stop] = [0, 0, 0];
  /** @type {Ends} */
  let chosen = [0, 0];

  ends.forEach((end, i) => view.on(end.element, "click", () => setTurn(i)));
  thumbs.forEach((thumb, i) => view.on(thumb.element, "click", () => choose((first + i) % count)));
  view.on(back, "click", () => turnPage(first - size));
  view.on(on, "click", () => turnPage(first + size));
  view.on(gallery, "keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    setStop((stop + by + size) % size);
    thumbs[stop].element.focus();
  });
  turnPage(0);
  setTurn(0);
  setStop(0);
  return { element, show, choose, renew: () => turnPage(first) };

  /** @type {(index: number) => void} */
  function choose(index) {
    chosen = chosen.map((end, i) => (i === turn ? index : end)); // the next choice may come before the next frame
    setTurn(1 - turn);
    take(chosen);
  }

  /** @type {(indices: Ends) => void} */
  function show(indices) {
    chosen = indices;
    ends.forEach((end, i) => {
      end.show(data.images[chosen[i]]);
      setAttributes(end.element, { "aria-label": `${"AB"[i]}: ${data.nameOf(chosen[i])}` });
    });
  }

  /** @type {(end: number) => void} */
  function setTurn(end) {
    turn = end;
    ends.forEach(({ element: button }, i) => setAttributes(button, { "aria-pressed": i === turn }));
  }

  /**
   * One stop for the Tab key; arrows go from image to image.
   * @type {(i: number) => void}
   */
  function setStop(i) {
    stop = i;
    thumbs.forEach((thumb, j) => setAttributes(thumb.element, { tabindex: j === stop ? 0 : -1 }));
  }

  /** @type {(to: number) => void} */
  function turnPage(to) {
    first = (to + count) % count;
    thumbs.forEach((thumb, i) => {
      const index = (first + i) % count;
      thumb.show(data.images[index]);
      setAttributes(thumb.element, { "aria-label": data.nameOf(index) });
    });
    page.textContent = `${first} to ${(first + size - 1) % count} of ${count.toLocaleString("en")}`;
  }
}

/**
 * @param {Data} data
 * @param {string} [letter]
 */
function makeThumb(data, letter = "") {
  const canvas = makeCanvas(data);
  const element = html("button", { type: "button", class: "gc-thumb" }, letter, canvas.element);
  return { element, show: canvas.show };
}
