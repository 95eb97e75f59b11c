// Tab 2: the way between two images through the latent space, beside the cross-fade of their pixels.
import { makeChooser } from "./chooser.js";
import { makeJourney } from "./journey.js";
import { crossFade, logPrior } from "./path.js";
import { makePriorCurve } from "./prior.js";
import { FRAMES, makeStrip } from "./strip.js";
import { makeWayMap } from "./way.js";
import { html, setAttributes } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makePicture } from "../../kit/js/picture.js";
/** @import { Journey } from "./journey.js" */
/** @import { Lookout } from "./lookout.js" */
/** @import { Data, Decoding, Tab, Traits } from "./types.d.ts" */
/** @import { View } from "../../kit/js/types.d.ts" */
/** @typedef {ReturnType<typeof makePieces>} Pieces */

const SAMPLES = 60; // of the way, for the line on the map and the curve
const PATHS = { straight: "Straight", spherical: "Spherical" };

/**
 * renew() is for pictures that have changed.
 * @type {(view: View<Traits>, data: Data, decoding: Decoding, lookout: Lookout) => Tab}
 */
export function makeBetweenTab(view, data, decoding, lookout) {
  const { model } = view;
  const pieces = makePieces(view, data, lookout, (ends) => journey.learn({ ends }));
  const element = layOut(pieces);
  const journey = makeJourney(view, data, () => {
    pieces.playButton.textContent = journey.now.began && journey.now.position < 1 ? "Pause" : "Play";
    draw();
  });
  let drawn = ""; // the way that the strips show

  const draw = view.onceAFrame(() => {
    if (model.get("tab") !== "between" || !journey.codes().every((code) => code.length)) return;
    const [ends, path] = [model.get("ends"), model.get("path")];
    const wanted = `${ends} ${path}`;
    if (wanted !== drawn) showWay(pieces, ends, path, journey, decoding);
    drawn = wanted;
    showPlace(pieces, model.get("holes"), journey, decoding);
  });

  connect(view, pieces, journey);
  return {
    element,
    draw,
    renew() {
      drawn = "";
      pieces.chooser.renew();
    },
    describe: () => describe(pieces, data, model.get("ends").map(data.nameOf), model.get("path"), journey),
  };
}

/**
 * What the tab is made of; the map is there for two latents only.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {Lookout} lookout
 * @param {(ends: [number, number]) => void} take
 */
function makePieces(view, data, lookout, take) {
  const chooser = makeChooser(view, data, take, data.latents === 2 ? 9 : 36);
  const slider = { type: "range", min: 0, max: 1, step: "any", "aria-label": "Position between A and B" };
  return {
    faded: new Uint8Array(data.channels * data.height * data.width),
    chooser,
    map: data.latents === 2 ? makeWayMap(data, lookout, chooser.choose) : null,
    pictures: data.titles.map((title) => makePicture(data, title)),
    crossPicture: makePicture(data, "pixel cross-fade"),
    strips: data.titles.map((title) => makeStrip(data, title)),
    crossStrip: makeStrip(data, "pixel cross-fade"),
    prior: makePriorCurve(),
    slider: html("input", slider),
    playButton: html("button", { type: "button" }, "Play"),
    pathButtons: Object.values(PATHS).map((title) => html("button", { type: "button" }, title)),
  };
}

/** @type {(pieces: Pieces) => HTMLElement} */
function layOut({ chooser, map, pictures, crossPicture, strips, crossStrip, prior, slider, playButton, pathButtons }) {
  const shown = html(
    "div",
    { class: "gc-pictures" },
    ...[...pictures, crossPicture].map((picture) => picture.element),
  );
  const hint = html(
    "p",
    { class: "gc-note" },
    `Choose A, then B: press an image${map ? " or a place on the map" : ""}.`,
  );
  const place = html("div", { class: map ? "gc-place gc-way-place" : "gc-place" }, map ? map.element : chooser.element);
  const group = html("div", { class: "gc-buttons", role: "group", "aria-label": "Way" }, ...pathButtons);
  const controls = html("div", { class: "gc-buttons gc-controls" }, playButton, group, hint);
  const long = html(
    "div",
    { class: "gc-strips" },
    html("div", { class: "gc-way" }, slider),
    controls,
    ...strips.map((strip) => strip.element),
    crossStrip.element,
    html("div", { class: "gc-way" }, prior.element),
  );
  return html(
    "div",
    { class: "gc-panel gc-between" },
    place,
    html("div", { class: "gc-side" }, ...(map ? [chooser.element] : []), shown),
    long,
  );
}

/** @type {(view: View<Traits>, pieces: Pieces, journey: Journey) => void} */
function connect(view, { slider, playButton, pathButtons }, journey) {
  const { now } = journey;
  view.on(slider, "input", () => {
    journey.halt();
    journey.move(Number(slider.value));
  });
  view.on(slider, "change", journey.tell);
  onArrows(view, slider, (right, up) => {
    journey.halt();
    journey.move(Math.min(1, Math.max(0, Number((now.position + (right + up) / 100).toFixed(3)))));
    journey.tell();
  });
  view.on(playButton, "click", () => (now.began ? journey.pause() : journey.play()));
  Object.keys(PATHS).forEach((path, i) => view.on(pathButtons[i], "click", () => journey.learn({ path })));
  view.watch(["position", "ends", "path", "holes"], journey.follow);
  view.watch(["tab"], () => now.began && journey.pause()); // else it would go on out of sight
}

/**
 * What moves with the position.
 * @type {(pieces: Pieces, holes: boolean, journey: Journey, decoding: Decoding) => void}
 */
function showPlace({ faded, map, pictures, crossPicture, prior, slider }, holes, journey, decoding) {
  const { position } = journey.now;
  const z = journey.codeAt(position);
  const [a, b] = journey.images();
  decoding.request("between", [z], (pixels, which) => pictures[which].show(pixels));
  crossPicture.show(crossFade(a, b, position, faded));
  slider.value = String(position);
  setAttributes(slider, { "aria-valuetext": `${Math.round(100 * position)} percent of the way from A to B` });
  prior.show(position);
  map?.move(z, holes);
}

/**
 * What changes with the ends and the path only.
 * @type {(pieces: Pieces, ends: [number, number], path: string, journey: Journey, decoding: Decoding) => void}
 */
function showWay({ faded, chooser, map, strips, crossStrip, prior, pathButtons }, ends, path, journey, decoding) {
  const [a, b] = journey.images();
  chooser.show(ends);
  Object.keys(PATHS).forEach((name, i) => setAttributes(pathButtons[i], { "aria-pressed": name === path }));
  const places = Array.from({ length: FRAMES }, (_, i) => i / (FRAMES - 1));
  decoding.request("strip", places.map(journey.codeAt), (pixels, which, i) => strips[which].show(i, pixels));
  places.forEach((place, i) => crossStrip.show(i, crossFade(a, b, place, faded)));
  const codes = Array.from({ length: SAMPLES + 1 }, (_, i) => journey.codeAt(i / SAMPLES));
  prior.draw(codes.map(logPrior));
  map?.drawWay(codes);
}

/** @type {(pieces: Pieces, data: Data, names: [string, string], path: string, journey: Journey) => string} */
function describe({ map, pictures, crossPicture }, { titles }, [a, b], path, { now: { position } }) {
  const where = `${Math.round(100 * position)} percent of the way from ${a} to ${b}`;
  titles.forEach((title, which) => pictures[which].name(`${title} picture at ${where}`));
  crossPicture.name(`pixel cross-fade at ${where}`);
  map?.describe();
  return `${where}, ${path}.`;
}
