"""The terms of elbo.elbo, and what people write in their place."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.uses import normal

# What a teacher adds to what the terms say
HINTS = {
    "KL-sign": "The KL is subtracted from E_q[log p(x|z)].",
    "KL-missing": "This is the reconstruction term alone.",
    "KL-of-first-latent-alone-for-KL": "mean[None] is one row of all latents, mean[:, None] a row for each.",
    "spread-with-cross-terms-|W-sigma|^2-for-spread/sigma^2": "The latents of q are independent, so squares add up.",
    "KL-averaged-over-latents": "Is it halved once too often?",
    "spread/sigma^2-missing": "z is uncertain: the average over q costs it, even at the true posterior.",
    "spread/sigma^2-sign": "The uncertainty of z costs nats, as errors do.",
    "spread-with-sigma-of-q-for-spread/sigma^2": "z_j has the variance exp(logvar_j).",
    "spread-with-sigma^4-of-q-for-spread/sigma^2": "z_j has the variance exp(logvar_j).",
    "spread-with-both-sums-multiplied-for-spread/sigma^2": "Each variance belongs to its own column of W.",
    "error-without-b-for-error/sigma^2": "The mean of p(x|z) is W z + b.",
    "log(2-pi)-missing+log(sigma^2)-missing": "Without the normaliser the bound bounds nothing.",
    "k-log(2-pi)-for-log(2-pi)+k-log(sigma^2)-for-log(sigma^2)": "x has D numbers, len(x): D / 2 * log(2 pi sigma^2).",
    "log(sigma^2)-half": "The variance is sigma^2.",
    "error/sigma-for-error/sigma^2+spread/sigma-for-spread/sigma^2": "Divide by 2 * sigma**2.",
    "error*sigma^2-for-error/sigma^2+spread*sigma^2-for-spread/sigma^2": "1 / 2 * sigma**2 multiplies.",
    "error/sigma^4-for-error/sigma^2+log(sigma^2)-twice": "Normal takes the deviation, sigma.",
    "whole-sign": "This is the loss. The ELBO is what we make large.",
}


def many_points(seed: int) -> list[tuple[Tensor, Tensor, Tensor, Tensor, Tensor, float]]:
    """Return 30 points of 5 numbers with 3 latents, or of 7 with 4, each with a model of its own."""
    dims, latents = ((5, 3), (7, 4))[seed % 2]
    calls = []
    for k in range(100 * seed, 100 * seed + 30):
        x, b = 2 * normal(k, dims), normal(k + 1, dims)
        moments = 0.7 * normal(k + 2, latents), 0.8 * normal(k + 3, latents)
        calls.append((x, *moments, normal(k + 4, dims, latents), b, 0.5 + 0.07 * (k % 19)))
    return calls


def elbo_formula(x: Tensor, mean: Tensor, logvar: Tensor, W: Tensor, b: Tensor, sigma: float) -> Formula:
    """Return the bound of one point as a sum, with what is written in place of its terms."""
    x, mean, logvar, W, b = (tensor.double() for tensor in (x, mean, logvar, W, b))
    dims, latents, variance = len(x), len(mean), sigma**2
    v, squares, decoded = logvar.exp(), W.square().sum(0), W @ mean
    error, spread = (x - decoded - b).square().sum(), (v * squares).sum()
    divided = {"/ sigma": sigma, "/ sigma^4": variance**2, "* sigma^2": 1 / variance, "undivided": 1.0}
    errors = {
        **{f"the error {name}": error / by for name, by in divided.items()},
        "the error without b": (x - decoded).square().sum() / variance,
        "the error with b added": (x - decoded + b).square().sum() / variance,
        "the error not squared": (x - decoded - b).abs().sum() / variance,
    }
    spreads = {
        **{f"the spread {name}": spread / by for name, by in divided.items()},
        "the spread with sigma of q": (v.sqrt() * squares).sum() / variance,
        "the spread with sigma^4 of q": (v.square() * squares).sum() / variance,
        "the spread with both sums multiplied": v.sum() * squares.sum() / variance,
        "the spread with |W_j|": (v * squares.sqrt()).sum() / variance,
        "the spread with the sum of W_j, squared,": (v * W.sum(0).square()).sum() / variance,
        "the spread with cross terms, |W sigma|^2,": (W @ v.sqrt()).square().sum() / variance,
        "the spread without W": v.sum() / variance,
        "the spread with sigma^2 in place of q's variance": squares.sum(),
    }
    kl_terms = {"mean^2": mean**2, "sigma^2": v, "the 1": -torch.ones_like(mean), "logvar": -logvar}
    kl = sum(0.5 * part.sum() for part in kl_terms.values())
    kls = {f"a KL without {name}": kl - 0.5 * part.sum() for name, part in kl_terms.items()} | {
        "the KL of the first latent alone": sum(0.5 * part[0] for part in kl_terms.values()),
        "a KL with logvar read as log sigma": 0.5 * (mean**2 + v**2 - 1 - 2 * logvar).sum(),
    }
    log_two_pi, log_variance = math.log(2 * math.pi), math.log(variance)

    def term(
        name: str, coefficient: float, value: object, others: Mapping[str, object], sums: str, *, constant: bool = False
    ) -> Term:
        relatives = {other: np.asarray(number, dtype=float) for other, number in others.items()}
        return Term(name, coefficient, np.asarray(value, dtype=float), relatives, sums.split(), constant)

    return Formula(
        (
            term("the error / sigma^2", -0.5, error / variance, errors, "dimensions"),
            term("the spread / sigma^2", -0.5, spread / variance, spreads, "dimensions latents"),
            term(
                "log(2 pi)",
                -0.5,
                dims * log_two_pi,
                {"log(2 pi) * sigma^2": dims * log_two_pi * variance, "k log(2 pi)": latents * log_two_pi},
                "dimensions",
                constant=True,
            ),
            term(
                "log(sigma^2)",
                -0.5,
                dims * log_variance,
                {"sigma^2": dims * variance, "k log(sigma^2)": latents * log_variance},
                "dimensions",
                constant=True,
            ),
            term("the KL", -1.0, kl, kls, "latents"),
        ),
        {"dimensions": dims, "latents": latents},
        averages=(),
    )
