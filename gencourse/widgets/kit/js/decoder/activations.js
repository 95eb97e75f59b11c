// Activations as torch defines them.
/** @typedef {(x: number) => number} Activation */

/** @type {Record<string, (layer: any) => Activation>} */
const ACTIVATIONS = {
  relu: () => (x) => Math.max(0, x),
  leakyRelu: ({ slope }) => (x) => (x > 0 ? x : slope * x),
  elu: ({ alpha }) => (x) => (x > 0 ? x : alpha * Math.expm1(x)),
  silu: () => (x) => x * sigmoid(x),
  gelu: () => (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  geluTanh: () => (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  tanh: () => Math.tanh,
  sigmoid: () => sigmoid,
  softplus: ({ beta, threshold }) => (x) => (beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta),
};

/**
 * The function of one number that the layer { name, ... } applies.
 * @type {(layer: { name: string }) => Activation}
 */
export function activationNamed(layer) {
  const make = ACTIVATIONS[layer.name];
  if (!make) throw new Error(`no activation "${layer.name}" is known here`);
  return make(layer);
}

/** @type {(x: number) => number} */
export function sigmoid(x) {
  return 1 / (1 + Math.exp(-x));
}

/**
 * Abramowitz and Stegun 7.1.26: wrong by 1.5e-7 at most.
 * @type {(x: number) => number}
 */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}
