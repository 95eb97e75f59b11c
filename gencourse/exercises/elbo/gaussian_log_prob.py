"""elbo.gaussian_log_prob: a log density, as torch.distributions gives it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal

ABOVE_0 = "a density may be above 1 where it is narrow, and its log above 0: leave out the abs or the clamp."


def _gaussians(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 2 * torch.randn(7, 4, generator=generator)
    logvar = 4 * torch.rand(7, 4, generator=generator) - 2.5  # of both signs: its log or root is nan
    x = mean + 1.3 * torch.randn(7, 4, generator=generator)
    # A narrow one, and a point close to its mean: there the density is above 1
    logvar[0] -= 4
    x[0] = mean[0] + 0.02 * torch.randn(4, generator=generator)
    return x, mean, logvar


def probe(attempt: Any, seed: int) -> Arrays:
    x, mean, logvar = (tensor.requires_grad_() for tensor in _gaussians(seed))
    log_prob = call(attempt, x, mean, logvar)
    observed = {"log_prob": record(log_prob, name="the log density")}
    check_gradient(log_prob, "the log density")
    return observed


def judge(observed: Arrays, seed: int) -> None:
    x, mean, logvar = (tensor.double() for tensor in _gaussians(seed))
    rows, dims = x.shape
    shape = observed["log_prob"].shape
    if shape == (rows, dims):
        raise Mistake("not-summed", f"one number for each of the {dims} dimensions: the logs of a row add up, .sum(1).")
    if shape in ((), (dims,)):
        raise Mistake(
            "summed-over-the-batch", f"each of the {rows} rows has a density of its own: sum over dim=1 only."
        )
    if np.isnan(observed["log_prob"]).any():
        raise Mistake("log-of-logvar", "some are nan: logvar is a log already, and no log or root of it can be taken.")
    got = expect({"the log density": observed["log_prob"]}, "the log density", [rows])
    right = Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).numpy()
    squared, log_v = (x - mean).square().numpy(), logvar.numpy()
    two_pi = math.log(2 * math.pi)

    def density(distance: np.ndarray, log_variance: np.ndarray = log_v, constant: float = two_pi) -> np.ndarray:
        return -0.5 * (distance + log_variance + constant).sum(1)

    scaled = squared / np.exp(log_v)
    slips = [
        ("kept-below-0", -np.abs(right), ABOVE_0),
        ("kept-below-0", np.minimum(right, 0), ABOVE_0),
        (
            "normaliser-forgotten",
            density(scaled, 0 * log_v, 0.0),
            "only the distance is there: without - 0.5 * (logvar + log 2 pi) a wide density would always win.",
        ),
        (
            "two-pi-forgotten",
            density(scaled, log_v, 0.0),
            f"it is {dims / 2 * two_pi:.3f} too high: D/2 log 2 pi is missing.",
        ),
        ("two-pi-once", density(scaled, log_v, two_pi / dims), f"log 2 pi counts once for each of {dims} dimensions."),
        ("log-variance-forgotten", density(scaled, 0 * log_v), "the term of logvar is missing: a wide density is low."),
        ("logvar-sign", density(scaled, -log_v), "the sign of the logvar term is flipped: a wide density is low."),
        (
            "logvar-as-log-sigma",
            density(squared / np.exp(2 * log_v), 2 * log_v),
            "you read logvar as log sigma: it is log sigma^2, so sigma = exp(0.5 * logvar).",
        ),
        (
            "divided-by-variance-squared",
            density(squared / np.exp(2 * log_v)),
            "exp(logvar) is sigma^2 already: divide (x - mean)^2 by it once, do not square it again.",
        ),
        (
            "divided-by-sigma",
            density(squared / np.exp(log_v / 2)),
            "you divide (x - mean)^2 by sigma = exp(0.5 * logvar): divide it by sigma^2 = exp(logvar).",
        ),
        (
            "divided-by-logvar",
            density(squared / log_v),
            "you divide by logvar: the variance is exp(logvar), which is never negative.",
        ),
        (
            "multiplied-by-variance",
            density(squared * np.exp(log_v)),
            "you multiply by the variance: divide, (x - mean)^2 / exp(logvar).",
        ),
        (
            "not-squared",
            density((x - mean).numpy() / np.exp(log_v)),
            "x - mean should be squared: left and right of the mean are alike.",
        ),
        (
            "variance-instead-of-its-log",
            density(scaled, np.exp(log_v)),
            "the middle term is log sigma^2 = logvar itself, without exp.",
        ),
        ("not-divided", density(squared), "(x - mean)^2 is not divided by the variance, exp(logvar)."),
        (
            "logvar-not-halved",
            density(scaled, 2 * log_v),
            "the logvar term needs its one half: log sigma = logvar / 2.",
        ),
        (
            "logvar-halved-twice",
            density(scaled, log_v / 2),
            "logvar is halved twice: one half before the brackets does.",
        ),
        ("not-halved", 2 * right, "the one half is missing: it stands before all three terms."),
        (
            "two-pi-not-logged",
            density(scaled, log_v, 2 * math.pi),
            "2 pi stands in the log: math.log(2 * math.pi).",
        ),
        (
            "two-pi-halved-twice",
            density(scaled, log_v, two_pi / 2),
            "log 2 pi is halved twice: the root of 2 pi and the one half before the brackets are the same.",
        ),
        ("distance-not-halved", density(2 * scaled), "the squared distance needs its one half."),
        ("averaged-over-dimensions", right / dims, f"it is 1/{dims} of mine: logs of independent dimensions add up."),
        ("sign", -right, "the sign is flipped: this is the loss, minus the log density."),
        ("density-instead", np.exp(right), "this is a density: return its log."),
    ]
    name_slip(got, right, slips, "log density")


def _draws(seed: int, n: int, d: int) -> tuple[Tensor, Tensor, Tensor]:
    "Points, and one mean and one logvar for all of them, as tensors that repeat themselves."
    return normal(seed, n, d), normal(seed, d).expand(n, d), normal(seed + 1, d).expand(n, d)


def _many_points(seed: int) -> list[tuple[Tensor, Tensor, Tensor]]:
    "40 rows of 7 dimensions, or of 9."
    dims = 7 + 2 * (seed % 2)
    return [(normal(seed, 40, dims), 0.5 * normal(seed + 1, 40, dims), normal(seed + 2, 40, dims) + 0.5)]


def _formula(x: Tensor, mean: Tensor, logvar: Tensor) -> Formula:
    away, log_v = (x - mean).double().numpy(), logvar.double().numpy()
    v = np.exp(log_v)
    others = {
        "(x - mean)^2": away**2,
        "(x - mean)^2 / sigma": away**2 / np.sqrt(v),
        "(x - mean)^2 / sigma^4": away**2 / v**2,
        "(x - mean)^2 * sigma^2": away**2 * v,
        "|x - mean| / sigma": np.abs(away) / np.sqrt(v),
        "(x - mean) / sigma^2": away / v,
    }
    return Formula(
        (
            Term(
                "(x - mean)^2 / sigma^2", -0.5, (away**2 / v).sum(1), {k: other.sum(1) for k, other in others.items()}
            ),
            Term("logvar", -0.5, log_v.sum(1), {"sigma^2": v.sum(1), "sigma": np.sqrt(v).sum(1)}),
            Term("log(2 pi)", -0.5, np.full(len(away), math.log(2 * math.pi) * away.shape[1])),
        ),
        {"dimensions": away.shape[1]},
    )


EXERCISE = Exercise(
    name="elbo.gaussian_log_prob",
    points=1,
    lesson="elbo",
    reference=probability.gaussian_log_prob,
    probe=probe,
    judge=judge,
    terms=sum_of_terms("the log density", _many_points, _formula),
    uses=(
        Use("for the lesson's 200,000 draws", lambda seed: _draws(seed, 200_000, 2), "the log density"),
        Use("for a batch of one", lambda seed: _draws(seed, 1, 2), "the log density"),
        Use("for a single dimension", lambda seed: _draws(seed, 40, 1), "the log density"),
        Use("in float64", lambda seed: tuple(x.double() for x in _draws(seed, 9, 4)), "the log density"),
    ),
)
