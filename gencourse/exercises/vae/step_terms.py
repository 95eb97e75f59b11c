"""A step of a VAE as the sum of two gradients, the reconstruction's and the KL's, and what stands in their place."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.vae.diary import RATE, Weights, decode, encode, flatten, parts_of, unflatten
from gencourse.probability import kl_standard_normal

RECONSTRUCTION, KL = "the reconstruction's gradient", "the KL's gradient"
EARLIER = "the sum of the gradients of earlier calls"
SLIPS = {  # by the term that they change: how it reads in a sentence
    RECONSTRUCTION: {
        "z-detached": "the gradient of a reconstruction whose z is detached",
        "mean-detached": "the gradient of a reconstruction whose mean is detached",
        "sigma-detached": "the gradient of a reconstruction whose sigma is detached",
        "logvar-as-log-sigma": "the gradient of a reconstruction with sigma = exp(logvar)",
        "std-for-logvar": "the gradient of a reconstruction with sigma = exp(0.5 * std)",
        "sigmoid-twice": "the gradient of a reconstruction with a second sigmoid",
        "swapped": "the gradient of a reconstruction with image and logits swapped",
        "squared-error": "the gradient of the squared error",
        "squared-error-of-logits": "the gradient of the squared error of the logits",
        "mean-and-logvar-swapped": "the gradient of a reconstruction with mean and logvar swapped",
    },
    KL: {
        "mean-and-logvar-swapped": "the gradient of a KL with mean and logvar swapped",
        "kl-of-log-sigma": "the gradient of a KL with logvar read as log sigma",
        "kl-of-z": "the gradient of a KL with z in place of the mean",
        "kl-without-sigma": "the gradient of a KL without sigma^2",
        "kl-without-logvar": "the gradient of a KL without logvar",
        "kl-without-mean": "the gradient of a KL without mean^2",
    },
}
Steps = list[tuple[np.ndarray, Tensor, Tensor]]  # of each call the weights before it, the images, and z


def step_formula(steps: Steps) -> Formula:
    """Return how the weights move in each call, as `rows` takes them."""
    terms = []
    for which, (name, slips) in enumerate(SLIPS.items()):
        moves = {slip: [move(step, slip)[1][which] for step in steps] for slip in ("", *slips)}
        values = {slips.get(slip, ""): rows(np.stack(parts)) for slip, parts in moves.items()}
        terms.append(Term(name, 1.0, values.pop(""), values))
    right = np.stack([sum(move(step)[1]) for step in steps])
    earlier = np.concatenate([np.zeros_like(right[:1]), right.cumsum(0)[:-1]])
    latents, images = steps[0][2].shape[1], len(steps[0][1])
    units = {"images": images, "pixels": steps[0][1][0].numel(), "latents": latents}
    return Formula((*terms, Term(EARLIER, 0.0, rows(earlier))), units)


def rows(moves: np.ndarray) -> np.ndarray:
    """Return some of the moves [calls, weights], each part of the weights on a scale of its own.

    The largest matrices would hide what happens to the rest, and least squares need no thousands of rows.
    """
    some = []
    for part, scale in zip(parts_of(moves), SCALES.values(), strict=True):
        some.append((part[:, :: max(1, part.shape[1] // MOST)] / scale).ravel())
    return np.concatenate(some)


MOST = 60  # weights of each part
SCALES = {"encoder": 5e-3, "logvar": 2e-2, "decoder": 1e-3, "bias": 1e-3}  # about how far they move in a step


def move(step: tuple[np.ndarray, Tensor, Tensor], slip: str = "") -> tuple[float, tuple[np.ndarray, np.ndarray]]:
    """Return the loss of a step, and the moves of all weights down the gradients of its two terms."""
    flat, x, z = step
    weights = {name: weight.clone().requires_grad_() for name, weight in unflatten(flat).items()}
    costs = _costs(weights, x, z, slip)
    moves = []
    for cost in costs:
        slopes = torch.autograd.grad(
            cost, list(weights.values()), retain_graph=True, allow_unused=True, materialize_grads=True
        )
        moves.append(-RATE * flatten(dict(zip(weights, slopes, strict=True))))
    return float(sum(cost.item() for cost in costs)), (moves[0], moves[1])


def _costs(weights: Weights, x: Tensor, z: Tensor, slip: str) -> tuple[Tensor, Tensor]:
    "The reconstruction and the KL, averaged over the images, if made with this slip."
    mean, logvar = encode(weights, x)
    if slip == "mean-and-logvar-swapped":
        mean, logvar = logvar, mean
    log_sigma = {"logvar-as-log-sigma": logvar, "std-for-logvar": (logvar / 2).exp() / 2}.get(slip, logvar / 2)
    sigma = log_sigma.exp()
    eps = ((z - mean) / sigma).detach()  # what gives the learner's own z, whatever the slip
    center = mean.detach() if slip == "mean-detached" else mean
    z = center + (sigma.detach() if slip == "sigma-detached" else sigma) * eps
    logits = decode(weights, z.detach() if slip == "z-detached" else z)
    if slip == "sigmoid-twice":
        logits = logits.sigmoid()
    if slip == "swapped":
        x, logits = logits, x
    if slip.startswith("squared-error"):
        pixels = (x - (logits if slip.endswith("logits") else logits.sigmoid())).square()
    else:
        pixels = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    center = z if slip == "kl-of-z" else mean
    kl = kl_standard_normal(center, 2 * logvar if slip == "kl-of-log-sigma" else logvar)
    left_out = {"kl-without-sigma": logvar.exp(), "kl-without-logvar": -logvar, "kl-without-mean": mean.square()}
    if slip in left_out:
        kl = kl - 0.5 * left_out[slip].sum(1)
    return pixels.flatten(1).sum(1).mean(), kl.mean()
