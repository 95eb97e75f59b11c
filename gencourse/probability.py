"""Densities, their fits and their samples. Every log density is in nats; a point is a row."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


def fit_gaussian(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean [D] and the covariance [D, D] of the points x: [N, D], the maximum-likelihood Gaussian.

    The covariance divides by N, as maximum likelihood does; N - 1 would make it unbiased.
    """
    check_shape("x", x, ("N", "D"))
    check_in_range("the number of points", len(x), 2, math.inf, "A spread needs two points.")
    mean = x.mean(0)
    centred = x - mean
    return mean, centred.T @ centred / len(x)


def sample_gaussian(mean: Tensor, cov: Tensor, n: int, generator: torch.Generator | None = None) -> Tensor:
    """Draw n points [n, D] from N(mean, cov).  mean: [D], cov: [D, D] positive definite, else ValueError."""
    L = _cholesky(mean, cov)
    z = torch.randn(n, len(mean), generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + z @ L.T


def gaussian_log_density(x: Tensor, mean: Tensor, cov: Tensor) -> Tensor:
    """Return log N(x; mean, cov) for each row of x: [N, D], in nats: [N]."""
    L = _cholesky(mean, cov)
    check_shape("x", x, ("N", len(mean)))
    z = torch.linalg.solve_triangular(L, (x - mean).T, upper=False)  # [D, N], standard normal if x is N(mean, cov)
    log_det = 2 * L.diagonal().log().sum()
    return -0.5 * (z.square().sum(0) + log_det + len(mean) * math.log(2 * math.pi))


def log_likelihood(x: Tensor, mean: Tensor, cov: Tensor) -> Tensor:
    """Return the mean of log N(x; mean, cov) over the rows of x: [N, D], in nats per point: a scalar."""
    return gaussian_log_density(x, mean, cov).mean()


def kernel_log_density(x: Tensor, data: Tensor, bandwidth: float) -> Tensor:
    """Return the log density at each row of x: [N, D] when every row of data: [M, D] carries a Gaussian bump.

    The bumps are N(data_m, bandwidth^2 I), averaged (Rosenblatt 1956, Parzen 1962). Returns [N], in nats.
    """
    check_shape("data", data, ("M", "D"))
    check_shape("x", x, ("N", data.shape[1]))
    if not bandwidth > 0:
        raise ValueError(f"bandwidth should be above 0, got {bandwidth}: it is the width of each point's bump.")
    squared = torch.cdist(x, data, compute_mode="donot_use_mm_for_euclid_dist").square()  # [N, M]
    bumps = -0.5 * squared / bandwidth**2 - data.shape[1] * math.log(bandwidth * math.sqrt(2 * math.pi))
    return torch.logsumexp(bumps, dim=1) - math.log(len(data))


def _cholesky(mean: Tensor, cov: Tensor) -> Tensor:
    "The lower triangular L with cov = L L^T."
    check_shape("mean", mean, ("D",))
    check_shape("cov", cov, (len(mean), len(mean)))
    L, failed = torch.linalg.cholesky_ex(cov)
    if failed:
        raise ValueError(
            "cov should be positive definite, but it is not: some direction has no spread. "
            "Use more points than dimensions, or add a little to its diagonal."
        )
    return L
