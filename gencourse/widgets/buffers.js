// Numbers that Python sends as bytes.

/** float32 bytes, in a DataView, as float64. The copy makes any offset of the view a legal one. */
export function readPoints(view) {
  const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  return Float64Array.from(new Float32Array(bytes));
}
