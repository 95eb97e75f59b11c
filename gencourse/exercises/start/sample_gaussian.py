"""start.sample_gaussian: the draws must have the moments asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.choices import name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.noise import judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip, show
from gencourse.exercises.core.uses import normal
from gencourse.exercises.start.draws import moments_of, ways_to_draw

DRAWS = 20_000  # enough for each slip below to fail on each of the 20 seeds of the tests


def _target(seed: int) -> tuple[Tensor, Tensor]:
    "A mean and a strongly correlated covariance, so that every wrong root of it shows: in a plane, V may be V^T."
    generator = torch.Generator().manual_seed(seed)
    u = torch.rand(8, generator=generator)
    spread = torch.stack([1.6 + 0.6 * u[0], 0.5 + 0.2 * u[1], 1.0 + 0.2 * u[2]])
    a, b, c = 0.75 + 0.1 * u[3], 0.3 + 0.1 * u[4], torch.tensor(0.55)
    one = torch.tensor(1.0)
    correlation = torch.stack([torch.stack(row) for row in ([one, a, b], [a, one, c], [b, c, one])])
    mean = torch.tensor([2.0, -2.0, 1.0]) * (1 + u[5:])
    return mean, torch.outer(spread, spread) * correlation


def _turned(cov: Tensor) -> Tensor:
    "The same variances, and the first coordinate's correlations with their sign turned."
    sign = torch.tensor([-1.0, 1.0, 1.0], dtype=cov.dtype)
    return cov * torch.outer(sign, sign)


def probe(attempt: Any, seed: int) -> Arrays:
    mean, cov = _target(seed)
    # A second size, for an n that is written into the answer; twice, for a seed that is
    sizes = {"many": DRAWS, "few": 50, "few again": 50}
    observed = {name: record(call(attempt, mean, cov, n), name="the sample") for name, n in sizes.items()}
    return observed | {"turned": record(call(attempt, mean, _turned(cov), DRAWS), name="the sample")}


def judge(observed: Arrays, seed: int) -> None:
    mean, cov = (x.double().numpy() for x in _target(seed))
    if observed["many"].shape == (len(mean), DRAWS):
        raise Mistake(
            "points-as-columns",
            f"your points are columns, shape {[len(mean), DRAWS]}: make them rows, as z @ L.T does with z: [n, D].",
        )
    if observed["many"].ndim == 2 and len(observed["many"]) != DRAWS:
        raise Mistake(
            "other-number",
            f"for n = {DRAWS:,} you return {len(observed['many']):,} points: is their number written in?",
        )
    x = expect({"the sample": observed["many"]}, "the sample", [DRAWS, len(mean)])
    few = expect({"the sample for n = 50": observed["few"]}, "the sample for n = 50", [50, len(mean)])
    # Without spread it is one point for all, which has its own sentence
    if np.array_equal(few, observed["few again"]) and few.std(0).max() > 1e-6:
        raise Mistake("same-points-again", "two calls gave the same points: do not seed inside the function.")
    if x.std(0).max() < 1e-6:
        raise Mistake("one-point", "all points are the same: draw noise of shape [n, D], a fresh row for each point.")
    z = np.linalg.solve(np.linalg.cholesky(cov), (x - mean).T).T
    if np.ptp(np.linalg.norm(z, axis=1)) < 1e-3:
        raise Mistake(
            "noise-of-one-length",
            "each point's noise has the same length, as if divided by its norm: take torch.randn as it comes.",
        )
    _judge_moments(mean, cov, x.mean(0), np.cov(x.T))
    judge_draws(z, "the noise behind your points", "coordinates")
    if np.abs(z.mean(0)).max() < 2e-5:  # three means of DRAWS numbers lie there once in 10^8
        raise Mistake(
            "noise-standardised",
            "the mean of your points is exactly the one asked for: a sample's own mean and spread vary. Leave the "
            "noise as torch.randn draws it.",
        )
    turned = expect({"the sample": observed["turned"]}, "the sample", [DRAWS, len(mean)])
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
    def fits(moments: tuple[np.ndarray, np.ndarray]) -> bool:
        return _is_sample_mean(got_mean, *moments) and _is_sample_covariance(got_cov, moments[1])

    times = float(np.diag(got_cov).sum() / np.diag(cov).sum())
    otherwise = Mistake(
        "wrong-covariance", f"the covariance of your points should be about {show(cov)}, got {show(got_cov)}."
    )
    if _is_sample_covariance(got_cov, cov):
        otherwise = Mistake("wrong-mean", f"the points' mean should be about {show(mean)}, got {show(got_mean)}.")
    elif times > 0 and _is_sample_covariance(got_cov / times, cov):
        otherwise = Mistake("scaled", f"the covariance of your points is {times:.2g} times cov.")
    name_choices(got_cov, moments_of, ways_to_draw(mean, cov), otherwise, near=fits)


def _is_sample_mean(got: np.ndarray, mean: np.ndarray, cov: np.ndarray) -> bool:
    "6 standard errors of three means: a right answer fails with probability 6e-9."
    return bool(np.all(np.abs(got - mean) < 6 * np.sqrt(np.diag(cov) / DRAWS)))


def _is_sample_covariance(got: np.ndarray, cov: np.ndarray) -> bool:
    """Whether `got` may be the covariance of DRAWS points from N(0, cov).

    Six entries, 6 standard errors each: a right answer fails with probability 2e-8, its gamma tails included.
    """
    variances = np.diag(cov)
    error = np.sqrt((np.outer(variances, variances) + cov**2) / DRAWS)
    return bool(np.all(np.abs(got - cov) < 6 * error))


def _moments(points: Tensor, mean: Tensor, cov: Tensor, n: int) -> dict[str, Tensor]:
    return {"their mean": points.mean(0), "their covariance": torch.cov(points.T)}


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
    examples=(
        Example(
            lambda: (torch.tensor([3.0, -1.0]), torch.tensor([[4.0, 2.0], [2.0, 2.0]]), 4000),
            given="4000 points from mean = [3, -1] and cov = [[4, 2], [2, 2]]",
            look=_moments,
            within=0.15,  # 6.7 standard errors of a variance, 14 of a mean
        ),
    ),
    uses=(
        Use("for 500 points of 784 pixels", lambda seed: (*_many_pixels(seed), 500), "the sample", form_only=True),
        Use("for one point", lambda seed: (*_target(seed), 1), "the sample", form_only=True),
    ),
)
