// f(z), and what x says of z: where the curve runs within the noise's standard deviation of the line at x.
import { curve } from "../numbers.js";
import { FAR } from "./state.js";
import { formatNumber, html, setAttributes, svg } from "../../../kit/js/dom.js";
import { makeStage } from "../../../kit/js/stage.js";
/** @import { OneModel } from "../types.d.ts" */

/** @type {(model: OneModel) => { element: HTMLElement, show(x: number): void }} */
export function makeSource(model) {
  const stage = makeStage({ low: [-FAR, -4], high: [FAR, 4], height: 100 }); // so its units are per cent
  const band = svg("path", { class: "gc-band" });
  const line = svg("path", { class: "gc-observed" });
  const name = html("span", { class: "gc-written", "aria-hidden": "true" }, "observed x");
  const nameOfCurve = html(
    "span",
    { class: "gc-written", "aria-hidden": "true", style: "right: 6px; top: 40%" },
    "f(z)",
  );
  const f = svg("path", { class: "gc-f", d: stage.curve((z) => curve(model, z)) });
  const likely = svg("path", { class: "gc-likely" });
  stage.picture.append(band, line, f, likely);
  stage.element.append(name, nameOfCurve);
  stage.picture.setAttribute(
    "aria-label",
    "The curve f(z), and a line at the observed x in a band as wide as the noise.",
  );
  const noise = formatNumber(model.noise, 1);
  const title = `Model: z ~ N(0, 1), x = f(z) + noise of standard deviation ${noise}`;
  const element = html("div", {}, html("p", { class: "gc-title" }, title), stage.element);

  /** @type {(x: number) => void} */
  function show(x) {
    const [[left, top], [right, bottom]] = [stage.at([-FAR, x + model.noise]), stage.at([FAR, x - model.noise])];
    const [, middle] = stage.at([0, x]);
    setAttributes(band, { d: `M${left} ${top}H${right}V${bottom}H${left}Z` });
    setAttributes(line, { d: `M${left} ${middle}H${right}` });
    setAttributes(likely, {
      d: stage.pieces((z) => curve(model, z), (z) => Math.abs(x - curve(model, z)) < model.noise),
    });
    const [place, way] = x > 0 ? [bottom, "0"] : [top, "-100%"]; // below the band, or above it
    setAttributes(name, { style: `left: 8px; top: ${place}%; transform: translateY(${way})` });
  }
  return { element, show };
}
