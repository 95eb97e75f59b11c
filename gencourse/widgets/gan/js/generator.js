// Tab 2: the learner is the generator. Drag blobs of points; D learns against them, and its arrows are its gradients.
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
import { STREAMS } from "./game.js";
import { sigmoid } from "./losses.js";
import { SHOWN, weigh } from "./measure.js";
import { drawKeys, makePlane } from "./plane.js";
import { BATCH, makeDiscriminator, REACH } from "./players.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { percent } from "./words.js";
import { countModes, drawReal } from "./world.js";
import { onArrows } from "../../kit/js/keyboard.js";
import { makeHandle, onDrag } from "../../kit/js/pad.js";
import { makeRandom } from "../../kit/js/random.js";
import { makeSwitch } from "../../kit/js/switch.js";

const BLOBS = 8;
const BLUR = 0.1; // of the learner's blobs, where the data have none of their own
const [PACE, PATIENT] = [3, 400]; // D's steps a frame, and until it rests after the learner's last move
const STRIDE = 0.15; // of "Follow the arrows": how far for a slope of one nat per unit, and at most twice that
const NUDGE = 0.1; // of an arrow key

/** Returns { element, draw(), describe() }.  world: the data, which changes in place */
export function makeGeneratorTab(view, world) {
  const { model } = view;
  const plane = makePlane();
  const { pad } = plane;
  const blobs = { centres: new Float64Array(2 * BLOBS), blur: BLUR };
  const [real, fake] = [0, 1].map(() => new Float64Array(2 * SHOWN));
  const [realBatch, fakeBatch] = [0, 1].map(() => new Float64Array(2 * BATCH));
  const slopes = new Float64Array(2 * BLOBS);
  const numbers = { accuracy: 0.5, discriminator: 0, generator: 0 };
  const handles = Array.from({ length: BLOBS }, (_, i) => makePlayed(pad, i));
  const rows = makeRows(["Accuracy of D", "Loss of D, nats", "Your loss, nats", "Modes covered"]);
  const note = html("p", { class: "gc-gan-advice" });
  const learns = makeSwitch(view, "D learns", (on) => setLearning(on));
  const element = build();
  const runner = makeRunner(view, plane.element, { pace: () => PACE, advance, draw: drawGame });
  let [discriminator, random, resting, learning, played] = [null, null, PATIENT, true, ""];

  handles.forEach(({ node }, i) => {
    onDrag(view, pad, node, { where: () => placeOf(i), move: (point) => move(i, point), end: drawGame });
    onArrows(view, node, (right, up) => {
      const [x, y] = placeOf(i);
      move(i, [x + NUDGE * right, y + NUDGE * up]);
    });
  });
  const draw = view.onceAFrame(() => {
    plane.renewColours();
    const key = JSON.stringify([model.get("seed"), world.key, world.centres.length]);
    if (key !== played) start(key);
    drawGame();
  });
  return { element, draw, describe };

  function start(key = played) {
    played = key;
    random = makeRandom(model.get("seed"), STREAMS.batches);
    discriminator = makeDiscriminator(makeRandom(model.get("seed"), STREAMS.discriminator));
    for (let i = 0; i < BLOBS; i++) blobs.centres.set([0.5 * (i % 4) - 0.75, i < 4 ? 0.25 : -0.25], 2 * i);
    blobs.blur = world.blur || BLUR;
    if (world.centres.length) drawReal(world, makeRandom(model.get("seed"), STREAMS.real), real);
    wake();
  }

  /** D has something new to learn. */
  function wake() {
    resting = 0;
    runner.run(learning && world.centres.length > 0);
    draw();
  }

  function advance() {
    drawReal(world, random, realBatch);
    discriminator.learn(realBatch, drawReal(blobs, random, fakeBatch));
    resting++;
    if (resting >= PATIENT) {
      runner.run(false);
      draw();
    }
  }

  function move(i, point) {
    const [x, y] = pad.clamp(point);
    [blobs.centres[2 * i], blobs.centres[2 * i + 1]] = [Number(x.toFixed(2)), Number(y.toFixed(2))];
    wake();
  }

  function followArrows() {
    look();
    for (let i = 0; i < BLOBS; i++) {
      const [right, up] = [slopes[2 * i], slopes[2 * i + 1]];
      const size = STRIDE / Math.max(1, Math.hypot(right, up) / 2);
      const [x, y] = placeOf(i);
      move(i, [x - size * right, y - size * up]);
    }
  }

  function setLearning(on) {
    learning = on;
    wake();
  }

  /** The same draws each time, so that only what the learner does moves the picture. */
  function look() {
    drawReal(blobs, makeRandom(0, STREAMS.codes), fake);
    weigh(discriminator.logitsOf, real, fake, SHOWN, model.get("saturating"), numbers);
    const found = discriminator.slopesAt(blobs.centres, BLOBS, model.get("saturating"));
    for (let k = 0; k < 2 * BLOBS; k++) slopes[k] = found[k];
  }

  function drawGame() {
    if (!world.centres.length) {
      note.textContent = "There are no data: paint some in the first tab, or choose others.";
      return;
    }
    look();
    plane.heat.ofNetwork(discriminator.logitsOf);
    plane.draw({ real, fake, count: SHOWN / 2, places: blobs.centres, slopes, arrows: BLOBS });
    const logits = discriminator.logitsOf(blobs.centres, BLOBS);
    handles.forEach((handle, i) => handle.show(placeOf(i), sigmoid(logits[i])));
    rows.show({
      "Accuracy of D": percent(numbers.accuracy),
      "Loss of D, nats": formatNumber(numbers.discriminator, 2),
      "Your loss, nats": formatNumber(numbers.generator, 2),
      "Modes covered": world.modes ? `${modes()} of ${world.centres.length / 2}` : null,
    });
    learns.show(learning);
    note.textContent = advice();
    if (!learning || resting >= PATIENT) describePicture();
  }

  function advice() {
    if (!learning) return "D stands still: you can take all your points to its highest place. Then let it learn again.";
    if (resting < PATIENT) return "D is learning …";
    if (numbers.accuracy < 0.6) {
      return `D has learned what it could, and is right for ${
        percent(numbers.accuracy)
      }: it can do no better than guess. You have won.`;
    }
    return `D has learned what it could, and is right for ${
      percent(numbers.accuracy)
    }. Leave it nothing to tell apart: then it is right for half.`;
  }

  function describe() {
    describePicture();
    return note.textContent;
  }

  function describePicture() {
    plane.describe(
      `${world.title}: real points as dots, yours as diamonds around ${BLOBS} handles, over the chance that D gives to real. ${note.textContent}`,
    );
  }

  function modes() {
    return countModes(world.centres, fake, SHOWN, 3 * world.blur);
  }

  function placeOf(i) {
    return [blobs.centres[2 * i], blobs.centres[2 * i + 1]];
  }

  function build() {
    const [follow, again] = ["Follow the arrows", "Start over"].map((text) => html("button", { type: "button" }, text));
    view.on(follow, "click", followArrows);
    view.on(again, "click", () => start());
    const keys = drawKeys([["dot", "real"], ["diamond", "yours"], ["arrow", "where you are pulled"], [
      "half",
      "D says ½",
    ]]);
    const task =
      `You are the generator. Each of your ${BLOBS} handles makes points around it; the number beside it is the chance that D gives to real. D learns while you move, and rests a little later.`;
    return html(
      "div",
      { class: "gc-gan" },
      html("div", { class: "gc-gan-left" }, plane.element, keys),
      html(
        "div",
        { class: "gc-gan-right" },
        html("p", {}, task),
        html("div", { class: "gc-buttons" }, follow, again),
        learns.element,
        note,
        rows.element,
        html(
          "p",
          { class: "gc-note gc-gan-small" },
          "Drag a handle, or move it by arrow keys. “Follow the arrows” takes each handle one step down the slope of its loss, which is what training does to a generator.",
        ),
      ),
    );
  }
}

function makePlayed(pad, i) {
  const handle = makeHandle(pad, `Your handle ${i + 1}. Arrow keys move it, with Shift further.`);
  const verdict = svg("text", { class: "gc-gan-verdict", x: 10, y: -8 });
  handle.node.append(verdict);

  function show(place, chance) {
    handle.place(place);
    verdict.textContent = percent(chance);
    const [x, y] = place.map((value) => formatNumber(value, 1));
    const text = `x ${x}, y ${y}; D says ${percent(chance)} real`;
    setAttributes(handle.node, {
      "aria-valuemin": -REACH,
      "aria-valuemax": REACH,
      "aria-valuenow": place[0],
      "aria-valuetext": text,
    });
  }
  return { node: handle.node, show };
}
