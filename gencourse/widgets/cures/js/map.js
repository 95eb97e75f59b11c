// The map: each code as its digit with its ellipse of one sigma, N(0, I) dashed, and a loupe where it is crowded.
import { makePlate } from "./plate.js";
import { addAxes } from "../../kit/js/axes.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
/** @import { Frame, Scene, Window } from "./types.d.ts" */
/** @import { Point } from "../../kit/js/types.d.ts" */

const SIZE = 400; // side in drawing units; the style sheet decides how large it is on the screen
const EDGE = 6; // between the loupe and the map's
const [SMALLEST, LARGEST] = [150, 200]; // side of the loupe

/**
 * Returns { element, note, draw(scene), describe(title, outside) }; a scene is { mean, sigma, window: [x, y, half] }.
 * @param {Frame} frame
 */
export function makeCuresMap(frame) {
  const picture = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img" });
  const axes = addAxes(html("div", { class: "gc-pad gc-cures-map" }, picture), ["z1", "z2"]);
  const note = html("p", { class: "gc-note gc-cures-note" });
  const main = makePlate(frame, { left: 0, top: 0, side: SIZE });
  const { corner, side } = placeLoupe(frame);
  const loupe = makePlate(frame, { left: corner[0], top: corner[1], side });
  const seenThrough = svg("path", { class: "gc-cures-lens" });
  const name = svg(
    "text",
    { class: "gc-cures-loupe", x: corner[0] + 6, y: corner[1] + 13 },
    `magnified ${magnification()}×`,
  );
  const lens = svg("g", {}, seenThrough, loupe.element, name);
  picture.append(main.element, lens);

  /** @type {(scene: Scene) => void} */
  function draw({ mean, sigma, window }) {
    main.show(mean, sigma, window);
    const isCommon = window.every((value, i) => Math.abs(value - frame.common[i]) < 1e-4 * frame.common[2]);
    const helps = frame.loupe > 0 && isCommon && share(mean, frame.loupe) >= 0.9;
    setAttributes(lens, { display: helps ? "inline" : "none" });
    if (helps) {
      loupe.show(mean, sigma, [0, 0, frame.loupe]);
      setAttributes(seenThrough, { d: lensPath(window) });
    }
    const [x, y, half] = window;
    axes.show([x - half, y - half], 2 * half);
  }

  /** @type {(title: string, outside: number) => void} */
  function describe(title, outside) {
    const { shown, count } = frame;
    const part = shown < count ? `${shown.toLocaleString("en")} of ${count.toLocaleString("en")}` : `${shown}`;
    const beyond = outside ? ` ${outside} of them ${outside === 1 ? "lies" : "lie"} outside this window.` : "";
    const what =
      "Dashed: N(0, I) at one and two sigma. Around each code its ellipse of one sigma, where there is noise.";
    note.textContent = `${what} ${part} codes are drawn; the numbers are those of all.${beyond}`;
    setAttributes(picture, { "aria-label": `Map of ${part} codes. ${title}.` });
  }
  return { element: axes.element, note, draw, describe };

  function magnification() {
    return formatNumber((frame.common[2] * side) / (frame.loupe * SIZE), 1);
  }

  /**
   * The square of the plane that the loupe shows, and two lines from it to the loupe.
   * @type {(window: Window) => string}
   */
  function lensPath([x, y, half]) {
    const reach = (frame.loupe / half) * (SIZE / 2);
    const left = (SIZE / 2) * (1 - x / half) - reach;
    const top = (SIZE / 2) * (1 + y / half) - reach;
    const falls = (corner[0] === EDGE) === (corner[1] === EDGE); // the lines join corners that the loupe does not hide
    const ends = falls ? [[0, 1], [1, 0]] : [[0, 0], [1, 1]];
    const lines = ends.map(([i, j]) =>
      `M${left + 2 * reach * i} ${top + 2 * reach * j}L${corner[0] + side * i} ${corner[1] + side * j}`
    );
    return `M${left} ${top}h${2 * reach}v${2 * reach}h${-2 * reach}z${lines.join("")}`;
  }
}

/**
 * In the corner away from 0, at the top if it fits there beside the codes that it magnifies.
 * @type {(frame: Frame) => { corner: Point, side: number }}
 */
function placeLoupe({ common: [x, y, half], loupe }) {
  const room = [x, y].map((value) => (1 - (loupe - Math.abs(value)) / half) * (SIZE / 2));
  const side = Math.min(LARGEST, Math.max(SMALLEST, Math.max(...room) - 2 * EDGE));
  const far = SIZE - side - EDGE;
  return { corner: [x < 0 ? EDGE : far, y < 0 && room[0] < side ? far : EDGE], side };
}

/**
 * Which share of the codes lies within `reach` of the middle on both axes.
 * @type {(mean: Float32Array, reach: number) => number}
 */
function share(mean, reach) {
  let inside = 0;
  for (let i = 0; i < mean.length; i += 2) if (Math.abs(mean[i]) < reach && Math.abs(mean[i + 1]) < reach) inside++;
  return (2 * inside) / mean.length;
}
