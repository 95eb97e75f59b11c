"""How people draw from a Gaussian in start.sample_gaussian: the noise, the matrix in front of it, and the mean."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from gencourse.exercises.core.choices import Choice, Stages


class Noise(NamedTuple):
    """Mean and variance of each number of z, and whether a point has one number for all of its coordinates."""

    mean: float = 0.0
    variance: float = 1.0
    shared: bool = False


def moments_of(noise: Noise, root: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and covariance of the points mean + root z."""
    d = len(mean)
    between = np.ones((d, d)) if noise.shared else np.eye(d)
    return mean + root @ np.full(d, noise.mean), noise.variance * root @ between @ root.T


def ways_to_draw(mean: np.ndarray, cov: np.ndarray) -> Stages:
    """Return what people do at each stage."""
    L = np.linalg.cholesky(cov)
    with np.errstate(invalid="ignore"):
        entries = np.sqrt(cov)
    deviations = np.sqrt(np.diag(cov))
    return {
        "root": [
            Choice(L),
            Choice(
                L.T,
                "root-from-the-wrong-side",
                "the covariance of your points is L^T L, so L stands on the wrong side: rows need z @ L.T.",
            ),
            Choice(
                cov,
                "covariance-as-root",
                "the covariance of your points is cov @ cov, as if cov were its own root: the noise is multiplied by "
                "a matrix L with L @ L.T = cov.",
            ),
            Choice(
                np.diag(deviations),
                "correlation-lost",
                "each coordinate has the right variance, but they are independent: use a matrix root such as the "
                "Cholesky factor, not the square roots of the diagonal.",
            ),
            *(
                Choice(
                    turned,
                    "eigenvectors-from-the-wrong-side",
                    "the eigenvectors stand on the wrong side: they are the columns of V, so rows need z @ V.T.",
                )
                for turned in _turned(cov)
            ),
            Choice(
                np.diag(deviations**2),
                "variances-as-root",
                "each coordinate is multiplied by its variance, and they are independent: use a matrix root such as "
                "the Cholesky factor.",
            ),
            Choice(
                np.diag(np.diag(L)),
                "diagonal-of-the-factor",
                "the covariance of your points is that of the diagonal of L alone: take the matrix product with L.T.",
            ),
            Choice(
                entries,
                "elementwise-root",
                "the noise is multiplied by the root of each entry of cov; you need a matrix L with L @ L.T = cov: "
                "torch.linalg.cholesky.",
            ),
            Choice(np.eye(len(mean)), "noise-alone", "the noise is not yet multiplied by a root of cov."),
            Choice(
                np.diag(np.sqrt(np.linalg.eigvalsh(cov))),
                "eigenvalues-alone",
                "your coordinates are independent, with the eigenvalues of cov for variances: the eigenvectors are "
                "missing or on the wrong side, V @ diag(values.sqrt()) is a root.",
            ),
            Choice(
                np.linalg.inv(L),
                "inverse-as-root",
                "the noise is divided by L, not multiplied by it: that takes correlations away.",
            ),
            Choice(
                np.linalg.cholesky(np.linalg.inv(cov)),
                "root-of-the-inverse",
                "the covariance of your points is the inverse of cov: take the root of cov itself.",
            ),
        ],
        "noise": [
            Choice(Noise()),
            Choice(
                Noise(0.5, 1 / 12),
                "uniform-noise",
                "the noise has mean 0.5 and variance 1/12, as torch.rand gives it: torch.randn is standard normal.",
            ),
            Choice(
                Noise(0, 1 / 12),
                "uniform-around-0",
                "the noise has variance 1/12, as torch.rand - 0.5 gives it: torch.randn is standard normal.",
            ),
            Choice(
                Noise(0, 1 / 3),
                "uniform-from-minus-1",
                "the noise has variance 1/3, as numbers spread evenly over [-1, 1]: torch.randn is standard normal.",
            ),
            Choice(
                Noise(shared=True),
                "one-number-a-point",
                "each point has one number of noise for all of its coordinates: each coordinate needs its own.",
            ),
            Choice(
                Noise(0.5, 1 / 12, shared=True),
                "one-uniform-number-a-point",
                "each point has one number of uniform noise for all of its coordinates: draw torch.randn(n, D).",
            ),
        ],
        "mean": [
            Choice(mean),
            Choice(0 * mean, "mean-forgotten", "the mean is not added."),
            Choice(-mean, "mean-subtracted", "the mean is subtracted: add it."),
            Choice(2 * mean, "mean-twice", "the mean is added twice."),
            Choice(L @ mean, "mean-through-the-root", "the mean is multiplied by L with the noise: add it after that."),
            Choice(
                mean + L @ mean,
                "mean-in-the-noise",
                "your noise has the mean in it, which L then multiplies: z has mean 0, and the mean is added once.",
            ),
        ],
    }


def _turned(cov: np.ndarray) -> list[np.ndarray]:
    "V^T diag(values^0.5), for each sign that an eigenvector may have."
    values, vectors = np.linalg.eigh(cov)
    signs = itertools.product([1, -1], repeat=len(cov) - 1)
    return [(vectors * [1, *sign]).T @ np.diag(np.sqrt(values)) for sign in signs]
