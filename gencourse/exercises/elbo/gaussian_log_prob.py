"""elbo.gaussian_log_prob: a log density, as torch.distributions gives it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal

ABOVE_0 = "a density may be above 1 where it is narrow, and its log above 0: leave out the abs or the clamp."
LOG_TWO_PI = math.log(2 * math.pi)


def _gaussians(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 2 * torch.randn(7, 4, generator=generator)
    logvar = 4 * torch.rand(7, 4, generator=generator) - 2.5  # of both signs: its log or root is nan
    x = mean + 1.3 * torch.randn(7, 4, generator=generator)
    # A narrow one, and a point close to its mean: there the density is above 1
    logvar[0] -= 4
    x[0] = mean[0] + 0.02 * torch.randn(4, generator=generator)
    # Thirty deviations away, as on the lesson's grid: the density is 0 in float32, and its log is not
    x[1] = mean[1] + 30 * (logvar[1] / 2).exp()
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
        raise Mistake("summed-over-the-batch", f"each of the {rows} rows has a density of its own: .sum(1).")
    if np.isnan(observed["log_prob"]).any():
        raise Mistake("log-of-logvar", "some are nan: logvar is a log already, and no log or root of it can be taken.")
    if (
        shape == (rows,)
        and observed["log_prob"][1] == -np.inf
        and np.isfinite(np.delete(observed["log_prob"], 1)).all()
    ):
        raise Mistake(
            "underflow",
            "30 sigma from the mean you return -inf: exp(-450) is 0 in a computer, and log(0) is -inf. Add up the logs "
            "as in the formula, without an exp of the distance.",
        )
    got = expect({"the log density": observed["log_prob"]}, "the log density", [rows])
    right = Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).numpy()
    slips = [
        ("kept-below-0", -np.abs(right), ABOVE_0),
        ("kept-below-0", np.minimum(right, 0), ABOVE_0),
        ("density-instead", np.exp(right), "this is a density: return its log."),
    ]
    name_slip(got, right, slips, "log density")


def _draws(seed: int, n: int, d: int) -> tuple[Tensor, Tensor, Tensor]:
    "Points, and one mean and one logvar for all of them, as tensors that repeat themselves."
    return normal(seed, n, d), normal(seed, d).expand(n, d), normal(seed + 1, d).expand(n, d)


# What a teacher adds to what the terms say
HINTS = {
    "(x-mean)^2/sigma^4-for-(x-mean)^2/sigma^2+logvar-twice": "You read logvar as log sigma.",
    "(x-mean)^2/sigma^4-for-(x-mean)^2/sigma^2": "exp(logvar) is sigma^2 already.",
    "(x-mean)^2/sigma-for-(x-mean)^2/sigma^2": "exp(logvar) is sigma^2, exp(0.5 * logvar) its root.",
    "logvar-missing+log(2-pi)-missing": "Without them a wide density always wins.",
    "logvar-missing": "A wide density is low.",
    "logvar-sign": "A wide density is low.",
    "logvar-half": "The middle term is log sigma^2 = logvar itself.",
    "sigma^2-for-logvar": "The middle term is log sigma^2 = logvar itself.",
    "whole-twice": "One half stands before all three terms.",
    "whole-sign": "This is the loss, minus the log density.",
    "log(2-pi)-half": "Is it halved twice?",
}


def _many_points(seed: int) -> list[tuple[Tensor, Tensor, Tensor]]:
    "40 rows of 7 dimensions, or 44 of 9."
    rows, dims = ((40, 7), (44, 9))[seed % 2]
    return [(normal(seed, rows, dims), 0.5 * normal(seed + 1, rows, dims), normal(seed + 2, rows, dims) + 0.5)]


def _formula(x: Tensor, mean: Tensor, logvar: Tensor) -> Formula:
    x, mean, logvar = x.double(), mean.double(), logvar.double()
    v, squared = logvar.exp(), (x - mean) ** 2
    distances = {
        "(x - mean)^2": squared,
        "(x - mean)^2 / sigma": squared / v.sqrt(),
        "(x - mean)^2 / sigma^4": squared / v**2,
        "(x - mean)^2 * sigma^2": squared * v,
        "(x - mean)^2 / logvar": squared / logvar,
        "|x - mean| / sigma": squared.sqrt() / v.sqrt(),
        "(x - mean) / sigma^2": (x - mean) / v,
        "|x - mean| / sigma^2": squared.sqrt() / v,
        "x^2 / sigma^2": x**2 / v,
        "(x + mean)^2 / sigma^2": (x + mean) ** 2 / v,
        "(x^2 - mean^2) / sigma^2": (x**2 - mean**2) / v,
    }
    constants = {"log(pi)": math.log(math.pi), "2 pi": 2 * math.pi, "pi log(2)": math.pi * math.log(2)}
    others = {"sigma^2": v.sum(1).numpy(), "sigma": v.sqrt().sum(1).numpy()}
    count = np.full(len(x), x.shape[1])
    return Formula(
        (
            Term(
                "(x - mean)^2 / sigma^2",
                -0.5,
                (squared / v).sum(1).numpy(),
                {name: other.sum(1).numpy() for name, other in distances.items()},
            ),
            Term("logvar", -0.5, logvar.sum(1).numpy(), others),
            Term(
                "log(2 pi)",
                -0.5,
                count * LOG_TWO_PI,
                {name: count * number for name, number in constants.items()},
                constant=True,
            ),
        ),
        {"dimensions": x.shape[1], "rows": len(x)},
        averages=("rows",),
    )


EXERCISE = Exercise(
    name="elbo.gaussian_log_prob",
    points=1,
    lesson="elbo",
    reference=probability.gaussian_log_prob,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[3.0]]), torch.tensor([[1.0]]), torch.tensor([[0.5]])), "the log density"),
        Example(
            lambda: (
                torch.tensor([[1.0, 0.0], [0.0, 1.0]]),
                torch.zeros(2, 2),
                torch.tensor([[1.0, 0.0], [1.0, -1.0]]),
            ),
            "the log density",
        ),
        Example(lambda: (torch.tensor([[20.0]]), torch.tensor([[0.0]]), torch.tensor([[0.0]])), "the log density"),
    ),
    terms=sum_of_terms("the log density", _many_points, _formula, HINTS),
    uses=(
        Use("for the lesson's 200,000 draws", lambda seed: _draws(seed, 200_000, 2), "the log density"),
        Use("for a batch of one", lambda seed: _draws(seed, 1, 2), "the log density"),
        Use("for a single dimension", lambda seed: _draws(seed, 40, 1), "the log density"),
        Use("in float64", lambda seed: tuple(x.double() for x in _draws(seed, 9, 4)), "the log density"),
    ),
)
