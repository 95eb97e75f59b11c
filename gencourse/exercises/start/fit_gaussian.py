"""start.fit_gaussian: mean and covariance of two clouds, divided by N or by N - 1."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record, unpack
from gencourse.exercises.core.slips import float32_near, show
from gencourse.exercises.core.uses import normal


def _clouds(seed: int) -> dict[str, Tensor]:
    """Two clouds away from the origin, with correlated coordinates and few enough points to tell N from 2N.

    A third one is so narrow that a little on the diagonal shows.
    """
    generator = torch.Generator().manual_seed(seed)
    clouds = {}
    # The first, of which mistakes are told, has other sizes at the next seed: a 3 is told from D
    sizes = [(40, 3), (61, 5)]
    for name, (n, d) in zip(("first", "second"), sizes[:: 1 - 2 * (seed % 2)], strict=True):
        mixing = torch.randn(d, d, generator=generator) + 2 * torch.eye(d)
        clouds[name] = torch.randn(n, d, generator=generator) @ mixing + torch.linspace(3, -2, d)
    clouds["narrow"] = 0.1 * clouds["second"]
    return clouds


def probe(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, x in _clouds(seed).items():
        mean, cov = unpack(call(attempt, x), "mean", "cov")
        observed[f"{name} mean"] = record(mean, name="mean")
        observed[f"{name} cov"] = record(cov, name="cov")
    return observed


def judge(observed: Arrays, seed: int) -> None:
    for name, x in _clouds(seed).items():
        points = x.double().numpy()
        mean, cov = observed[f"{name} mean"], observed[f"{name} cov"]
        _judge_shapes(mean.shape, cov.shape, *points.shape)
        _judge_mean(expect({"mean": mean}, "mean", points.shape[1:]), points)
        _judge_covariance(expect({"cov": cov}, "cov", [points.shape[1]] * 2), points)


def _judge_shapes(mean: tuple[int, ...], cov: tuple[int, ...], n: int, d: int) -> None:
    if (mean, cov) == ((d, d), (d,)):
        raise Mistake("swapped", "the mean comes first and the covariance second: yours are swapped.")
    if mean == ():
        raise Mistake("mean-of-everything", f"mean should have shape [{d}], got one number: use x.mean(0).")
    if mean == (n,):
        raise Mistake("mean-of-rows", f"mean should have shape [{d}], got one number for each of the {n} points.")
    if cov == (n, n):
        raise Mistake(
            "rows-as-variables",
            f"cov should have shape [{d}, {d}], got [{n}, {n}], one row for each point. It needs one for each "
            "coordinate: torch.cov takes x.T, and a product is centred.T @ centred.",
        )
    if cov == (2, 2):
        raise Mistake(
            "for-the-plane-alone",
            f"cov should have shape [{d}, {d}] for points of {d} coordinates, got [2, 2]: is the 2 written in?",
        )
    if cov == (d,):
        raise Mistake("variances-alone", f"cov should have shape [{d}, {d}], got [{d}]: the covariance is a matrix.")


def _judge_mean(mean: np.ndarray, points: np.ndarray) -> None:
    n, d = points.shape
    ways = {
        "of": [
            Choice(points.mean(0)),
            Choice(
                points.sum(0), "mean-not-divided", f"mean: it is the sum of the points, not yet divided by N = {n}."
            ),
            Choice(points.sum(0) / d, "mean-over-d", f"mean: the sum is divided by D = {d}, and not by N = {n}."),
            Choice(points.sum(0) / (n - 1), "mean-over-n-1", "mean: the sum is divided by N - 1: the mean takes N."),
            Choice(np.median(points, 0), "median", "mean: it is the median."),
            Choice(np.sort(points, 0)[(n - 1) // 2], "median", "mean: it is the median."),  # as torch has it
            Choice(np.full(d, points.mean()), "one-mean-for-all", "mean: all coordinates got one mean: use x.mean(0)."),
            Choice(np.zeros(d), "mean-of-centred", "mean: it is 0, the mean of the points once they are centred."),
        ],
    }
    otherwise = Mistake("wrong-mean", f"mean should be about {show(points.mean(0))}, got {show(mean)}.")
    near = partial(float32_near, mean)
    name_choices(mean, lambda of: of, ways, otherwise, near=near)


def _judge_covariance(cov: np.ndarray, points: np.ndarray) -> None:
    n, d = points.shape
    own = points.mean(0)
    stages = {
        "centre": [
            Choice(own),
            Choice(
                points[0],
                "centred-on-a-point",
                "cov: the first point is subtracted: the covariance is around the mean.",
            ),
            Choice(
                points[-1],
                "centred-on-a-point",
                "cov: the last point is subtracted: the covariance is around the mean.",
            ),
            Choice(0 * own, "not-centred", "cov: the points are not centred, so it measures spread around the origin."),
            Choice(
                np.full(d, points.mean()),
                "centred-on-one-number",
                "cov: one mean of all numbers is subtracted: each coordinate has a mean of its own, x.mean(0).",
            ),
        ],
        "form": [
            Choice(lambda s: s),
            Choice(
                lambda s: np.diag(np.linalg.eigvalsh(s)),
                "eigenvalues-instead",
                "cov: these are its eigenvalues, on a diagonal: return the covariance as it is.",
            ),
            Choice(
                np.linalg.cholesky,
                "root-instead",
                "cov: this is its Cholesky factor, a root: return the covariance itself.",
            ),
            Choice(np.abs, "sign-lost", "cov: it has no negative entry: a covariance may be below 0, leave out abs."),
            Choice(
                lambda s: np.diag(np.diag(s)),
                "diagonal-only",
                "cov: off the diagonal it is 0, and there stands the mean of (x0 - m0) * (x1 - m1).",
            ),
            Choice(
                lambda s: np.diag(np.sqrt(np.diag(s))),
                "deviations-on-the-diagonal",
                "cov: it has the standard deviations on its diagonal, and nothing beside it. A variance is their "
                "square, and off the diagonal stands the mean of (x0 - m0) * (x1 - m1).",
            ),
            Choice(
                lambda s: s / np.sqrt(np.outer(np.diag(s), np.diag(s))),
                "correlation-instead",
                "cov: this is the correlation, with ones on the diagonal: the covariance is not divided by the "
                "deviations.",
            ),
            Choice(
                lambda s: s + np.outer(own, own) - own**2,
                "squared-means-subtracted",
                "cov: mean * mean is subtracted, which has D numbers: torch.outer(mean, mean) has one for each pair.",
            ),
            Choice(
                lambda s: s + 1e-3 * np.eye(d),
                "diagonal-raised",
                "cov: 0.001 is added to its diagonal: return the covariance as it is. Whoever needs a root can add it.",
            ),
            Choice(
                lambda s: np.sqrt(np.outer(np.diag(s), np.diag(s))),
                "deviations-multiplied",
                "cov: each entry is the product of two deviations, as if the coordinates always moved together: off "
                "the diagonal stands the mean of (x0 - m0) * (x1 - m1).",
            ),
        ],
        "divisor": [
            Choice(n),
            Choice(n - 1),  # torch.cov's own choice
            Choice(1, "not-divided", f"cov: the sum over the points is not divided by N = {n}."),
            Choice(d, "divided-by-d", f"cov: the sum is divided by D = {d}, the coordinates, and not by N = {n}."),
            Choice(n + 1, "divided-by-n+1", "cov: the sum is divided by N + 1: take N."),
            Choice(n * n, "divided-twice", f"cov: it is divided by N = {n} twice."),
            Choice(n * d, "divided-by-n-and-d", f"cov: it is divided by D = {d}, too: by N = {n} alone."),
        ],
    }

    def compute(centre: np.ndarray, form: Any, divisor: int) -> np.ndarray:
        away = points - centre
        return form(away.T @ away / divisor)

    right = np.cov(points.T, bias=True)
    otherwise = Mistake("wrong-covariance", _first_wrong(right, cov))
    name_choices(cov, compute, stages, otherwise, near=partial(_near, cov))


def _first_wrong(right: np.ndarray, cov: np.ndarray) -> str:
    "The matrices, or the entry that differs most where they read alike."
    if show(right) != show(cov):
        return f"cov should be about {show(right)}, got {show(cov)}."
    worst = np.unravel_index(np.abs(cov - right).argmax(), cov.shape)
    return f"cov at {[int(i) for i in worst]} should be about {right[worst]:.4g}, got {cov[worst]:.4g}."


def _near(got: np.ndarray, right: np.ndarray) -> bool:
    "On the scale of the largest entry, however small that is."
    return bool(np.abs(got - right).max() <= 2e-3 * np.abs(right).max())


def _three_places() -> tuple[Tensor]:
    "So many points that N and N - 1 are the same but for a fraction of a hundredth."
    return (torch.tensor([[0.0, 0.0], [0.0, 3.0], [3.0, 3.0]]).repeat(200, 1),)


def _parts(answer: Any, x: Tensor) -> dict[str, Tensor]:
    mean, cov = answer
    return {"the mean": mean, "the covariance": cov}


EXERCISE = Exercise(
    name="start.fit_gaussian",
    points=1,
    lesson="start_here",
    reference=probability.fit_gaussian,
    probe=probe,
    judge=judge,
    examples=(
        Example(_three_places, given="200 points at each of [0, 0], [0, 3] and [3, 3]", look=_parts, within=9e-3),
    ),
    uses=(
        Use(
            "for the lesson's 4,000 digits of 784 pixels",
            lambda seed: (normal(seed, 61, 784),),
            ("mean", "cov"),
            stands_for={61: 4000},
            form_only=True,  # N and N - 1 are both right
        ),
    ),
)
