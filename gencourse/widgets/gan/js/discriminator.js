// Tab 3: the learner is the discriminator, with a line or three bumps; the generator learns from its gradients.
import { formatNumber, html } from "../../kit/js/dom.js";
import { makeControls } from "./controls.js";
import { logitOfBumps, logitOfLine, makeByHand } from "./by_hand.js";
import { STREAMS } from "./game.js";
import { CELLS } from "./heat.js";
import { makeMeasure, SHOWN } from "./measure.js";
import { drawKeys, makePlane } from "./plane.js";
import { BATCH, LATENTS, makeGenerator } from "./players.js";
import { makeRows } from "./rows.js";
import { makeRunner } from "./runner.js";
import { makeTools } from "./tools.js";
import { count, percent, plural } from "./words.js";
import { makeRandom } from "../../kit/js/random.js";

const ARROWS = 80;

/** Returns { element, draw(), describe() }.  world: the data, which changes in place */
export function makeDiscriminatorTab(view, world) {
  const { model } = view;
  const plane = makePlane();
  const tools = makeTools(view, plane.pad, () => draw());
  const logitAt = (
    x,
    y,
    slope,
  ) => (tools.kind() === 0 ? logitOfLine(tools.line, x, y, slope) : logitOfBumps(tools.bumps, x, y, slope));
  const discriminator = makeByHand(logitAt, CELLS * CELLS);
  const slopesAt = (fake, n) => discriminator.slopesAt(fake, n, model.get("saturating"));
  const codes = new Float64Array(LATENTS * BATCH);
  const rows = makeRows(["Steps of G", "Your accuracy", "Your loss, nats", "Loss of G, nats", "Largest heap"]);
  const note = html("p", { class: "gc-gan-advice" });
  const controls = makeControls(view, {
    toggle: () => run(!running),
    restart: () => start(),
    steps: { "Step G": stepOnce },
  });
  const element = build();
  const runner = makeRunner(view, plane.element, { pace: controls.pace, advance, draw: drawGame });
  let [game, measure, random, steps, running, played] = [null, null, null, 0, false, ""];

  const draw = view.onceAFrame(() => {
    plane.renewColours();
    const key = JSON.stringify([model.get("seed"), world.key, world.centres.length]);
    if (key !== played) start(key);
    if (running && !world.centres.length) run(false);
    drawGame();
  });
  return { element, draw, describe };

  function start(key = played) {
    played = key;
    const seed = model.get("seed");
    random = makeRandom(seed, STREAMS.batches);
    game = { generator: makeGenerator(makeRandom(seed, STREAMS.generator)), discriminator };
    measure = makeMeasure(world, seed);
    steps = 0;
    draw();
  }

  function run(on) {
    running = on;
    runner.run(on);
    draw();
  }

  function advance() {
    for (let k = 0; k < codes.length; k++) codes[k] = random.normal();
    game.generator.learn(codes, slopesAt);
    steps++;
  }

  function stepOnce() {
    advance();
    draw();
  }

  function drawGame() {
    const empty = !world.centres.length;
    measure.look(game, model.get("saturating"));
    plane.heat.ofNetwork(discriminator.logitsOf);
    const { real, fake, slopes, numbers } = measure;
    plane.draw({ real: empty ? null : real, fake, count: SHOWN, slopes, arrows: ARROWS });
    tools.show();
    controls.show(running, !empty);
    rows.show(
      empty ? {} : {
        "Steps of G": count(steps),
        "Your accuracy": percent(numbers.accuracy),
        "Your loss, nats": formatNumber(numbers.discriminator, 2),
        "Loss of G, nats": formatNumber(numbers.generator, 2),
        "Largest heap": percent(numbers.heap),
      },
    );
    note.textContent = advice(empty);
    if (!running) describePicture();
  }

  function advice(empty) {
    if (empty) return "There are no data: paint some in the first tab, or choose others.";
    if (steps === 0) {
      return "Put your discriminator where the real points are, then press Run and see what G makes of it.";
    }
    if (measure.numbers.heap > 0.9) {
      return "G has run to one place, whatever the data are: it only knows what you tell it. Move, and it follows.";
    }
    return tools.kind() === 0
      ? "A line has no highest place: G runs away from it, on the side that you call real."
      : "Each point climbs the hill that it feels; where you stand still, G ends on your peaks.";
  }

  function describe() {
    describePicture();
    if (!measure) return ""; // not yet in sight
    return running
      ? "Running."
      : `${plural(steps, "step")} of G. Your accuracy ${percent(measure.numbers.accuracy)}. ${note.textContent}`;
  }

  function describePicture() {
    plane.describe(
      `${world.title}: real points as dots, generated ones as diamonds with arrows, over the chance that you give to real. ${note.textContent}`,
    );
  }

  function build() {
    const keys = drawKeys([["dot", "real"], ["diamond", "generated"], ["arrow", "where G is pulled"], [
      "half",
      "you say ½",
    ]]);
    return html(
      "div",
      { class: "gc-gan" },
      html("div", { class: "gc-gan-left" }, plane.element, keys),
      html(
        "div",
        { class: "gc-gan-right" },
        html("p", {}, "You are the discriminator, and G learns from your real gradients."),
        tools.element,
        controls.element,
        note,
        rows.element,
      ),
    );
  }
}
