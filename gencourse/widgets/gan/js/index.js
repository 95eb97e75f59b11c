// The GAN playground of lesson 08: watch the game, or play one of the two players.
import { makeHead, makeWorld } from "./head.js";
import { makeDiscriminatorTab } from "./discriminator.js";
import { makeGeneratorTab } from "./generator.js";
import { makeTrainTab } from "./train.js";
import { wantsNoMotion } from "../../kit/js/motion.js";
import { showParts } from "../../kit/js/parts.js";
import { mount } from "../../kit/js/view.js";
/** @import { Traits } from "./types.d.ts" */
/** @import { Context, View } from "../../kit/js/types.d.ts" */

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
    generator: { title: "Be the generator", ...makeGeneratorTab(view, world) },
    discriminator: { title: "Be the discriminator", ...makeDiscriminatorTab(view, world) },
  };
  showParts(view, "Who plays", parts, [...TRAITS, ...SHOWN]);
  view.watch(["distribution", "painted", "saturating"], head.show);
  head.show();
}

export default { render: (/** @type {Context<Traits>} */ context) => mount(context, build) };
