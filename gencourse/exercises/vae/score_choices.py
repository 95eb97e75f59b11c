"""The score function's estimate in three stages, and what people do at each: where f is asked, the score, the mean."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Mistake

Law = tuple[Tensor, Tensor, Tensor]  # mean, std: [d], eps: [S, d]


def name_score(got: np.ndarray, functions: list[Callable[[Tensor], Tensor]], law: Law) -> None:
    """Return if got: [functions, d] are the gradients; else raise the Mistake of the choices that give them."""

    def compute(f_at: Callable, score: Callable[..., Tensor], over_draws: Callable[..., Tensor]) -> np.ndarray:
        return np.stack([over_draws(f_at(f, *law), score(*law)).numpy() for f in functions])

    stages = {"f_at": _F, "score": _SCORES, "over_draws": _over_draws(*law[2].shape)}
    right = compute(*(choices[0].value for choices in stages.values()))
    function, at = np.unravel_index(np.abs(got - right).argmax(), right.shape)
    otherwise = Mistake(
        "wrong-gradient",
        f"entry {at} of a gradient should be {right[function, at]:.4g}, got {got[function, at]:.4g}.",
    )
    name_choices(got, compute, stages, otherwise)


_F = [
    Choice(lambda f, mean, std, eps: f(mean + std * eps)),
    Choice(
        lambda f, mean, std, eps: f(eps), "f-of-noise", "you evaluate f at eps: evaluate it at z = mean + std * eps."
    ),
    Choice(lambda f, mean, std, eps: f(mean + eps), "std-forgotten-in-z", "z = mean + std * eps: yours lacks std."),
    Choice(
        lambda f, mean, std, eps: f(std * eps), "mean-forgotten-in-z", "z = mean + std * eps: yours lacks the mean."
    ),
    Choice(
        lambda f, mean, std, eps: f(mean + std.square() * eps),
        "variance-as-noise-scale",
        "z = mean + std * eps: yours scales eps by std^2.",
    ),
    Choice(
        lambda f, mean, std, eps: f(mean + std.sqrt() * eps),
        "root-of-std-as-noise-scale",
        "z = mean + std * eps: yours scales eps by the root of std, which is a deviation already.",
    ),
    Choice(
        lambda f, mean, std, eps: f(mean - std * eps),
        "noise-subtracted-in-z",
        "z = mean + std * eps: yours subtracts the noise.",
    ),
    Choice(
        lambda f, mean, std, eps: f(mean + std * eps).abs(),
        "absolute-value",
        "you take |f(z)|: f may be below 0, and its sign says which way to go.",
    ),
    Choice(
        lambda f, mean, std, eps: torch.ones(len(eps), dtype=eps.dtype),
        "f-forgotten",
        "f is missing: weigh each eps / std with f(z).",
    ),
    Choice(
        lambda f, mean, std, eps: f(mean + std * eps) - f(mean + std * eps).mean(),
        "baseline",
        "you subtract the mean of f: a baseline, and a good idea, for it lowers the variance. Here without.",
    ),
    Choice(
        lambda f, mean, std, eps: f(mean + std * eps) - f(mean[None]),
        "baseline",
        "you subtract f(mean): a baseline, and a good idea, for it lowers the variance. Here without.",
    ),
]
_SCORES = [
    Choice(lambda mean, std, eps: eps / std),
    Choice(
        lambda mean, std, eps: eps,
        "std-forgotten",
        "d log N(z; mean, std^2) / d mean = (z - mean) / std^2 = eps / std: you multiply f by eps alone.",
    ),
    Choice(
        lambda mean, std, eps: eps / std.square(),
        "divided-by-variance",
        "(z - mean) / std^2 = std * eps / std^2 = eps / std: with eps divide by std once.",
    ),
    Choice(
        lambda mean, std, eps: eps * std,
        "multiplied-by-std",
        "you multiply f by std * eps, which is z - mean: (z - mean) / std^2 = eps / std.",
    ),
    Choice(
        lambda mean, std, eps: eps / std.sqrt(),
        "divided-by-root-of-std",
        "you divide eps by the root of std: std is a deviation already, so eps / std.",
    ),
    Choice(
        lambda mean, std, eps: -eps / std,
        "sign",
        "the sign is flipped: the slope of log N with respect to the mean is +(z - mean) / std^2.",
    ),
    Choice(
        lambda mean, std, eps: (mean + std * eps) / std,
        "z-instead-of-eps",
        "you multiply f by z / std: the slope of log N is (z - mean) / std^2 = eps / std.",
    ),
    Choice(
        lambda mean, std, eps: (mean + std * eps) / std.square(),
        "mean-not-subtracted",
        "you multiply f by z / std^2: subtract the mean first, (z - mean) / std^2, which is eps / std.",
    ),
    Choice(
        lambda mean, std, eps: (eps / std).sum(1, keepdim=True).expand_as(eps),
        "scores-added-up",
        "the scores eps / std of all dimensions are added up: each mean has its own.",
    ),
    Choice(
        lambda mean, std, eps: mean + std * eps,
        "z-alone",
        "you multiply f by z: the slope of log N is (z - mean) / std^2 = eps / std.",
    ),
    Choice(
        lambda mean, std, eps: (eps.square() - 1) / std,
        "gradient-of-std",
        "this is the gradient with respect to std: with respect to the mean it is f(z) * eps / std.",
    ),
]


def _over_draws(draws: int, dim: int) -> list[Choice]:
    "What becomes of f: [S] and the scores [S, d]."

    def mean(value: Tensor, score: Tensor) -> Tensor:
        return (value[:, None] * score).mean(0)

    return [
        Choice(mean),
        Choice(
            lambda value, score: draws * mean(value, score), "summed", "you sum over the draws: average them, .mean(0)."
        ),
        Choice(
            lambda value, score: draws / dim * mean(value, score),
            "divided-by-d",
            "you divide the sum over the draws by d, the length of mean: divide by the number of draws, .mean(0).",
        ),
        Choice(
            lambda value, score: mean(value, score) / dim,
            "divided-by-d-too",
            "it is divided by d, the length of mean, once too often: average over the draws alone, .mean(0).",
        ),
        Choice(
            lambda value, score: value.mean() * score.mean(0),
            "averaged-too-early",
            "you average f and eps apart: multiply draw by draw, then average.",
        ),
    ]
