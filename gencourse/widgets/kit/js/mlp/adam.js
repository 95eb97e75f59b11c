// Adam (Kingma & Ba 2015, arXiv:1412.6980), as torch has it.

/**
 * Returns { step(weights, gradients) }, which changes the weights in place.
 * @param {number} count
 * @param {{ lr: number, betas: number[], eps?: number }} rates
 */
export function makeAdam(count, { lr, betas: [beta1, beta2], eps = 1e-8 }) {
  const means = new Float64Array(count); // of the gradients
  const squares = new Float64Array(count); // and of their squares
  let time = 0;

  /** @type {(weights: Float64Array, gradients: Float64Array) => void} */
  function step(weights, gradients) {
    time += 1;
    const size = lr / (1 - beta1 ** time);
    const correction = Math.sqrt(1 - beta2 ** time);
    for (let k = 0; k < count; k++) {
      means[k] += (1 - beta1) * (gradients[k] - means[k]);
      squares[k] += (1 - beta2) * (gradients[k] ** 2 - squares[k]);
      weights[k] -= (size * means[k]) / (Math.sqrt(squares[k]) / correction + eps);
    }
  }
  return { step };
}
