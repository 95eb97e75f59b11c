"""The two terms of vae.vae_loss, and what people write in their place."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence
from torch.nn import functional as F

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.uses import normal

# What a teacher adds to what the terms say
HINTS = {
    "reconstruction-averaged-over-pixels": "Else the KL wins and the codes collapse.",
    "reconstruction-averaged-over-rows-of-pixels": ".flatten(1).sum(1) adds up rows and columns.",
    "reconstruction-averaged-over-columns-of-pixels": ".flatten(1).sum(1) adds up rows and columns.",
    "cross-entropy-of-images-made-black-and-white-for-reconstruction": "A grey pixel is ink in part: take x as it is.",
    "cross-entropy-of-sigmoid's-output-taken-for-logits-for-reconstruction": "It takes the logits as they are.",
    "squared-error-for-reconstruction": "Pixels are Bernoulli here: binary_cross_entropy_with_logits, in nats.",
    "squared-error-of-logits-for-reconstruction": "Pixels are Bernoulli here: binary_cross_entropy_with_logits.",
    "cross-entropy-of-ink-alone-for-reconstruction": "Paper costs too, (1 - x) log(1 - p).",
    "cross-entropy-with-images-and-logits-swapped-for-reconstruction": "The logits come first, then x.",
    "cross-entropy-of-images-and-sigmoids-swapped-for-reconstruction": "The logits come first, then x.",
    "a-cross-entropy-that-takes-pixels-for-classes-for-reconstruction": "Each pixel is ink or not by itself.",
    "a-KL-with-logvar-read-as-log-sigma-for-KL": "logvar is log sigma^2.",
    "KL-sign": "The loss is the negative ELBO.",
    "KL-summed-over-images": "kl_standard_normal gives one KL an image.",
    "KL-half": "One half stands in its formula once.",
    "KL-twice": "Its formula begins with one half.",
    "reconstruction-sign": "The loss has -log p(x|z).",
    "whole-sign": "This is the ELBO.",
}


def small_batches(seed: int) -> list[tuple[Tensor, ...]]:
    """Return 24 batches of 5 images with 3 x 6 pixels and 7 latents, or of 8, 4 x 10 and 9: x, logits, mean, logvar."""
    # No number is in both, so that a weight is no unit in one of them
    images, pixels, latents = ((5, (3, 6), 7), (8, (4, 10), 9))[seed % 2]
    batches = []
    for k in range(100 * seed, 100 * seed + 24):
        x, logits = normal(k, images, 1, *pixels).sigmoid(), normal(k + 1, images, 1, *pixels)
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
    parts = {name: (0.5 * half).sum(1).mean().numpy() for name, half in halves.items()}
    odd = {
        **{f"a KL without {name}": right - part for name, part in parts.items()},
        **{f"a KL in which {name} counts twice": right + part for name, part in parts.items()},
        "a KL in which logvar counts half": right - parts["logvar"] / 2,
        "a KL in which logvar has the wrong sign": right - 2 * parts["logvar"],
        "a KL without sigma^2 and logvar": parts["mean^2"] + parts["the 1"],
        "a KL with sigma in place of sigma^2": right
        + (0.5 * ((logvar / 2).exp() - logvar.exp())).sum(1).mean().numpy(),
    }
    reconstructions = {
        "the cross-entropy of the sigmoid's output, taken for logits,": nats(p, x),
        "the cross-entropy of images made black and white": nats(logits, (x > 0.5).double()),
        "the squared error": (x - p).square().flatten(1).sum(1).mean().numpy(),
        "the squared error of the logits": (x - logits).square().flatten(1).sum(1).mean().numpy(),
        "the cross-entropy of ink alone": -(x * F.logsigmoid(logits)).flatten(1).sum(1).mean().numpy(),
        "the cross-entropy with images and logits swapped": nats(x, logits),
        "the cross-entropy of images and sigmoids swapped": nats(x, p),
        "a cross-entropy that takes the pixels for classes": F.cross_entropy(logits.flatten(1), x.flatten(1)).numpy(),
        "the absolute error": (x - p).abs().flatten(1).sum(1).mean().numpy(),
    }
    kls = {
        "a KL with logvar read as log sigma": kl(mean, logvar),
        "a KL with mean and logvar swapped": kl(logvar, mean / 2),
        **odd,
    }
    terms = (
        Term(
            "the reconstruction",
            1.0,
            nats(logits, x),
            reconstructions,
            ("pixels", "rows of pixels", "columns of pixels"),
        ),
        Term("the KL", 1.0, right, kls, ("latents",)),
    )
    rows, columns = x.shape[2:]
    units = {"images": len(x), "pixels": rows * columns, "rows of pixels": rows, "columns of pixels": columns}
    units["latents"] = mean.shape[1]
    return Formula(terms, units, averages=("images",))
