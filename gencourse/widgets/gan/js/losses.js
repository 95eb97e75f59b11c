// The losses of both players from logits, and their slopes. D = sigmoid(logit) is the chance of "real"; losses in nats.

/**
 * log(1 + exp(x)), which neither overflows nor cancels.
 * @type {(x: number) => number}
 */
export function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** @type {(x: number) => number} */
export function sigmoid(x) {
  return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
}

/**
 * What D pays for one point: -log D for a real one, -log(1 - D) for a generated one.
 * @type {(logit: number, isReal: boolean) => number}
 */
export const discriminatorTerm = (logit, isReal) => softplus(isReal ? -logit : logit);
/** @type {(logit: number, isReal: boolean) => number} */
export const discriminatorSlope = (logit, isReal) => sigmoid(logit) - (isReal ? 1 : 0);

/**
 * What G pays for one point: -log D, or log(1 - D) where it is the saturating one.
 * @type {(logit: number, saturating: boolean) => number}
 */
export const generatorTerm = (logit, saturating) => (saturating ? -softplus(logit) : softplus(-logit));
/** @type {(logit: number, saturating: boolean) => number} */
export const generatorSlope = (logit, saturating) => (saturating ? -sigmoid(logit) : sigmoid(logit) - 1);
