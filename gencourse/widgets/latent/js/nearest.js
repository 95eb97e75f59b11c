// The image at the code nearest to a point: shown beside what is decoded there, with how far it is.
import { nearestCode } from "./path.js";
import { formatNumber, html } from "../../kit/js/dom.js";
import { makePicture } from "../../kit/js/picture.js";
/** @import { Data } from "./types.d.ts" */

/**
 * forget() makes the next show() draw again; another(z) is a code, after each call the next one.
 * @param {Data} data
 */
export function makeNearest(data) {
  const { latents, codes, usual } = data;
  const picture = makePicture(data, "");
  const facts = html("p", { class: "gc-note gc-near" });
  let seen = -1; // the image that stands there
  let visited = -1; // the code that another() went to last
  return { element: picture.element, facts, show, forget: () => void (seen = -1), another, say };

  /** @type {(z: number[]) => void} */
  function show(z) {
    const { index, distance } = nearestCode(codes, z);
    facts.textContent = howFar(distance);
    if (index === seen) return;
    seen = index;
    picture.show(data.images[index]);
    picture.caption.textContent = data.realImages ? "nearest image" : "at the nearest code";
    picture.name(`${picture.caption.textContent}: ${data.nameOf(index)}`);
  }

  /**
   * The next code; several images may have the same one.
   * @type {(z: number[]) => number[]}
   */
  function another(z) {
    const count = codes.length / latents;
    const there = visited >= 0 && String(data.codeOf(visited)) === String(z);
    visited = ((there ? visited : nearestCode(codes, z).index) + 1) % count;
    return data.codeOf(visited);
  }

  /** @type {(z: number[]) => string} */
  function say(z) {
    return howFar(nearestCode(codes, z).distance);
  }

  /** @type {(distance: number) => string} */
  function howFar(distance) {
    const away = `The nearest code is ${formatNumber(distance, 2)} away`;
    return usual ? `${away}; neighbours are usually ${formatNumber(usual, 2)} apart.` : `${away}.`;
  }
}
