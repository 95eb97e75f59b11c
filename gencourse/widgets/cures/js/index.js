// The two switches of lesson 05: four trained models, where each puts its codes, and what the numbers say.
import { readFloats } from "../../kit/js/buffers.js";
import { makeClock } from "./clock.js";
import { makeCuresMap } from "./map.js";
import { makeMotion } from "../../kit/js/motion.js";
import { makeScenes } from "./scene.js";
import { makeChoice, makeSwitch } from "../../kit/js/switch.js";
import { html } from "../../kit/js/dom.js";
import { makeReadout } from "../../kit/js/readout.js";
import { mount } from "../../kit/js/view.js";

const SWITCHED = 400; // milliseconds that the codes take from one model's map to another's
const STEPPED = 200; // and to the next snapshot

function build(view) {
  const { model } = view;
  const frame = model.get("_frame");
  const scenes = makeScenes(frame, readFloats(model.get("_positions")));
  const map = makeCuresMap(frame);
  const numbers = makeReadout();
  const clock = makeClock(view, frame.whens, { move, end: rest });
  const lossSwitch = makeSwitch(view, "A loss that pulls codes to N(0, I)", (loss) => view.learn({ loss }));
  const noiseSwitch = makeSwitch(view, "Noise on the codes", (noise) => view.learn({ noise }));
  const scale = makeChoice(view, "Scale of the map", ["Same scale", "Fit to the codes"], (i) => {
    view.learn({ same_scale: i === 0 });
  });
  const spoken = html("p", { class: "gc-hidden", "aria-live": "polite" });
  const motion = makeMotion(view, {
    target: () => scenes.at(run(), clock.time(), model.get("same_scale")),
    between: scenes.between,
    draw: map.draw,
    tick: () => clock.tick(),
  });
  const say = view.whenQuiet(600, () => (spoken.textContent = describe()));
  const settle = view.whenQuiet(SWITCHED + 100, describeMap);
  let told = model.get("moment");

  view.root.append(
    html("div", { class: "gc-cures-switches" }, lossSwitch.element, noiseSwitch.element),
    html(
      "div",
      { class: "gc-cures" },
      html("div", { class: "gc-cures-left" }, map.element, clock.element),
      html("div", { class: "gc-side" }, numbers.element, scale.element, map.note),
    ),
    spoken,
  );
  view.watch(["loss", "noise", "same_scale"], () => change(SWITCHED));
  view.watch(["moment"], () => {
    if (model.get("moment") !== told) clock.stop(model.get("moment"));
    told = model.get("moment");
    change(STEPPED);
  });
  clock.stop(told);
  write();
  motion.go(0);
  describeMap();

  function rest(moment) {
    view.learn({ moment });
    say(); // it may rest where it began to play: nothing has changed then for those who watch
    settle();
  }

  /** The clock moves on by itself, or under the learner's hand. */
  function move(byHand) {
    write();
    motion.go(byHand ? STEPPED : null);
  }

  function change(milliseconds) {
    write();
    motion.go(milliseconds);
    say();
    settle();
  }

  function write() {
    lossSwitch.show(model.get("loss"));
    noiseSwitch.show(model.get("noise"));
    scale.show(model.get("same_scale") ? 0 : 1);
    numbers.show(frame.titles[run()], frame.sentences[run()][now()], frame.rows[run()][now()]);
  }

  function run() {
    return frame.runs[(model.get("loss") ? 1 : 0) + (model.get("noise") ? 2 : 0)];
  }

  function now() {
    return Math.floor(clock.time() + 1e-6);
  }

  function titleNow() {
    return `${frame.titles[run()]}, ${frame.whens[now()]}`;
  }

  function describeMap() {
    map.describe(titleNow(), scenes.outside(run(), now(), model.get("same_scale")));
  }

  function describe() {
    return `${titleNow()}. ${frame.sentences[run()][now()]}`;
  }
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
