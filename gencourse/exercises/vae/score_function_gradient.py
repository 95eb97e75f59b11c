"""vae.score_function_gradient: the estimate from given noise is known, with and without a slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal

SCORES, DIM = 300, 4


def _bowl(z: Tensor) -> Tensor:
    "Below 0 for some draws."
    return (z - 1).square().sum(1) - 3


def _square(z: Tensor) -> Tensor:
    return z.square().sum(1)


def _steps(z: Tensor) -> Tensor:
    "No slope anywhere: the pathwise gradient is 0, and the score function still sees it."
    return z.sign().sum(1) + 2


def _scores(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 1 + torch.rand(DIM, generator=generator, dtype=torch.float64)
    # Below 1 and above, a different one for each: a std too many or too few shows
    std = 0.4 + torch.tensor([0.0, 0.2, 1.0, 1.6]) + 0.1 * torch.rand(DIM, generator=generator, dtype=torch.float64)
    return mean, std, torch.randn(SCORES, DIM, generator=generator, dtype=torch.float64)


def probe(attempt: Any, seed: int) -> Arrays:
    mean, std, eps = _scores(seed)
    answers = {}
    for name, f in (("bowl", _bowl), ("steps", _steps)):
        answers[name] = record(call(attempt, f, mean, std, eps), name="the gradient")
    return answers | {"again": record(call(attempt, _steps, mean, std, eps), name="the gradient")}


def judge(observed: Arrays, seed: int) -> None:
    mean, std, eps = _scores(seed)
    if not np.array_equal(observed["steps"], observed["again"], equal_nan=True):
        raise Mistake(
            "noise-of-its-own", "two calls with the same eps differ: you draw noise, but eps is handed to you."
        )
    for name, f in (("bowl", _bowl), ("steps", _steps)):
        if observed[name].shape == (SCORES, DIM):
            raise Mistake("not-averaged", f"one estimate for each of the {SCORES} draws: average them, .mean(0).")
        if observed[name].shape == (SCORES,):
            raise Mistake(
                "averaged-over-dimensions", f"one number for each draw: one for each of {DIM} means is due, .mean(0)."
            )
        if observed[name].ndim == 0:
            raise Mistake("averaged-over-dimensions", f"the gradient has {DIM} numbers, one for each mean: .mean(0).")
        got = expect({"the gradient": observed[name]}, "the gradient", [DIM])
        name_slip(got, _score(f, mean, std, eps), _score_slips(f, mean, std, eps), "gradient", rtol=1e-5, atol=1e-5)


def _score(f: Callable, mean: Tensor, std: Tensor, eps: Tensor) -> np.ndarray:
    "The mean of f(z) times the slope of log N(z; mean, std^2), which torch.distributions and autograd give."
    where = mean.clone().requires_grad_()
    z = (mean + std * eps).detach()
    (f(z) * Normal(where, std).log_prob(z).sum(1)).mean().backward()
    assert where.grad is not None
    return where.grad.numpy()


def _score_slips(f: Callable, mean: Tensor, std: Tensor, eps: Tensor) -> list:
    z = (mean + std * eps).requires_grad_()
    (pathwise,) = torch.autograd.grad(f(z).mean(), z)  # each row already divided by the number of draws
    z = z.detach()
    value = f(z)[:, None]
    right = _score(f, mean, std, eps)
    std_ = std.numpy()
    return [
        (
            "absolute-value",
            _score(lambda z: f(z).abs(), mean, std, eps),
            "you take |f(z)|: f may be below 0, and its sign says which way to go.",
        ),
        (
            "std-forgotten",
            right * std_,
            "d log N(z; mean, std^2) / d mean = (z - mean) / std^2 = eps / std: you multiply f by eps alone.",
        ),
        (
            "divided-by-variance",
            right / std_,
            "(z - mean) / std^2 = std * eps / std^2 = eps / std: with eps divide by std once.",
        ),
        (
            "multiplied-by-std",
            right * std_**2,
            "eps is divided by std, not multiplied: (z - mean) / std^2 = eps / std.",
        ),
        ("summed", right * SCORES, f"it is {SCORES} times too large: average over the draws, no sum."),
        (
            "pathwise",
            pathwise.sum(0).numpy(),
            "this is the pathwise gradient, which needs the slope of f: here only the values of f may be used.",
        ),
        (
            "f-of-noise",
            (f(eps)[:, None] * eps / std).mean(0).numpy(),
            "you evaluate f at eps: evaluate it at z = mean + std * eps.",
        ),
        ("sign", -right, "the sign is flipped: the slope of log N with respect to the mean is +(z - mean) / std^2."),
        (
            "averaged-too-early",
            (value.mean() * (eps / std).mean(0)).numpy(),
            "you average f and eps apart: multiply draw by draw, then average.",
        ),
        (
            "z-instead-of-eps",
            (value * z / std).mean(0).numpy(),
            "you multiply by z / std: the slope of log N is (z - mean) / std^2 = eps / std.",
        ),
        ("f-forgotten", (eps / std).mean(0).numpy(), "f is missing: weigh each eps / std with f(z)."),
        (
            "gradient-of-std",
            (value * (eps.square() - 1) / std).mean(0).numpy(),
            "this is the gradient with respect to std: with respect to the mean it is f(z) * eps / std.",
        ),
        (
            "baseline",
            ((value - value.mean()) * eps / std).mean(0).numpy(),
            "you subtract the mean of f: a baseline, and a good idea, for it lowers the variance. Here without.",
        ),
        (
            "baseline",
            ((value - f(mean[None])) * eps / std).mean(0).numpy(),
            "you subtract f(mean): a baseline, and a good idea, for it lowers the variance. Here without.",
        ),
        (
            "std-forgotten-in-z",
            (f(mean + eps)[:, None] * eps / std).mean(0).numpy(),
            "z = mean + std * eps: yours lacks std.",
        ),
        (
            "mean-forgotten-in-z",
            (f(std * eps)[:, None] * eps / std).mean(0).numpy(),
            "z = mean + std * eps: yours lacks the mean.",
        ),
        (
            "variance-as-noise-scale",
            (f(mean + std.square() * eps)[:, None] * eps / std).mean(0).numpy(),
            "z = mean + std * eps: yours scales eps by std^2.",
        ),
    ]


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
    ),
    uses=(
        Use("for the lesson's single draw of 10 numbers", lambda seed: _single(seed, 10), "the gradient"),
        Use("for a single draw of one number", lambda seed: _single(seed, 1), "the gradient"),
    ),
)
