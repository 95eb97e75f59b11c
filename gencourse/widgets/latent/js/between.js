// Tab 2: the way between two images through the latent space, beside the cross-fade of their pixels.
import { html, setAttributes } from "../../kit/js/dom.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeChooser } from "./chooser.js";
import { between, logPrior } from "./path.js";
import { crossFade, makePicture } from "../../kit/js/picture.js";
import { makePriorCurve } from "./prior.js";
import { FRAMES, makeStrip } from "./strip.js";
import { makeWayMap } from "./way.js";

const SECONDS = 4; // that playing takes
const SAMPLES = 60; // of the way, for the line on the map and the curve
const PATHS = { straight: "Straight", spherical: "Spherical" };

/** Returns { element, draw(), renew(), describe() }. renew is for pictures that have changed. */
export function makeBetweenTab(view, data, decoding) {
  const { model } = view;
  const faded = new Uint8Array(data.channels * data.height * data.width);
  const chooser = makeChooser(view, data, takeEnds, data.latents === 2 ? 9 : 36);
  const map = data.latents === 2 ? makeWayMap(view, data, chooser.choose) : null;
  const pictures = data.titles.map((title) => makePicture(data, title));
  const crossPicture = makePicture(data, "pixel cross-fade");
  const strips = data.titles.map((title) => makeStrip(data, title));
  const crossStrip = makeStrip(data, "pixel cross-fade");
  const prior = makePriorCurve();
  const slider = html("input", {
    type: "range",
    min: 0,
    max: 1,
    step: "any",
    "aria-label": "Position between A and B",
  });
  const playButton = html("button", { type: "button" }, "Play");
  const pathButtons = Object.entries(PATHS).map(([path, title]) => [path, html("button", { type: "button" }, title)]);
  const element = layOut();

  let position = model.get("position");
  let playing = 0; // when it began, as if from A
  let drawn = ""; // the way that the strips show

  const draw = view.onceAFrame(() => {
    if (model.get("tab") !== "between" || !way().every((code) => code.length)) return;
    drawWay();
    const z = codeAt(position);
    decoding.request("between", [z], (pixels, which) => pictures[which].show(pixels));
    crossPicture.show(crossFade(...images(), position, faded));
    slider.value = position;
    setAttributes(slider, { "aria-valuetext": `${Math.round(100 * position)} percent of the way from A to B` });
    prior.show(position);
    map?.move(z, model.get("holes"));
  });
  const step = view.onceAFrame(() => {
    if (!playing) return;
    move(Math.min(1, (performance.now() - playing) / (1000 * SECONDS)));
    if (position < 1) step();
    else pause();
  });

  connect();
  return { element, draw, renew, describe };

  function layOut() {
    const shown = html(
      "div",
      { class: "gc-pictures" },
      ...[...pictures, crossPicture].map((picture) => picture.element),
    );
    const hint = html(
      "p",
      { class: "gc-note" },
      `Choose A, then B: press an image${map ? " or a place on the map" : ""}. Then slide.`,
    );
    const place = html("div", { class: "gc-place" }, map ? map.element : chooser.element);
    const group = html(
      "div",
      { class: "gc-buttons", role: "group", "aria-label": "Way" },
      ...pathButtons.map(([, button]) => button),
    );
    const controls = html("div", { class: "gc-buttons gc-controls" }, playButton, group);
    const rail = html("div", { class: "gc-way" }, slider, prior.element);
    const long = html(
      "div",
      { class: "gc-strips" },
      ...strips.map((strip) => strip.element),
      crossStrip.element,
      rail,
      controls,
    );
    return html(
      "div",
      { class: "gc-panel" },
      place,
      html("div", { class: "gc-side" }, ...(map ? [chooser.element] : []), shown, hint),
      long,
    );
  }

  function connect() {
    view.on(slider, "input", () => {
      playing = 0;
      move(Number(slider.value));
    });
    view.on(slider, "change", tell);
    onArrows(view, slider, (right, up) => {
      playing = 0;
      move(Math.min(1, Math.max(0, Number((position + (right + up) / 100).toFixed(3)))));
      tell();
    });
    view.on(playButton, "click", () => (playing ? pause() : play()));
    for (const [path, button] of pathButtons) view.on(button, "click", () => learn({ path }));
    view.watch(["position", "ends", "path", "holes"], () => {
      if (!playing) position = model.get("position");
      draw();
    });
    view.watch(["tab"], () => playing && pause()); // else it would go on out of sight
  }

  function renew() {
    drawn = "";
    chooser.renew();
  }

  function play() {
    if (position >= 1) position = 0;
    playing = performance.now() - 1000 * SECONDS * position;
    playButton.textContent = "Pause";
    step();
  }

  function pause() {
    playing = 0;
    tell();
  }

  function move(to) {
    position = to;
    playButton.textContent = playing && to < 1 ? "Pause" : "Play";
    draw();
  }

  function tell() {
    playButton.textContent = "Play";
    learn({ position });
  }

  /** Python learns the code along with what it follows from. */
  function learn(changes) {
    const [a, b] = (changes.ends ?? model.get("ends")).map(data.codeOf);
    view.learn({ ...changes, z: between(a, b, position, changes.path ?? model.get("path")) });
    draw();
  }

  function takeEnds(ends) {
    learn({ ends });
  }

  function way() {
    return model.get("ends").map(data.codeOf);
  }

  function codeAt(place) {
    return between(...way(), place, model.get("path"));
  }

  function images() {
    return model.get("ends").map((end) => data.images[end]);
  }

  /** What changes with the ends and the path only. */
  function drawWay() {
    const [ends, path] = [model.get("ends"), model.get("path")];
    const wanted = `${ends} ${path}`;
    if (wanted === drawn) return;
    drawn = wanted;
    chooser.show(ends);
    for (const [name, button] of pathButtons) setAttributes(button, { "aria-pressed": name === path });
    const places = Array.from({ length: FRAMES }, (_, i) => i / (FRAMES - 1));
    decoding.request("strip", places.map(codeAt), (pixels, which, i) => strips[which].show(i, pixels));
    places.forEach((place, i) => crossStrip.show(i, crossFade(...images(), place, faded)));
    const codes = Array.from({ length: SAMPLES + 1 }, (_, i) => codeAt(i / SAMPLES));
    prior.draw(codes.map(logPrior));
    map?.drawWay(codes);
  }

  function describe() {
    const names = model.get("ends").map(data.nameOf);
    const where = `${Math.round(100 * position)} percent of the way from ${names[0]} to ${names[1]}`;
    data.titles.forEach((title, which) => pictures[which].name(`${title} picture at ${where}`));
    crossPicture.name(`pixel cross-fade at ${where}`);
    map?.describe();
    return `${where}, ${model.get("path")}.`;
  }
}
