// What the layers of a small network are made of.

/** What stands behind a layer. Both work in place, on the first `length` numbers. */
export interface Activation {
  /** What keeps the size of the numbers when weights are drawn (He et al. 2015). */
  gain: number;
  apply(values: Float64Array, length: number): void;
  /** Carry slopes back through it; values: what apply() made. */
  undo(slopes: Float64Array, values: Float64Array, length: number): void;
}

/** Where a layer's matrix and bias begin among all weights. */
export interface Layer {
  inputs: number;
  outputs: number;
  matrix: number;
  bias: number;
  activation: Activation;
}
