"""Densities, their fits and their samples. Every log density is in nats; a point is a row."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from gencourse._validate import check_in_range, check_shape


def fit_gaussian(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean [D] and the covariance [D, D] of the points x: [N, D], the maximum-likelihood Gaussian.

    The covariance divides by N, as maximum likelihood does; N - 1 would make it unbiased.
    """
    check_shape("x", x, ("N", "D"))
    check_in_range("the number of points", len(x), 2, math.inf, "A spread needs two points.")
    mean = x.mean(0)
    centred = x - mean  # first: E[x x^T] - mean mean^T loses digits far from the origin
    return mean, centred.T @ centred / len(x)


def sample_gaussian(mean: Tensor, cov: Tensor, n: int, generator: torch.Generator | None = None) -> Tensor:
    """Draw n points [n, D] from N(mean, cov).  mean: [D], cov: [D, D] positive definite, else ValueError."""
    L = _cholesky(mean, cov)
    z = torch.randn(n, len(mean), generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + z @ L.T  # points are rows: (L z)^T = z^T L^T


def gaussian_log_density(x: Tensor, mean: Tensor, cov: Tensor) -> Tensor:
    """Return log N(x; mean, cov) for each row of x: [N, D], in nats: [N]."""
    L = _cholesky(mean, cov)
    check_shape("x", x, ("N", len(mean)))
    z = torch.linalg.solve_triangular(L, (x - mean).T, upper=False)  # [D, N], standard normal if x is N(mean, cov)
    log_det = 2 * L.diagonal().log().sum()  # det cov = (det L)^2
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
    # Not through a matrix product, which rounds small distances away
    squared = torch.cdist(x, data, compute_mode="donot_use_mm_for_euclid_dist").square()  # [N, M]
    # log N(x; data_m, bandwidth^2 I), [N, M]
    bumps = -0.5 * squared / bandwidth**2 - data.shape[1] * math.log(bandwidth * math.sqrt(2 * math.pi))
    return torch.logsumexp(bumps, dim=1) - math.log(len(data))  # far from the data every exp would be 0


def corrupt(x: Tensor, sigma: float, generator: torch.Generator | None = None) -> Tensor:
    """Return x plus Gaussian noise of standard deviation sigma, its own at each entry, not clipped.  x: [...]"""
    check_in_range("sigma", sigma, 0, math.inf)
    return x + sigma * torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)


def reparameterize(mean: Tensor, logvar: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both (Kingma & Welling 2014).  all: [B, latent_dim]"""
    check_shape("logvar", logvar, mean.shape)
    eps = torch.randn(mean.shape, generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + torch.exp(0.5 * logvar) * eps  # exp(0.5 * logvar) is sigma; eps has no gradient


def kl_standard_normal(mean: Tensor, logvar: Tensor) -> Tensor:
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, in nats: [B].  mean, logvar: [B, latent_dim]"""
    check_shape("logvar", logvar, mean.shape)
    return 0.5 * _sum_features("mean", mean.square() + torch.expm1(logvar) - logvar)  # exp - 1 could round below 0


def gaussian_log_prob(x: Tensor, mean: Tensor | float, logvar: Tensor | float) -> Tensor:
    """Return log N(x; mean, exp(logvar)), independent features summed, for each x: [B, ...], in nats: [B].

    mean and logvar are numbers or tensors that broadcast to the shape of x. logvar is log sigma^2, not log sigma.
    """
    mean, logvar = _broadcastable("mean", mean, x), _broadcastable("logvar", logvar, x)
    # -(x - mean)^2 / (2 sigma^2) - log sigma - log(2 pi) / 2, for each feature
    log_density = -0.5 * ((x - mean).square() * torch.exp(-logvar) + logvar + math.log(2 * math.pi))
    return _sum_features("x", log_density)


def bernoulli_log_prob(x: Tensor, logits: Tensor) -> Tensor:
    """Return the log probability of the pixels x, minus the binary cross-entropy summed over them, in nats: [B].

    x: [B, ...] in [0, 1], logits: the same shape, log(p / (1 - p)) of each pixel. For pixels of 0 and 1 these are
    probabilities. For grey ones they are no normalised likelihood (Loaiza-Ganem & Cunningham 2019, arXiv:1907.06845):
    compare them with each other only, on the same data.
    """
    if x.shape != logits.shape:
        raise ValueError(
            f"logits should have the shape of x, {list(x.shape)}, got {list(logits.shape)}. "
            "Flatten images with x.flatten(1), or end the decoder with nn.Unflatten(1, (1, 28, 28))."
        )
    # From logits: a sigmoid that rounds to 0 or 1 has lost its log
    return -_sum_features("x", binary_cross_entropy_with_logits(logits, x, reduction="none"))


def log_mean_exp(x: Tensor, dim: int) -> Tensor:
    """Return the log of the mean of exp(x) along dim, without overflow: the shape of x less that dimension."""
    return torch.logsumexp(x, dim) - math.log(x.shape[dim])


def importance_estimate(log_w: Tensor) -> Tensor:
    """Return the log of the mean weight of each row: [S].  log_w: [S, K], log p(x, z) - log q(z) for K draws of z"""
    return log_mean_exp(log_w, dim=1)


def log_marginal(log_joint: Tensor, z: Tensor) -> Tensor:
    """Return log p(x), the log of the integral of p(x, z) over z: a scalar.

    log_joint: [G], log p(x, z) at each point of z: [G], an even grid that reaches to where p(x, z) is nearly 0.
    """
    return torch.logsumexp(log_joint, 0) + torch.log(z[1] - z[0])  # its ends are nearly 0: this is the trapezoid rule


def score_function_gradient(f: Callable[[Tensor], Tensor], mean: Tensor, std: Tensor, eps: Tensor) -> Tensor:
    """Estimate the gradient of E[f(z)], z ~ N(mean, diag(std^2)), with respect to mean, without a derivative of f: [d].

    f: [S, d] -> [S]; mean, std: [d]; eps: [S, d], draws from N(0, I) (REINFORCE: Williams 1992).
    """
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).mean(0)  # eps / std is the slope of log N(z; mean, std^2) in the mean


def _sum_features(name: str, terms: Tensor) -> Tensor:
    "The sum of the terms [B, ...] over all dimensions but the first."
    if terms.ndim < 2:  # one point would pass for a batch of numbers
        raise ValueError(f"{name} should have shape [B, ...], got {list(terms.shape)}. For one point, {name}[None].")
    return terms.flatten(1).sum(1)


def _broadcastable(name: str, value: Tensor | float, x: Tensor) -> Tensor:
    "The value as a tensor of x's kind, if it broadcasts to the shape of x and not beyond."
    value = value if isinstance(value, Tensor) else torch.full((), value, dtype=x.dtype, device=x.device)
    try:
        value.expand_as(x)
    except RuntimeError:
        shapes = f"{list(x.shape)}, or broadcast to it, got {list(value.shape)}"
        raise ValueError(f"{name} should have the shape of x, {shapes}.") from None
    return value


def _cholesky(mean: Tensor, cov: Tensor) -> Tensor:
    "The lower triangular L with cov = L L^T."
    check_shape("mean", mean, ("D",))
    check_shape("cov", cov, (len(mean), len(mean)))
    L, failed = torch.linalg.cholesky_ex(cov)  # cholesky would raise in LAPACK's words
    if failed:
        raise ValueError(
            "cov should be positive definite, but it is not: some direction has no spread. "
            "Use more points than dimensions, or add a little to its diagonal."
        )
    return L
