"""start.log_likelihood: the mean log density, as torch.distributions gives it."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import float32_near, name_slip
from gencourse.exercises.core.uses import normal
from gencourse.exercises.start.density_terms import TERMS

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
        n = len(x)
        if observed[name].size == n and n > 1:
            raise Mistake("not-averaged", f"one number for each of the {n} points: return their mean, one number.")
        got = float(expect({"the log-likelihood": observed[name].squeeze()}, "the log-likelihood", []))
        density = MultivariateNormal(mean.double(), cov.double()).log_prob(x.double())
        right = float(density.mean())
        slips = [
            ("kept-below-0", -abs(right), ABOVE_0),
            ("kept-below-0", min(right, 0.0), ABOVE_0),
            ("density-instead", float(density.exp().mean()), "this is a density: take the log of each point first."),
            (
                "log-of-mean",
                float(density.exp().mean().log()),
                "this is the log of the mean density; the log-likelihood is the mean of the logs.",
            ),
        ]
        otherwise = Mistake("wrong-log-likelihood", f"the log-likelihood should be {right:.3f} nats, got {got:.3f}.")
        name_slip(got, right, slips, "log-likelihood", near=partial(float32_near, got), otherwise=otherwise)


def _point(x: list[float], mean: list[float], cov: list[list[float]]) -> tuple[Tensor, Tensor, Tensor]:
    return torch.tensor([x]), torch.tensor(mean), torch.tensor(cov)


def _two_points() -> tuple[Tensor, Tensor, Tensor]:
    "Where an average over points is no sum, and one of logs no log of an average."
    return torch.tensor([[3.0], [7.0]]), torch.tensor([1.0]), torch.tensor([[4.0]])


EXERCISE = Exercise(
    name="start.log_likelihood",
    points=2,
    lesson="start_here",
    reference=probability.log_likelihood,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: _point([3.0], [1.0], [[4.0]]), "the log-likelihood"),  # - (1 + log 4 + log 2 pi) / 2
        Example(lambda: _point([3.0, 0.0], [1.0, 0.0], [[4.0, 2.0], [2.0, 2.0]]), "the log-likelihood"),
        Example(_two_points, "the log-likelihood"),
    ),
    terms=TERMS,
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
