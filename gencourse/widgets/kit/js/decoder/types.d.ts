// What kit/decoders/layers.py writes, and what runs it.

/** A layer: which operation it is, how many numbers come out, and what that operation needs. */
export interface Layer {
  op: string;
  size: number;
  [name: string]: any; // what it holds besides goes with `op`, and each maker says what it takes
}

export type Weights = Float32Array;

/** Weights of a layer by name. Each kind has its own; only a bias may be missing. */
export interface Take {
  (name: "weight" | "scale" | "shift"): Weights;
  (name: "bias"): Weights | null;
}

/** Makes the step of one layer, from one buffer into the next. */
export type Maker<L> = (
  layer: L,
  take: Take,
  input: Float64Array,
  output: Float64Array,
) => () => void;
