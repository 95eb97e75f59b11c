// Elements in one call, and numbers as text.
/** @import { Attributes } from "./types.d.ts" */

/**
 * An HTML element: html("p", { class: "gc-note" }, "text", child).
 * @type {<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes, ...children: (Node | string)[]) => HTMLElementTagNameMap[K]}
 */
export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * An SVG element, likewise.
 * @type {<K extends keyof SVGElementTagNameMap>(tag: K, attributes?: Attributes, ...children: (Node | string)[]) => SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** @type {(node: Element, attributes: Attributes) => void} */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}

/**
 * What draws on a canvas; every browser has it.
 * @type {(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings) => CanvasRenderingContext2D}
 */
export function contextOf(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}

/**
 * The style sheet's colour of an element as three numbers.
 * @type {(element: Element) => number[]}
 */
export function colourOf(element) {
  return (getComputedStyle(element).color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}

/**
 * The style that gives an element the colour of its class, in both themes.
 * @type {(colours: string[]) => string}
 */
export function classStyle([light, dark]) {
  return `--gc-light-class: ${light}; --gc-dark-class: ${dark}`;
}

/**
 * An id that no other view on the page has.
 * @type {(stem: string) => string}
 */
export function uniqueId(stem) {
  return `gc-${stem}-${Math.random().toString(36).slice(2, 10)}`;
}

/**
 * -2.128, -27.32, -2732: some four digits, and a true minus sign.
 * @type {(value: number, most?: number) => string}
 */
export function formatNumber(value, most = 3) {
  const before = Math.floor(Math.log10(Math.max(1, Math.abs(value))));
  const text = value.toFixed(Math.max(0, most - before));
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** @type {<E extends Element>(node: E, attributes: Attributes, children: (Node | string)[]) => E} */
function fill(node, attributes, children) {
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}
