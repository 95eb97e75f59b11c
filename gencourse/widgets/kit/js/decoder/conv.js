// Two-dimensional convolutions, there and back, on one image. Weights lie as torch has them.
/** @import { Point } from "../types.d.ts" */
/** @import { Maker, Weights } from "./types.d.ts" */
/** @typedef {{ offset: number, first: number, last: number }} Span */
/** @typedef {{ down: Span, across: Span, stride: Point, smallWidth: number, largeWidth: number }} Tap */
/** @typedef {{ channels: Point, inSize: Point, outSize: Point, kernel: Point, stride: Point, padding: Point, dilation: Point, groups: number }} Layer */

/**
 * Conv2d: weight [out, in / groups, kernel]. Every tap of the kernel adds a scaled window of the input.
 * @type {Maker<Layer>}
 */
export function makeConv(layer, take, input, output) {
  const { channels, inSize, outSize, groups } = layer;
  const [weight, bias] = [take("weight"), take("bias")];
  const taps = findTaps(layer, outSize, inSize);
  const [perGroup, outPerGroup] = [channels[0] / groups, channels[1] / groups];
  return () => {
    fillBias(output, bias, channels[1]);
    for (let o = 0; o < channels[1]; o++) {
      const firstInput = Math.floor(o / outPerGroup) * perGroup;
      for (let i = 0; i < perGroup; i++) {
        const kernel = (o * perGroup + i) * taps.length;
        const [to, from] = [o * outSize[0] * outSize[1], (firstInput + i) * inSize[0] * inSize[1]];
        for (let k = 0; k < taps.length; k++) gather(taps[k], weight[kernel + k], input, from, output, to);
      }
    }
  };
}

/**
 * ConvTranspose2d: weight [in, out / groups, kernel]. Every tap lays a scaled copy of the input into the output.
 * @type {Maker<Layer>}
 */
export function makeTransposedConv(layer, take, input, output) {
  const { channels, inSize, outSize, groups } = layer;
  const [weight, bias] = [take("weight"), take("bias")];
  const taps = findTaps(layer, inSize, outSize);
  const [inPerGroup, perGroup] = [channels[0] / groups, channels[1] / groups];
  return () => {
    fillBias(output, bias, channels[1]);
    for (let i = 0; i < channels[0]; i++) {
      const firstOutput = Math.floor(i / inPerGroup) * perGroup;
      for (let o = 0; o < perGroup; o++) {
        const kernel = (i * perGroup + o) * taps.length;
        const [from, to] = [i * inSize[0] * inSize[1], (firstOutput + o) * outSize[0] * outSize[1]];
        for (let k = 0; k < taps.length; k++) scatter(taps[k], weight[kernel + k], input, from, output, to);
      }
    }
  };
}

/**
 * For each tap of the kernel, the rows and columns of `small` for which small * stride - padding + tap * dilation lies
 * inside `large`: found once, so that no innermost loop looks for the edge.  small is a convolution's output and a transposed one's input.
 * @type {(layer: Layer, small: Point, large: Point) => Tap[]}
 */
function findTaps({ kernel, stride, padding, dilation }, small, large) {
  const axes = [0, 1].map((axis) =>
    Array.from({ length: kernel[axis] }, (_, tap) => {
      const offset = tap * dilation[axis] - padding[axis];
      const first = Math.max(0, Math.ceil(-offset / stride[axis]));
      const last = Math.min(small[axis] - 1, Math.floor((large[axis] - 1 - offset) / stride[axis]));
      return { offset, first, last };
    })
  );
  return axes[0].flatMap((down) =>
    axes[1].map((across) => ({ down, across, stride, smallWidth: small[1], largeWidth: large[1] }))
  );
}

/** @type {(tap: Tap, weight: number, input: Float64Array, from: number, output: Float64Array, to: number) => void} */
function gather({ down, across, stride, smallWidth, largeWidth }, weight, input, from, output, to) {
  const step = stride[1];
  for (let y = down.first; y <= down.last; y++) {
    const out = to + y * smallWidth;
    let at = from + (y * stride[0] + down.offset) * largeWidth + across.first * step + across.offset;
    for (let x = across.first; x <= across.last; x++, at += step) output[out + x] += weight * input[at];
  }
}

/** @type {(tap: Tap, weight: number, input: Float64Array, from: number, output: Float64Array, to: number) => void} */
function scatter({ down, across, stride, smallWidth, largeWidth }, weight, input, from, output, to) {
  const step = stride[1];
  for (let y = down.first; y <= down.last; y++) {
    const row = from + y * smallWidth;
    let at = to + (y * stride[0] + down.offset) * largeWidth + across.first * step + across.offset;
    for (let x = across.first; x <= across.last; x++, at += step) output[at] += weight * input[row + x];
  }
}

/** @type {(output: Float64Array, bias: Weights | null, channels: number) => void} */
function fillBias(output, bias, channels) {
  if (!bias) return void output.fill(0);
  const size = output.length / channels;
  for (let channel = 0; channel < channels; channel++) output.fill(bias[channel], channel * size, (channel + 1) * size);
}
