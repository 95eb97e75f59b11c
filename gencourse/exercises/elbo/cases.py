"""The points and models of elbo.elbo, and what their bounds are."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, kl_divergence

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


def log_p_and_gap(x: Tensor, mean: Tensor, logvar: Tensor, W: Tensor, b: Tensor, sigma: float) -> tuple[Any, Any]:
    "log p(x), and KL(q || true posterior)."
    precision, center = _posterior(x, W, b, sigma)
    posterior = MultivariateNormal(center, precision_matrix=precision)
    q = MultivariateNormal(mean, torch.diag(logvar.exp()))
    p = MultivariateNormal(b, W @ W.T + sigma**2 * torch.eye(DIM, dtype=torch.float64))
    return p.log_prob(x), kl_divergence(q, posterior)
