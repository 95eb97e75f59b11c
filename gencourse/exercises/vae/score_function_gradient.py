"""vae.score_function_gradient: the estimate from given noise is known, with and without a slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.uses import normal
from gencourse.exercises.vae.score_choices import Law, name_score

SCORES, DIM = 300, 4


def _bowl(z: Tensor) -> Tensor:
    "Below 0 for some draws."
    return (z - 1).square().sum(1) - 3


def _square(z: Tensor) -> Tensor:
    return z.square().sum(1)


def _steps(z: Tensor) -> Tensor:
    "No slope anywhere: the pathwise gradient is 0, and the score function still sees it."
    return z.sign().sum(1) + 2


FUNCTIONS = {"bowl": _bowl, "steps": _steps}


def _scores(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 1 + torch.rand(DIM, generator=generator, dtype=torch.float64)
    # Below 1 and above, a different one for each: a std too many or too few shows
    std = 0.4 + torch.tensor([0.0, 0.2, 1.0, 1.6]) + 0.1 * torch.rand(DIM, generator=generator, dtype=torch.float64)
    return mean, std, torch.randn(SCORES, DIM, generator=generator, dtype=torch.float64)


def probe(attempt: Any, seed: int) -> Arrays:
    mean, std, eps = _scores(seed)
    answers = {}
    for name, f in FUNCTIONS.items():
        answers[name] = record(call(attempt, f, mean, std, eps), name="the gradient")
    return answers | {"again": record(call(attempt, _steps, mean, std, eps), name="the gradient")}


def judge(observed: Arrays, seed: int) -> None:
    law = _scores(seed)
    if not np.array_equal(observed["steps"], observed["again"], equal_nan=True):
        raise Mistake(
            "noise-of-its-own", "two calls with the same eps differ: you draw noise, but eps is handed to you."
        )
    got = []
    for name in FUNCTIONS:
        if observed[name].shape == (SCORES, DIM):
            raise Mistake("not-averaged", f"one estimate for each of the {SCORES} draws: average them, .mean(0).")
        if observed[name].shape == (SCORES,):
            raise Mistake(
                "averaged-over-dimensions", f"one number for each draw: one for each of {DIM} means is due, .mean(0)."
            )
        if observed[name].ndim == 0:
            raise Mistake("averaged-over-dimensions", f"the gradient has {DIM} numbers, one for each mean: .mean(0).")
        got.append(expect({"the gradient": observed[name]}, "the gradient", [DIM]))
    if all(
        np.allclose(g, _pathwise(f, law), rtol=1e-5, atol=1e-5) for g, f in zip(got, FUNCTIONS.values(), strict=True)
    ):
        raise Mistake(
            "pathwise",
            "this is the pathwise gradient, which needs the slope of f: here only the values of f may be used.",
        )
    name_score(np.stack(got), list(FUNCTIONS.values()), law)


def _pathwise(f: Callable[[Tensor], Tensor], law: Law) -> np.ndarray:
    mean, std, eps = law
    z = (mean + std * eps).requires_grad_()
    (slopes,) = torch.autograd.grad(f(z).mean(), z)  # each row already divided by the number of draws
    return slopes.sum(0).numpy()


def _single(seed: int, dim: int) -> tuple[Callable[[Tensor], Tensor], Tensor, Tensor, Tensor]:
    return _bowl, normal(seed, dim), torch.full((dim,), 0.5), normal(seed + 1, 1, dim)


EXERCISE = Exercise(
    name="vae.score_function_gradient",
    points=2,
    lesson="vae",
    reference=probability.score_function_gradient,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (_square, torch.tensor([1.0]), torch.tensor([2.0]), torch.tensor([[1.0]])),
            "the gradient",
            given="f(z) = z^2, mean = [1], std = [2], eps = [[1]]",
        ),
        Example(
            lambda: (_square, torch.tensor([1.0]), torch.tensor([0.5]), torch.tensor([[2.0], [-1.0]])),
            "the gradient",
            given="f(z) = z^2, mean = [1], std = [0.5], eps = [[2], [-1]]",
        ),
        Example(
            lambda: (_square, torch.tensor([1.0, 0.0]), torch.tensor([1.0, 2.0]), torch.tensor([[1.0, 0.5]])),
            "the gradient",
            given="f(z) = |z|^2, mean = [1, 0], std = [1, 2], eps = [[1, 0.5]]",
        ),
    ),
    uses=(
        Use("for the lesson's single draw of 10 numbers", lambda seed: _single(seed, 10), "the gradient"),
        Use("for a single draw of one number", lambda seed: _single(seed, 1), "the gradient"),
    ),
)
