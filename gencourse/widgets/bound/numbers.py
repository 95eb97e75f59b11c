"""The numbers behind the bound explorer, in float64: log p(x), the bound and their gap in nats, for two models."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from gencourse.linear_gaussian import LinearGaussian

BEND = 0.5  # of the curve f(z) = z + BEND sin(2 z)
NOISE = 0.5  # standard deviation of x around f(z)
PRECISION = 11.0  # of each of two latents under the posterior: 1 from the prior, 10 from x
MOST_CORRELATION = 0.9  # beyond 10/11 no x could tell so much
OBSERVED = (0.6, 0.2)  # x of the second model
LOG_TWO_PI = float(np.log(2 * np.pi))


class Parts(NamedTuple):
    """log_prob = bound + gap, in nats."""

    log_prob: float
    bound: float
    gap: float


def curve(z: np.ndarray) -> np.ndarray:
    """Return f(z), the mean of x given z."""
    return z + BEND * np.sin(2 * z)


def log_joint(x: float, z: np.ndarray) -> np.ndarray:
    """Return log p(x, z) of the first model: z ~ N(0, 1), x | z ~ N(f(z), NOISE^2)."""
    return -0.5 * (z**2 + ((x - curve(z)) / NOISE) ** 2) - np.log(NOISE) - LOG_TWO_PI


def one_latent(x: float, mean: float, std: float) -> Parts:
    """Return log p(x) on a grid, and the bound for q = N(mean, std^2) by quadrature."""
    grid, step = np.linspace(-12.0, 12.0, 4_001, retstep=True)
    log_prob = float(np.logaddexp.reduce(log_joint(x, grid)) + np.log(step))
    eps, step = np.linspace(-9.0, 9.0, 901, retstep=True)
    weights = step * np.exp(-0.5 * (eps**2 + LOG_TWO_PI))
    entropy = 0.5 * (LOG_TWO_PI + 1) + np.log(std)
    bound = float(weights @ log_joint(x, mean + std * eps) + entropy)
    return Parts(log_prob, bound, log_prob - bound)


def log_posterior(x: float, z: np.ndarray) -> np.ndarray:
    """Return log p(z | x) of the first model."""
    return log_joint(x, z) - one_latent(x, 0.0, 1.0).log_prob


class TwoLatents(NamedTuple):
    """The second model: z ~ N(0, I), x | z ~ N(W z, I / 10), the two columns of W of length 1.

    W, precision: [2, 2], mean: [2] of the posterior at OBSERVED.
    """

    W: np.ndarray
    precision: np.ndarray
    mean: np.ndarray
    log_prob: float


def linear_gaussian(correlation: float) -> TwoLatents:
    """Return the model whose posterior at OBSERVED has this correlation."""
    model, x = _exact_model(correlation), torch.tensor([OBSERVED], dtype=torch.float64)
    mean, _ = model.posterior(x)
    return TwoLatents(model.W.numpy(), model.precision.numpy(), mean[0].numpy(), model.log_marginal(x).item())


def two_latents(correlation: float, means: Sequence[float], stds: Sequence[float]) -> Parts:
    """Return the parts for the diagonal q = N(means, diag(stds^2)), in closed form."""
    model = _exact_model(correlation)
    x, mean, std = (torch.tensor([list(numbers)], dtype=torch.float64) for numbers in (OBSERVED, means, stds))
    log_prob, bound = model.log_marginal(x).item(), model.elbo(x, mean, 2 * std.log()).item()
    return Parts(log_prob, bound, log_prob - bound)


def least_gap(precision: np.ndarray) -> float:
    """Return what the best diagonal q leaves: half of sum log Lambda_ii - log det Lambda.  precision: [D, D]"""
    return float(0.5 * (np.log(np.diag(precision)).sum() - np.linalg.slogdet(precision)[1]))


def _exact_model(correlation: float) -> LinearGaussian:
    "The angle between W's columns gives the posterior its correlation."
    signal = PRECISION - 1  # 1 / noise variance
    cosine = -correlation * PRECISION / signal  # between the columns
    across, up = math.sqrt((1 + cosine) / 2), math.sqrt((1 - cosine) / 2)
    W = torch.tensor([[across, across], [up, -up]], dtype=torch.float64)
    return LinearGaussian(W, torch.zeros(2, dtype=torch.float64), signal**-0.5)
