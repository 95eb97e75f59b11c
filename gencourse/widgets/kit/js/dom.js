// Elements in one call, and numbers as text.

/** An HTML element: html("p", { class: "gc-note" }, "text", child). */
export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, likewise. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

/** An id that no other view on the page has. */
export function uniqueId(stem) {
  return `gc-${stem}-${Math.random().toString(36).slice(2, 10)}`;
}

/** -2.128, -27.32, -2732: some four digits, and a true minus sign. */
export function formatNumber(value, most = 3) {
  const before = Math.floor(Math.log10(Math.max(1, Math.abs(value))));
  const text = value.toFixed(Math.max(0, most - before));
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

function fill(node, attributes, children) {
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}
