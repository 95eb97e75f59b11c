"""The two terms of vae.vae_loss, and what people write in their place."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence
from torch.nn import functional as F

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.uses import normal


def small_batches(seed: int) -> list[tuple[Tensor, ...]]:
    """Return 24 batches of 5 images with 11 pixels and 7 latents, or of 8, 13 and 9: x, logits, mean, logvar."""
    images, pixels, latents = ((5, 11, 7), (8, 13, 9))[seed % 2]
    batches = []
    for k in range(100 * seed, 100 * seed + 24):
        x, logits = normal(k, images, 1, 1, pixels).sigmoid(), normal(k + 1, images, 1, 1, pixels)
        batches.append((x, logits, normal(k + 2, images, latents), 0.5 * normal(k + 3, images, latents) - 0.5))
    return batches


def loss_formula(x: Tensor, logits: Tensor, mean: Tensor, logvar: Tensor) -> Formula:
    """Return the negative bound of one batch as its two terms, with what is written in their place."""
    x, logits, mean, logvar = (tensor.double() for tensor in (x, logits, mean, logvar))
    p = logits.sigmoid()

    def kl(m: Tensor, log_sigma: Tensor) -> np.ndarray:
        return kl_divergence(Normal(m, log_sigma.exp()), Normal(0.0, 1.0)).sum(1).mean().numpy()

    def nats(logits: Tensor, x: Tensor) -> np.ndarray:
        return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1).mean().numpy()

    halves = {"mean^2": mean**2, "sigma^2": logvar.exp(), "the 1": -torch.ones_like(mean), "logvar": -logvar}
    right = kl(mean, logvar / 2)
    without = {f"a KL without {name}": right - (0.5 * half).sum(1).mean().numpy() for name, half in halves.items()}
    reconstructions = {
        "the cross-entropy of the sigmoid's output, taken for logits,": nats(p, x),
        "the squared error": (x - p).square().flatten(1).sum(1).mean().numpy(),
        "the squared error of the logits": (x - logits).square().flatten(1).sum(1).mean().numpy(),
        "the cross-entropy of ink alone": -(x * F.logsigmoid(logits)).flatten(1).sum(1).mean().numpy(),
        "the cross-entropy with images and logits swapped": nats(x, logits),
        "the absolute error": (x - p).abs().flatten(1).sum(1).mean().numpy(),
    }
    kls = {
        "a KL with logvar read as log sigma": kl(mean, logvar),
        "a KL with mean and logvar swapped": kl(logvar, mean / 2),
        **without,
    }
    terms = (
        Term("the reconstruction", 1.0, nats(logits, x), reconstructions),
        Term("the KL", 1.0, right, kls),
    )
    return Formula(terms, {"images": len(x), "pixels": x[0].numel(), "latents": mean.shape[1]})
