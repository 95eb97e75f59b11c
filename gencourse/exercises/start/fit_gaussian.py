"""start.fit_gaussian: mean and covariance of two clouds, divided by N or by N - 1."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record, unpack
from gencourse.exercises.core.slips import float32_near, name_slip, show
from gencourse.exercises.core.uses import normal


def _clouds(seed: int) -> dict[str, Tensor]:
    "Two clouds away from the origin, with correlated coordinates and few enough points to tell N from 2N."
    generator = torch.Generator().manual_seed(seed)
    clouds = {}
    for name, n, d in (("plane", 40, 2), ("space", 60, 3)):
        mixing = torch.randn(d, d, generator=generator) + 2 * torch.eye(d)
        clouds[name] = torch.randn(n, d, generator=generator) @ mixing + torch.linspace(3, -2, d)
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
        n, d = x.shape
        points = x.double().numpy()
        if observed[f"{name} mean"].ndim == 0:
            raise Mistake("mean-of-everything", f"mean should have shape [{d}], got one number: use x.mean(0).")
        if observed[f"{name} cov"].shape == (n, n):
            raise Mistake(
                "rows-as-variables",
                f"cov should have shape [{d}, {d}], got [{n}, {n}]: cov functions take rows for variables, "
                "but here each row is a point. Transpose first.",
            )
        mean = expect({"mean": observed[f"{name} mean"]}, "mean", [d])
        cov = expect({"cov": observed[f"{name} cov"]}, "cov", [d, d])
        if not float32_near(mean, points.mean(0)):
            raise Mistake("wrong-mean", f"mean should be about {show(points.mean(0))}, got {show(mean)}.")
        _judge_covariance(cov, points)


def _judge_covariance(cov: np.ndarray, points: np.ndarray) -> None:
    right = np.cov(points.T, bias=True)
    n = len(points)
    raw = points.T @ points
    slips = [
        ("not-centred", raw / n, "x.T @ x / N measures spread around the origin. Subtract the mean first."),
        ("not-divided", right * n, f"it is {n} times too large: divide the sum by the number of points."),
        (
            "diagonal-only",
            np.diag(np.diag(right)),
            "the variances are right, but the off-diagonal is 0: it holds the mean of (x0 - m0) * (x1 - m1).",
        ),
        (
            "correlation-instead",
            np.corrcoef(points.T),
            "this is the correlation, with ones on the diagonal: the covariance is not divided by the deviations.",
        ),
    ]
    name_slip(
        cov,
        right,
        [(slug, wrong, f"cov: {sentence}") for slug, wrong, sentence in slips],
        "covariance",
        also=[right * n / (n - 1)],  # N - 1 is torch.cov's own choice
        near=partial(float32_near, cov),
        otherwise=Mistake("wrong-covariance", f"cov should be about {show(right)}, got {show(cov)}."),
    )


EXERCISE = Exercise(
    name="start.fit_gaussian",
    points=1,
    lesson="start_here",
    reference=probability.fit_gaussian,
    probe=probe,
    judge=judge,
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
