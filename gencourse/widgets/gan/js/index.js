// The GAN playground of lesson 08: watch the game, or play one of the two players.
import { makeHead, makeWorld } from "./head.js";
import { makeDiscriminatorTab } from "./discriminator.js";
import { makeGeneratorTab } from "./generator.js";
import { makeTrainTab } from "./train.js";
import { html } from "../../kit/js/dom.js";
import { wantsNoMotion } from "../../kit/js/motion.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, Part, View } from "../../kit/js/types.d.ts" */

const TRAITS = ["distribution", "painted", "saturating", "seed", "freeze_d", "freeze_g", "running", "_steps"];
const SHOWN = ["show_best", "show_arrows", "show_net"];

/** @type {(view: View<Traits>) => void} */
function build(view) {
  const { model } = view;
  const frame = model.get("_frame");
  if (model.get("running") && wantsNoMotion()) view.learn({ running: false });
  const world = makeWorld(model, frame);
  const head = makeHead(view, frame, world);
  view.root.append(head.element);
  view.watch(["distribution", "painted"], world.refresh); // before the parts look at it
  const parts = {
    train: { title: "Two networks", ...makeTrainTab(view, world) },
    generator: { title: "Be the generator", ...makeLater(() => makeGeneratorTab(view, world)) },
    discriminator: { title: "Be the discriminator", ...makeLater(() => makeDiscriminatorTab(view, world)) },
  };
  showParts(view, "Who plays", parts, [...TRAITS, ...SHOWN]);
  view.watch(["distribution", "painted", "saturating"], head.show);
  head.show();
}

/**
 * A part that is made when it is first drawn: most lessons show only the first.
 * @type {(make: () => Part) => Part}
 */
function makeLater(make) {
  const element = html("div");
  /** @type {Part | null} */
  let part = null;
  return {
    element,
    draw() {
      if (!part) element.append((part = make()).element);
      part.draw();
    },
    describe: () => part?.describe() ?? "",
  };
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
