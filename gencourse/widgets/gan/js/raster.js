// Points and lines put into an image by hand: a few thousand pixels of it, where a canvas would paint each call over all.
import { contextOf, html } from "../../kit/js/dom.js";
/** @typedef {(context: CanvasRenderingContext2D) => void} Trace */
/** @typedef {{ across: Int32Array, down: Int32Array, opacities: Float64Array, inks: Uint8ClampedArray, colours: Uint32Array }} Mask pixels of a stamp: how far from its place, and what they show */
/** @typedef {ReturnType<typeof makeRaster>} Raster */
/** @typedef {ReturnType<typeof makeStamp>} Stamp */

const SIDE = 20; // of a stamp, in drawing units
const RIM = 2;
const PHASES = 4; // places of a stamp within a pixel, each way

/**
 * A square image. start(ground) makes it a copy of another; stamp(stamp, x, y) and line(x1, y1, x2, y2, wide, ink) add to it,
 * in pixels; ink: red, green, blue up to 255 and opacity up to 1.
 * @param {ImageData} image
 */
export function makeRaster(image) {
  const { width } = image;
  const words = new Uint32Array(image.data.buffer);
  return { image, start, stamp, line };

  /** @type {(ground: ImageData) => void} */
  function start(ground) {
    words.set(new Uint32Array(ground.data.buffer));
  }

  /** @type {(stamp: Stamp, x: number, y: number) => void} */
  function stamp({ masks, half }, x, y) {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const { across, down, opacities, inks, colours } =
      masks[PHASES * Math.floor(PHASES * (y - top)) + Math.floor(PHASES * (x - left))];
    const inside = left >= half && top >= half && left + half < width && top + half < width;
    for (let i = 0; i < colours.length; i++) {
      const column = left + across[i];
      const row = top + down[i];
      if (!inside && (column < 0 || column >= width || row < 0 || row >= width)) continue;
      const place = row * width + column;
      if (opacities[i] === 1) words[place] = colours[i]; // most of them
      else blend(place, inks[4 * i], inks[4 * i + 1], inks[4 * i + 2], opacities[i]);
    }
  }

  /**
   * Each column it crosses, or each row where it is steep, is covered from edge to edge, the first and last pixel in part.
   * @type {(x1: number, y1: number, x2: number, y2: number, wide: number, ink: number[]) => void}
   */
  function line(x1, y1, x2, y2, wide, [red, green, blue, opacity]) {
    const steep = Math.abs(y2 - y1) > Math.abs(x2 - x1);
    const [u1, v1, u2, v2] = steep ? [y1, x1, y2, x2] : [x1, y1, x2, y2];
    const slope = u1 === u2 ? 0 : (v2 - v1) / (u2 - u1);
    const [from, to] = [Math.max(0, Math.min(u1, u2)), Math.min(width, Math.max(u1, u2))];
    const reach = (wide / 2) * Math.hypot(1, slope);
    for (let u = Math.floor(from); u < to; u++) {
      const share = opacity * (Math.min(to, u + 1) - Math.max(from, u));
      const middle = v1 + slope * (u + 0.5 - u1);
      const [low, high] = [Math.max(0, middle - reach), Math.min(width, middle + reach)];
      for (let v = Math.floor(low); v < high; v++) {
        const covered = share * (Math.min(high, v + 1) - Math.max(low, v));
        blend(steep ? u * width + v : v * width + u, red, green, blue, covered);
      }
    }
  }

  /**
   * The ink over what is there, which may be transparent. A word has red in its lowest byte, as on every machine with a browser.
   * @type {(place: number, red: number, green: number, blue: number, opacity: number) => void}
   */
  function blend(place, red, green, blue, opacity) {
    const below = words[place];
    const sum = opacity * 255 + (1 - opacity) * (below >>> 24);
    if (sum === 0) return;
    const share = (opacity * 255) / sum;
    const r = below & 255;
    const g = (below >> 8) & 255;
    const b = (below >> 16) & 255;
    words[place] = ((sum + 0.5) << 24) | ((b + share * (blue - b) + 0.5) << 16) |
      ((g + share * (green - g) + 0.5) << 8) | (r + share * (red - r) + 0.5);
  }
}

/**
 * A point as it is stamped: drawn once by a canvas, at every phase within a pixel. trace(context): its path at 0, 0; scale: pixels
 * for a drawing unit; half: how far it may reach, in pixels.
 * @type {(trace: Trace, look: { scale: number, fill: string, rim: string }) => { masks: Mask[], half: number }}
 */
export function makeStamp(trace, { scale, fill, rim }) {
  const half = Math.ceil((SIDE / 2) * scale);
  const side = 2 * half + 1;
  const context = readable(side, PHASES * PHASES * side);
  Object.assign(context, { fillStyle: fill, strokeStyle: rim, lineWidth: RIM });
  const phases = Array.from({ length: PHASES * PHASES }, (_, phase) => phase);
  for (const phase of phases) {
    const [right, down] = [phase % PHASES, Math.floor(phase / PHASES)].map((part) => half + (part + 0.5) / PHASES);
    context.setTransform(scale, 0, 0, scale, right, phase * side + down);
    context.beginPath();
    trace(context);
    context.stroke();
    context.fill();
  }
  const masks = phases.map((phase) => readMask(context.getImageData(0, phase * side, side, side), half));
  return { masks, half };
}

/** @type {(image: ImageData, half: number) => Mask} */
function readMask({ data, width }, half) {
  const seen = Array.from({ length: width * width }, (_, i) => i).filter((i) => data[4 * i + 3]);
  const inks = Uint8ClampedArray.from(seen.flatMap((i) => [...data.subarray(4 * i, 4 * i + 4)]));
  return {
    across: Int32Array.from(seen, (i) => (i % width) - half),
    down: Int32Array.from(seen, (i) => Math.floor(i / width) - half),
    opacities: Float64Array.from(seen, (i) => data[4 * i + 3] / 255),
    inks,
    colours: new Uint32Array(inks.buffer),
  };
}

/**
 * Red, green and blue of a colour of the style sheet, up to 255, and its opacity.
 * @type {(colour: string) => number[]}
 */
export function inkOf(colour) {
  const context = readable(1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, opacity] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, opacity / 255];
}

/**
 * What draws on a canvas whose pixels are read again: it is kept where reading is cheap.
 * @type {(width: number, height: number) => CanvasRenderingContext2D}
 */
export function readable(width, height) {
  return contextOf(html("canvas", { width, height }), { willReadFrequently: true });
}

/** @type {Trace} */
export function dotPath(context) {
  context.arc(0, 0, 5, 0, 2 * Math.PI);
}

/** @type {Trace} */
export function diamondPath(context) {
  context.moveTo(0, -7.5);
  context.lineTo(7.5, 0);
  context.lineTo(0, 7.5);
  context.lineTo(-7.5, 0);
  context.closePath();
}
