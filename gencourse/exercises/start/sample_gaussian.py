"""start.sample_gaussian: the draws must have the moments asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.noise import judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip, show
from gencourse.exercises.core.uses import normal

DRAWS = 20_000  # enough for each slip below to fail on each of the 20 seeds of the tests


def _target(seed: int) -> tuple[Tensor, Tensor]:
    "A mean and a strongly correlated covariance, so that every wrong root of it shows."
    generator = torch.Generator().manual_seed(seed)
    u = torch.rand(5, generator=generator)
    wide, narrow, correlation = 1.6 + 0.6 * u[0], 0.5 + 0.2 * u[1], 0.75 + 0.1 * u[2]
    mean = torch.stack([2 + 2 * u[3], -2 - 2 * u[4]])
    off = correlation * wide * narrow
    return mean, torch.stack([torch.stack([wide**2, off]), torch.stack([off, narrow**2])])


def _turned(cov: Tensor) -> Tensor:
    "The same variances, and the correlation with its sign turned."
    return cov * torch.tensor([[1.0, -1.0], [-1.0, 1.0]])


def probe(attempt: Any, seed: int) -> Arrays:
    mean, cov = _target(seed)
    # A second size, for an n that is written into the answer; twice, for a seed that is
    sizes = {"many": DRAWS, "few": 50, "few again": 50}
    observed = {name: record(call(attempt, mean, cov, n), name="the sample") for name, n in sizes.items()}
    return observed | {"turned": record(call(attempt, mean, _turned(cov), DRAWS), name="the sample")}


def judge(observed: Arrays, seed: int) -> None:
    mean, cov = (x.double().numpy() for x in _target(seed))
    x = expect({"the sample": observed["many"]}, "the sample", [DRAWS, 2])
    few = expect({"the sample for n = 50": observed["few"]}, "the sample for n = 50", [50, 2])
    # Without spread it is one point for all, which has its own sentence
    if np.array_equal(few, observed["few again"]) and few.std(0).max() > 1e-6:
        raise Mistake("same-points-again", "two calls gave the same points: do not seed inside the function.")
    if x.std(0).max() < 1e-6:
        raise Mistake("one-point", "all points are the same: draw noise of shape [n, D], a fresh row for each point.")
    got_mean, got_cov = x.mean(0), np.cov(x.T)
    _judge_moments(mean, cov, got_mean, got_cov)
    z = np.linalg.solve(np.linalg.cholesky(cov), (x - mean).T).T
    judge_draws(z, "the noise behind your points", "coordinates")
    turned = expect({"the sample": observed["turned"]}, "the sample", [DRAWS, 2])
    due, got_cov = _turned(torch.from_numpy(cov)).numpy(), np.cov(turned.T)
    name_slip(
        got_cov,
        due,
        [
            (
                "sign-of-the-correlation-lost",
                cov,
                "with a negative covariance your points go up together all the same: the root of cov keeps its signs.",
            )
        ],
        "covariance",
        near=partial(_is_sample_covariance, got_cov),
        otherwise=Mistake(
            "wrong-covariance", f"the covariance of your points should be about {show(due)}, got {show(got_cov)}."
        ),
    )


def _judge_moments(mean: np.ndarray, cov: np.ndarray, got_mean: np.ndarray, got_cov: np.ndarray) -> None:
    L = np.linalg.cholesky(cov)
    slips = [
        (
            "root-from-the-wrong-side",
            L.T @ L,
            "the covariance of your samples is L^T L: z @ L multiplies from the wrong side. Rows need z @ L.T.",
        ),
        (
            "covariance-as-root",
            cov @ cov,
            "the covariance of your samples is cov @ cov: multiply the noise by a root of cov, not by cov itself.",
        ),
        (
            "correlation-lost",
            np.diag(np.diag(cov)),
            "each coordinate has the right variance, but they are independent: use a matrix root such as the "
            "Cholesky factor, not the square roots of the diagonal.",
        ),
        (
            "elementwise-root",
            np.sqrt(cov) @ np.sqrt(cov),
            "torch.sqrt takes the root of each entry; you need a matrix L with L @ L.T = cov: torch.linalg.cholesky.",
        ),
        ("noise-alone", np.eye(2), "your points have covariance I: the noise is not yet multiplied by a root of cov."),
        (
            "uniform-noise",
            cov / 12,
            "the spread is 12 times too small: torch.rand is uniform on [0, 1]; torch.randn is standard normal.",
        ),
    ]
    otherwise = Mistake(
        "wrong-covariance", f"the covariance of your points should be about {show(cov)}, got {show(got_cov)}."
    )
    fits = partial(_is_sample_covariance, got_cov)
    name_slip(got_cov, cov, slips, "covariance", near=fits, otherwise=otherwise)
    error = np.sqrt(np.diag(cov) / DRAWS)  # 6 standard errors of two means: a right answer fails with probability 4e-9
    if np.all(np.abs(got_mean - mean) < 6 * error):
        return
    if np.all(np.abs(got_mean) < 6 * error):
        raise Mistake("mean-forgotten", "the points lie around the origin: add the mean.")
    raise Mistake("wrong-mean", f"the points' mean should be about {show(mean)}, got {show(got_mean)}.")


def _is_sample_covariance(got: np.ndarray, cov: np.ndarray) -> bool:
    """Whether `got` may be the covariance of DRAWS points from N(0, cov).

    Three entries, 6 standard errors each: a right answer fails with probability 1e-8, its gamma tails included.
    """
    variances = np.diag(cov)
    error = np.sqrt((np.outer(variances, variances) + cov**2) / DRAWS)
    return bool(np.all(np.abs(got - cov) < 6 * error))


def _many_pixels(seed: int) -> tuple[Tensor, Tensor]:
    "A mean and a covariance of 784 pixels, as the lesson fits them to digits."
    factor = normal(seed, 784, 20)
    return normal(seed, 784), factor @ factor.T / 20 + 0.001 * torch.eye(784)


EXERCISE = Exercise(
    name="start.sample_gaussian",
    points=2,
    lesson="start_here",
    reference=probability.sample_gaussian,
    probe=probe,
    judge=judge,
    uses=(
        Use("for 500 points of 784 pixels", lambda seed: (*_many_pixels(seed), 500), "the sample", form_only=True),
        Use("for one point", lambda seed: (*_target(seed), 1), "the sample", form_only=True),
    ),
)
