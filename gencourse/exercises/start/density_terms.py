"""The three terms of start.log_likelihood, and what people write in their place."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal

# What a teacher adds to what the terms say
HINTS = {
    "whole-sign": "This is the negative log-likelihood, the loss.",
    "whole-twice": "The one half stands before all three terms.",
    "whole-summed-over-points": "Then more points would give another number.",
    "squared-distance-half": "The one half before the brackets does.",
    "log-det-cov-missing": "A wide density is low everywhere.",
    "log-det-cov-sign": "A wide density is low everywhere.",
    "log-det-cov-twice": "The formula has half of it, as of the distance.",
    "log-det-cov-missing+D-log(2-pi)-missing": "Without the normaliser it is no density.",
    "log(2-pi)-for-D-log(2-pi)": "Each coordinate brings one.",
    "squared-distance-of-x-to-0-for-squared-distance": "Subtract the mean first.",
    "squared-distance-with-Cholesky-factor-from-wrong-side-for-squared-distance": "With L @ L.T = cov, rows d need d @ "
    "L.inverse().T.",
    "squared-distance-to-mean-of-x-for-squared-distance": "The model's mean is the argument: do not fit it again.",
    "squared-distance-with-cov-for-squared-distance": "It takes the inverse of cov.",
    "distance-for-squared-distance": "No root.",
}


def _clouds(seed: int) -> list[tuple[Tensor, Tensor, Tensor]]:
    "24 clouds of 11 points in 3 dimensions, or of 13 in 5: x, mean, cov."
    n, d = ((11, 3), (13, 5))[seed % 2]
    clouds = []
    for k in range(100 * seed, 100 * seed + 24):
        root = (0.6 + 0.05 * (k % 24)) * (torch.eye(d) + 0.3 * normal(k, d, d).tanh())
        mean = normal(k + 1, d)
        clouds.append((mean + 1.3 * normal(k + 2, n, d) @ root.T, mean, root @ root.T))
    return clouds


def _formula(x: Tensor, mean: Tensor, cov: Tensor) -> Formula:
    x, mean, cov = x.double(), mean.double(), cov.double()
    n, d = x.shape
    away, inverse, variances = x - mean, cov.inverse(), cov.diagonal()

    def form(matrix: Tensor, away: Tensor = away) -> Tensor:
        return (away @ matrix * away).sum(1)

    squared = form(inverse)
    half = torch.linalg.cholesky(cov).inverse()
    two_pi = math.log(2 * math.pi)
    distances = {
        "the squared distance with cov": form(cov),
        "the squared distance with cov's inverse twice": form(inverse @ inverse),
        "the squared distance without cov": form(torch.eye(d).double()),
        "the squared distance with 1 / cov, entry by entry,": form(1 / cov),
        "the squared distance with the variances alone": form(torch.diag(1 / variances)),
        "the squared distance with the inverse of the Cholesky factor": form(half),
        "the squared distance with the Cholesky factor from the wrong side": form(half @ half.T),
        "the squared distance of x to 0": form(inverse, x),
        "the squared distance to the mean of x": form(inverse, x - x.mean(0)),
        "the squared distance, summed over the points and averaged over the coordinates,": squared.sum() / d,
        "the distance": squared.sqrt(),
        "the average over all pairs of points, d @ inv @ d.T,": away.mean(0, keepdim=True) @ inverse @ away.mean(0),
    }
    volumes = {
        "det cov": cov.det(),
        "the log of the product of the variances": variances.log().sum(),
        "the trace of cov": variances.sum(),
        "log |cov|, entry by entry,": cov.abs().log().sum(),
    }
    constants = {
        "log(2 pi)": two_pi,
        "N log(2 pi)": n * two_pi,
        "D log(2) pi": d * math.log(2) * math.pi,
        "D log10(2 pi)": d * math.log10(2 * math.pi),
        "D log(pi)": d * math.log(math.pi),
        "D 2 pi": d * 2 * math.pi,
        "2 pi": 2 * math.pi,
    }
    return Formula(
        (
            Term(
                "the squared distance",
                -0.5,
                squared.mean().numpy(),
                {k: v.mean().numpy() for k, v in distances.items()},
            ),
            Term("log det cov", -0.5, cov.logdet().numpy(), {k: v.numpy() for k, v in volumes.items()}),
            Term(
                "D log(2 pi)",
                -0.5,
                torch.tensor(d * two_pi).numpy(),
                {k: torch.tensor(v).numpy() for k, v in constants.items()},
            ),
        ),
        {"points": n, "dimensions": d},
        averages=("points",),
    )


TERMS = sum_of_terms("the log-likelihood", _clouds, _formula, HINTS)
