"""The points and models of elbo.elbo, and each term of their bounds."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal, kl_divergence

DIM, LATENT = 5, 2
Case = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, float]  # x, mean, logvar, W, b, sigma


def make_cases(seed: int) -> dict[str, Case]:
    "Points with the true posterior (orthogonal columns), the best diagonal q (oblique ones) and a q far away."
    generator = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    cases = {}
    for name, sigma in (("at the true posterior", 0.5), ("with the best diagonal q", 0.8), ("far from it", 1.7)):
        # Columns of different lengths: a variance that meets the wrong column shows
        W = torch.linalg.qr(noise(DIM, LATENT)).Q * torch.tensor([1.6, 0.7])
        if name != "at the true posterior":
            W = W + torch.tensor([0.0, 0.9]) * W[:, :1]  # oblique: no diagonal q is the posterior
        b = 2 + noise(DIM)  # away from 0, so that it is missed
        x = b + W @ noise(LATENT) + sigma * noise(DIM)
        precision, mean = _posterior(x, W, b, sigma)
        logvar = -precision.diagonal().log()  # with orthogonal columns the posterior's own
        if name == "far from it":
            mean, logvar = mean + 1 + noise(LATENT).abs(), logvar + 1 + noise(LATENT).abs()
        cases[name] = (x, mean, logvar, W, b, sigma)
    return cases


def _posterior(x: Tensor, W: Tensor, b: Tensor, sigma: float) -> tuple[Tensor, Tensor]:
    "The precision and the mean of p(z|x), which is Gaussian."
    precision = torch.eye(LATENT, dtype=torch.float64) + W.T @ W / sigma**2
    return precision, torch.linalg.solve(precision, W.T @ (x - b)) / sigma**2


class Terms(NamedTuple):
    "Each an array with one number for each case."

    error: Any  # |x - W mean - b|^2
    spread: Any  # sum_j exp(logvar_j) |W_j|^2
    spread_of_sigma: Any  # the same with exp(logvar_j / 2)
    spread_of_square: Any  # the same with exp(2 logvar_j)
    spread_of_sums: Any  # sum_j exp(logvar_j) times sum_j |W_j|^2
    error_without_b: Any
    normaliser: Any  # of p(x|z)
    kl: Any  # KL(q || prior)
    kl_of_log_sigma: Any  # the same with logvar read as log sigma
    gap: Any  # KL(q || true posterior)
    log_p: Any
    sigma: Any


def terms_of(x: Tensor, mean: Tensor, logvar: Tensor, W: Tensor, b: Tensor, sigma: float) -> Terms:
    precision, center = _posterior(x, W, b, sigma)
    posterior = MultivariateNormal(center, precision_matrix=precision)
    q = MultivariateNormal(mean, torch.diag(logvar.exp()))
    squares = W.square().sum(0)
    return Terms(
        error=(x - W @ mean - b).square().sum(),
        spread=(logvar.exp() * squares).sum(),
        spread_of_sigma=((logvar / 2).exp() * squares).sum(),
        spread_of_square=((2 * logvar).exp() * squares).sum(),
        spread_of_sums=logvar.exp().sum() * squares.sum(),
        error_without_b=(x - W @ mean).square().sum(),
        normaliser=-DIM / 2 * math.log(2 * math.pi * sigma**2),
        kl=kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(),
        kl_of_log_sigma=kl_divergence(Normal(mean, logvar.exp()), Normal(0.0, 1.0)).sum(),
        gap=kl_divergence(q, posterior),
        log_p=MultivariateNormal(b, W @ W.T + sigma**2 * torch.eye(DIM, dtype=torch.float64)).log_prob(x),
        sigma=sigma,
    )
