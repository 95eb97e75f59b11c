"""start.log_likelihood: the mean log density, as torch.distributions gives it."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import float32_near, name_slip
from gencourse.exercises.core.uses import normal

ABOVE_0 = "a density may be above 1 where it is narrow, and its log above 0: leave out the abs or the clamp."


def _densities(seed: int) -> dict[str, tuple[Tensor, Tensor, Tensor]]:
    "Points, a mean and a covariance whose log determinant is far from 0: one in the plane, one in space."
    generator = torch.Generator().manual_seed(seed)
    cases = {}
    # Two numbers of dimensions: a constant that is right for one is wrong for the other
    # In the last one most densities are above 1
    for name, n, d, scale in (("plane", 30, 2, 2.0), ("space", 50, 3, 0.4), ("narrow", 40, 3, 0.05)):
        root = scale * (torch.eye(d) + 0.3 * torch.rand(d, d, generator=generator))
        mean = torch.randn(d, generator=generator)
        x = mean + torch.randn(n, d, generator=generator) @ root.T * 1.3
        cases[name] = (x, mean, root @ root.T)
    return cases


def probe(attempt: Any, seed: int) -> Arrays:
    return {
        name: record(call(attempt, x, mean, cov), "number", "the log-likelihood")
        for name, (x, mean, cov) in _densities(seed).items()
    }


def judge(observed: Arrays, seed: int) -> None:
    for name, (x, mean, cov) in _densities(seed).items():
        n, d = x.shape
        if observed[name].size == n and n > 1:
            raise Mistake("not-averaged", f"one number for each of the {n} points: return their mean, one number.")
        got = float(expect({"the log-likelihood": observed[name].squeeze()}, "the log-likelihood", []))
        density = MultivariateNormal(mean.double(), cov.double()).log_prob(x.double())
        right = float(density.mean())
        log_det = float(torch.logdet(cov.double()))
        two_pi = d / 2 * math.log(2 * math.pi)
        distance = right + 0.5 * log_det + two_pi  # minus half the mean squared Mahalanobis distance
        slips = [
            ("kept-below-0", -abs(right), ABOVE_0),
            ("kept-below-0", min(right, 0.0), ABOVE_0),
            ("summed", n * right, f"it is {n} times mine: average over the points, so that N does not matter."),
            (
                "no-normaliser",
                distance,
                "only the distance term is there: subtract (log det cov + D log 2 pi) / 2, which makes it a density.",
            ),
            ("log-det-sign", right + log_det, "the sign of the log det cov term is flipped: a wide density is low."),
            ("log-det-forgotten", right + 0.5 * log_det, "log det cov / 2 is missing: a wide density is low."),
            ("log-det-not-halved", right - 0.5 * log_det, "log det cov is there in full: the formula has half of it."),
            ("two-pi-forgotten", right + two_pi, f"it is {two_pi:.3f} too high: D/2 log 2 pi is missing."),
            (
                "two-pi-once",
                right + two_pi * (1 - 1 / d),
                f"the 2 pi term should grow with D: D/2 log 2 pi = {two_pi:.3f} for D = {d}.",
            ),
            ("distance-not-halved", right + distance, "the squared distance needs its factor one half."),
            ("sign", -right, "the sign is flipped: this is the negative log-likelihood, the loss."),
            ("density-instead", float(density.exp().mean()), "this is a density: take the log of each point first."),
            (
                "log-of-mean",
                float(density.exp().mean().log()),
                "this is the log of the mean density; the log-likelihood is the mean of the logs.",
            ),
        ]
        otherwise = Mistake("wrong-log-likelihood", f"the log-likelihood should be {right:.3f} nats, got {got:.3f}.")
        name_slip(got, right, slips, "log-likelihood", near=partial(float32_near, got), otherwise=otherwise)


EXERCISE = Exercise(
    name="start.log_likelihood",
    points=2,
    lesson="start_here",
    reference=probability.log_likelihood,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 200 points",
            lambda seed: (normal(seed, 200, 2), *_densities(seed)["plane"][1:]),
            "the log-likelihood",
            number=True,
        ),
        Use(
            "for one point",
            lambda seed: (normal(seed, 1, 2), *_densities(seed)["plane"][1:]),
            "the log-likelihood",
            number=True,
        ),
    ),
)
