// The KL of each latent dimension as a bar; grey where the unit is inactive.
import { makeStage } from "../../kit/js/stage.js";
import { formatNumber, html, setAttributes, svg } from "../../kit/js/dom.js";
/** @import { Frame } from "./types.d.ts" */

const HEIGHT = 110; // in drawing units, where the stage is 440 wide
const LEAST = 3; // of a bar, so that a unit without any KL is seen too

/**
 * Returns { element, show(index) }. One scale for all models: one sees what beta takes away.
 * @param {Frame} frame
 */
export function makeKlBars({ kl, active, mostKl, names }) {
  const dims = kl[0].length;
  const top = 1.1 * mostKl;
  const stage = makeStage({ low: [0, 0], high: [dims, top], height: HEIGHT });
  const width = 440 / dims;
  const bars = kl[0].map((_, i) => svg("path", { transform: `translate(${width * (i + 0.5)} 0)` }));
  stage.picture.append(...bars);
  const most = html(
    "span",
    { class: "gc-tick", style: "top: 0", "aria-hidden": "true" },
    formatNumber(top, top < 1 ? 2 : 1),
  );
  stage.element.append(most);
  const title = html("p", { class: "gc-note" }, "KL of each unit, nats; grey: inactive");
  const element = html("div", { class: "gc-rate-bars" }, title, stage.element);

  /** @type {(index: number) => void} */
  function show(index) {
    bars.forEach((bar, i) => {
      const value = kl[index][i];
      const tall = Math.max(LEAST, (HEIGHT * Math.min(value, top)) / top);
      setAttributes(bar, {
        class: active[index][i] ? "gc-rate-active" : "gc-rate-idle",
        d: outline(0.38 * width, tall, value > top),
      });
    });
    const listed = kl[index].map((value) => formatNumber(value, 2)).join(", ");
    const idle = active[index].map((on, i) => (on ? 0 : i + 1)).filter(Boolean);
    const grey = idle.length ? `Inactive: ${idle.join(", ")}.` : "All are active.";
    setAttributes(stage.picture, {
      "aria-label": `KL of each unit at beta ${names[index]}, in nats: ${listed}. ${grey}`,
    });
  }
  return { element, show };
}

/**
 * A bar upwards from the foot; with an arrow's head if it goes on beyond the frame.
 * @type {(half: number, tall: number, goesOn: boolean) => string}
 */
function outline(half, tall, goesOn) {
  const top = HEIGHT - tall;
  const shoulder = goesOn ? top + Math.min(12, 1.2 * half) : top;
  return `M${-half} ${HEIGHT}V${shoulder}L0 ${top}L${half} ${shoulder}V${HEIGHT}Z`;
}
