"""The latent-variable model in which everything is exact: a linear map of a Gaussian code, plus Gaussian noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


@dataclass(frozen=True, eq=False)
class LinearGaussian:
    """z ~ N(0, I), x | z ~ N(W z + b, sigma^2 I): probabilistic PCA (Tipping & Bishop 1999).

    W: [D, k], b: [D], sigma: above 0. Log densities are in nats. Hand in float64 where equality matters.
    """

    W: Tensor
    b: Tensor
    sigma: float

    def __post_init__(self) -> None:
        check_shape("W", self.W, ("D", "k"))
        check_shape("b", self.b, (len(self.W),))
        if not self.sigma > 0:  # nan is refused too
            raise ValueError(f"sigma should be above 0, got {self.sigma:g}: it is the standard deviation of the noise.")

    @property
    def latent_dim(self) -> int:
        """How many numbers a code has: k."""
        return self.W.shape[1]

    @property
    def precision(self) -> Tensor:
        """The inverse of the posterior's covariance, Lambda = I + W^T W / sigma^2: [k, k], the same for every x."""
        identity = torch.eye(self.latent_dim, dtype=self.W.dtype, device=self.W.device)
        return identity + self.W.T @ self.W / self.sigma**2  # at least I, so it can be inverted whatever W is

    def sample(self, n: int, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
        """Draw n points x: [n, D] and the codes z: [n, k] behind them."""
        like = {"dtype": self.W.dtype, "device": self.W.device}
        z = torch.randn(n, self.latent_dim, generator=generator, **like)
        noise = torch.randn(n, len(self.b), generator=generator, **like)
        return self._mean(z) + self.sigma * noise, z

    def log_marginal(self, x: Tensor) -> Tensor:
        """Return log p(x) = log N(x; b, W W^T + sigma^2 I) for each row of x: [N, D].  Returns [N].

        log p(x, z) at the posterior's mean, where it is highest, less the posterior's log density there.
        """
        mean, _ = self.posterior(x)
        log_joint = self._log_normal(x - self._mean(mean)) - 0.5 * mean.square().sum(1)  # log p(x|z) + log p(z) there
        return log_joint - 0.5 * torch.logdet(self.precision)  # the factors (2 pi)^(k/2) cancel

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the mean [N, k] and the covariance [k, k] of p(z|x) for each row of x: [N, D]."""
        check_shape("x", x, ("N", len(self.b)))
        cov = torch.linalg.inv(self.precision)
        return (x - self.b) @ self.W @ cov / self.sigma**2, cov  # Lambda^-1 W^T (x - b) / sigma^2, a row for each x

    def elbo(self, x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
        """Return the exact ELBO [N] of q(z|x) = N(mean, exp(logvar)) for each row of x: [N, D].

        mean, logvar: [N, k]. It is log p(x) less KL(q(z|x) || p(z|x)).
        """
        check_shape("x", x, ("N", len(self.b)))
        check_shape("mean", mean, (len(x), self.latent_dim))
        check_shape("logvar", logvar, mean.shape)
        spread = logvar.exp() @ self.W.square().sum(0)  # E |W (z - mean)|^2, [N]
        reconstruction = self._log_normal(x - self._mean(mean)) - 0.5 * spread / self.sigma**2  # E_q[log p(x|z)]
        # Written out: probability is a sibling, and siblings do not import each other
        kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(1)  # KL(q(z|x) || N(0, I))
        return reconstruction - kl

    def best_diagonal(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and logvar, each [N, k], of the diagonal Gaussian with the highest ELBO for x: [N, D].

        The posterior's mean, and the inverse of its precision's diagonal: not the diagonal of its covariance.
        """
        mean, _ = self.posterior(x)
        return mean, -self.precision.diagonal().log().expand_as(mean)

    def mean_field_gap(self) -> Tensor:
        """Return log p(x) less the ELBO of best_diagonal, the same for every x: a scalar.

        (sum log Lambda_ii - log det Lambda) / 2, with Lambda the precision: 0 where the columns of W are orthogonal.
        """
        precision = self.precision
        return 0.5 * (precision.diagonal().log().sum() - torch.logdet(precision))

    def _mean(self, z: Tensor) -> Tensor:
        return z @ self.W.T + self.b

    def _log_normal(self, residual: Tensor) -> Tensor:
        "log N(residual; 0, sigma^2 I) for each row."
        normalizer = 0.5 * len(self.b) * math.log(2 * math.pi * self.sigma**2)
        return -0.5 * residual.square().sum(1) / self.sigma**2 - normalizer


def elbo(x: Tensor, mean: Tensor, logvar: Tensor, W: Tensor, b: Tensor, sigma: float) -> Tensor:
    """Return the exact ELBO of q(z) = N(mean, exp(logvar)) for one point x, in nats: a scalar.

    x, b: [D]; mean, logvar: [k]; W: [D, k]; sigma: of x around W z + b.
    """
    return LinearGaussian(W, b, sigma).elbo(x[None], mean[None], logvar[None])[0]


def predict_collapse(eigenvalues: Tensor, variance: float, latent_dim: int) -> Tensor:
    """Return which latent dimensions of a linear VAE collapse onto the prior: bool [latent_dim].

    eigenvalues: [D], of the data's covariance; variance: sigma^2 of p(x|z). The latents take the directions of the
    largest eigenvalues, the largest first, and one whose eigenvalue is at most sigma^2 collapses (Lucas et al. 2019,
    arXiv:1911.02469).
    """
    check_shape("eigenvalues", eigenvalues, ("D",))
    check_in_range("latent_dim", latent_dim, 1, len(eigenvalues))
    return eigenvalues.topk(latent_dim).values <= variance  # topk sorts them, in whatever order they come
