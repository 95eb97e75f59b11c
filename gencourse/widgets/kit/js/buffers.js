// Numbers that Python sends as bytes. No bytes are no numbers.
/** @typedef {ArrayBufferView | undefined} Bytes */

/**
 * float32 bytes, in a DataView, as float64.
 * @type {(view: Bytes) => Float64Array}
 */
export function readPoints(view) {
  return Float64Array.from(readFloats(view));
}

/**
 * float32 bytes as they are. The copy makes any offset of the view a legal one.
 * @type {(view: Bytes) => Float32Array}
 */
export function readFloats(view) {
  if (!view?.byteLength) return new Float32Array(0);
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

/**
 * uint8 bytes, not copied.
 * @type {(view: Bytes) => Uint8Array}
 */
export function readBytes(view) {
  if (!view?.byteLength) return new Uint8Array(0);
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
