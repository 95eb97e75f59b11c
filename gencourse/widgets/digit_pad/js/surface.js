// The pad itself: ink appears under the pen at once, whatever the model does.
import { SIDE, WIDTH } from "./ink.js";
import { contextOf, html, setAttributes } from "../../kit/js/dom.js";
/** @import { Drawing } from "./drawing.js" */
/** @import { Data, Traits } from "./types.d.ts" */
/** @import { Point, View } from "../../kit/js/types.d.ts" */

const SIZE = 560; // drawing units a side; the style sheet decides how large it is on the screen
const HINT = "Draw with mouse, pen or finger. Ctrl+Z takes a stroke back.";
const ARROWS = "Arrow keys put a stored digit here";

/**
 * Returns { sheet, hint, paint(), describe() }: the sheet takes the pen and the keys, the hint says how.
 * @param {View<Traits>} view
 * @param {Data} data
 * @param {Drawing} drawing
 */
export function makeSurface(view, data, drawing) {
  const canvas = html("canvas", { width: SIZE, height: SIZE, class: "gc-grey", role: "img" });
  const invitation = html("span", { class: "gc-invitation", "aria-hidden": "true" });
  const sheet = html("div", {
    class: "gc-sheet",
    tabindex: 0,
    role: "application",
    "aria-roledescription": "drawing pad",
    "data-lm-suppress-shortcuts": "true", // JupyterLab's own
  });
  const hint = html("p", { class: "gc-note" });
  const ink = makeInk(canvas);
  /** @type {number | null} */
  let pointer = null;
  sheet.append(canvas, invitation);

  view.on(sheet, "pointerdown", (event) => {
    if (event.button !== 0 || pointer !== null) return; // one finger draws, others rest
    sheet.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    drawing.begin(under(event));
  });
  view.on(sheet, "pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    ink.strokeLine(drawing.extend((events.length ? events : [event]).map(under)));
  });
  view.on(sheet, "lostpointercapture", (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    drawing.end();
  });
  view.on(sheet, "keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // or the notebook would undo, too
    if (pointer === null) drawing.undo();
  });
  return { sheet, hint, paint, describe };

  /** @type {(event: PointerEvent) => Point} */
  function under(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  function paint() {
    const shown = drawing.read();
    ink.clear();
    if (shown.sheet) ink.paintSheet(shown.sheet);
    shown.strokes.forEach(ink.strokeLine);
    invitation.hidden = !shown.empty && !shown.example;
    invitation.textContent = shown.empty ? "Draw a digit here" : "An example: draw here, and it goes";
    invitation.classList.toggle("gc-below", shown.example);
  }

  function describe() {
    const { strokes, stored, sheet: lying, empty, example } = drawing.read();
    const what = example ? [`an example, a drawn ${data.example.digit}`] : [];
    if (stored >= 0) what.push(`stored digit ${stored + 1}${data.labels.length ? `, a ${data.labels[stored]}` : ""}`);
    else if (lying) what.push("an image");
    if (strokes.length && !example) what.push(`${strokes.length} stroke${strokes.length > 1 ? "s" : ""}`);
    canvas.setAttribute("aria-label", empty ? "Empty" : what.join(" and "));
    const keys = data.labels.length ? `${ARROWS}, the keys 0 to 9 one that you name.` : `${ARROWS}.`;
    hint.textContent = data.images.length ? `${HINT} ${keys}` : HINT;
    setAttributes(sheet, { "aria-label": `Drawing pad. ${hint.textContent}` });
  }
}

/**
 * White ink on black.
 * @param {HTMLCanvasElement} canvas
 */
function makeInk(canvas) {
  const context = contextOf(canvas);
  const stamp = html("canvas", { width: SIDE, height: SIDE });
  Object.assign(context, { lineWidth: (WIDTH / SIDE) * SIZE, lineCap: "round", lineJoin: "round" });
  context.strokeStyle = "#fff";
  return { clear, strokeLine, paintSheet };

  function clear() {
    context.fillStyle = "#000";
    context.fillRect(0, 0, SIZE, SIZE);
  }

  /** @type {(points: number[]) => void} */
  function strokeLine(points) {
    context.beginPath();
    context.moveTo(points[0] * SIZE, points[1] * SIZE);
    if (points.length === 2) context.lineTo(points[0] * SIZE, points[1] * SIZE); // a dot
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i] * SIZE, points[i + 1] * SIZE);
    context.stroke();
  }

  /**
   * Its pixels stay squares.
   * @type {(values: ArrayLike<number>) => void}
   */
  function paintSheet(values) {
    const small = contextOf(stamp);
    const image = small.createImageData(SIDE, SIDE);
    for (let i = 0; i < values.length; i++) image.data.fill(255 * values[i], 4 * i, 4 * i + 3);
    for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255; // opaque
    small.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(stamp, 0, 0, SIZE, SIZE);
  }
}
