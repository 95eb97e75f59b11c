"""bottleneck.squared_error: summed over the features, averaged over the batch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal


def _reconstructions(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(7, 20, generator=generator)  # sizes whose factors, 7, 1/20 and 7/20, are told apart
    return x, x + 0.5 * torch.randn(7, 20, generator=generator)


def probe(attempt: Any, seed: int) -> Arrays:
    x, reconstruction = _reconstructions(seed)
    reconstruction.requires_grad_()
    error = call(attempt, x, reconstruction)
    observed = {"error": record(error, "number", "the error")}
    if not isinstance(error, Tensor):
        raise Mistake(
            "no-gradient", "the error is a plain number and carries no gradient: leave it a tensor, no .item()."
        )
    check_gradient(error, "the error")
    (slope,) = torch.autograd.grad(error.sum(), reconstruction)
    return observed | {"slope": record(slope)}


def judge(observed: Arrays, seed: int) -> None:
    x, reconstruction = (t.detach().double().numpy() for t in _reconstructions(seed))
    squares = (reconstruction - x) ** 2
    batch, features = x.shape
    shape = observed["error"].shape
    if shape == (batch,):
        raise Mistake("not-averaged", f"one error for each of the {batch} points: average them to one number.")
    if shape == (features,):
        raise Mistake("summed-over-batch-alone", f"one error for each of the {features} features: sum over dim=1.")
    if shape == (batch, features):
        raise Mistake("not-summed", "one error for each number: sum over the features, then average over the batch.")
    got = expect({"the error": observed["error"].reshape(-1)}, "the error", [1])
    name_slip(got, squares.sum(1).mean(), [], "error", atol=1e-8)
    if not np.allclose(observed["slope"], 2 * (reconstruction - x) / batch, rtol=1e-3, atol=1e-5):
        raise Mistake(
            "partly-detached",
            "the value is right, but its gradient is not: a part of it was cut off by .detach() or no_grad, so "
            "training would go another way.",
        )


def _pairs(seed: int) -> list[tuple[Tensor, Tensor]]:
    "24 batches of 5 points with 11 features, or of 8 with 13: x and its reconstruction, which keeps its mean apart."
    rows, features = ((5, 11), (8, 13))[seed % 2]
    keys = range(100 * seed, 100 * seed + 24)
    return [(normal(k, rows, features), 0.7 * normal(k + 50, rows, features) + 0.2) for k in keys]


def _formula(x: Tensor, reconstruction: Tensor) -> Formula:
    x, r = x.double(), reconstruction.double()
    d = r - x
    each = d.square().sum(1)
    whole = each.mean()
    relatives = {
        "the absolute error": d.abs().sum(1).mean(),
        "the distance, a root of each point's error,": each.sqrt().mean(),
        "the root of the mean error": whole.sqrt(),
        "the root of the average over rows and features": d.square().mean().sqrt(),
        "the root of the sum over everything": d.norm(),
        "the difference, which nothing squares,": d.sum(1).mean(),
        "the square of a sum": d.sum(1).square().mean(),
        "the difference of squares": (r.square() - x.square()).sum(1).mean(),
        "the square of a sum x + reconstruction": (r + x).square().sum(1).mean(),
        "half the average over rows and features": d.square().mean() / 2,
        "half the sum over everything": d.square().sum() / 2,
        "the average absolute error over rows and features": d.abs().mean(),
        "the root of the sum over everything, over the number of rows,": d.norm() / len(d),
        "the largest error": each.max(),
        "the smallest error": each.min(),
        "the median error": each.median(),
        "the sum over the batch, averaged over the features,": each.sum() / x.shape[1],
        "the error relative to the size of x": (each / x.square().sum(1)).mean(),
        "the variance of the error, summed,": d.shape[1] * d.var(1, correction=0).mean(),
        "the square of the average error": d.mean(0).square().sum(),
        "the square of the largest singular value, over the number of rows,": torch.linalg.norm(d, 2).square() / len(d),
        "the smooth absolute error": torch.nn.functional.smooth_l1_loss(r, x, reduction="none").sum(1).mean(),
        "the product of x and the reconstruction": (x * r).sum(1).mean(),
    }
    term = Term("the squared error", 1.0, whole.numpy(), {name: value.numpy() for name, value in relatives.items()})
    return Formula((term,), {"rows": len(x), "features": x.shape[1]}, averages=("rows",))


HINTS = {
    "squared-error-averaged-over-features": "mse_loss averages over both; sum over dim=1 and average over the batch.",
    "squared-error-half": "Here stands no one half.",
    "squared-error-sign": "An error is never negative.",
    "distance-a-root-of-each-point's-error-for-squared-error": "Leave out the root.",
    "root-of-mean-error-for-squared-error": "Leave out the root.",
    "absolute-error-for-squared-error": "Square the differences.",
    "difference-which-nothing-squares-for-squared-error": "In it errors of both signs cancel: square them first.",
    "square-of-a-sum-for-squared-error": "In it errors of both signs cancel: square each difference, then sum.",
    "variance-of-error-summed-for-squared-error": "A constant error counts as well: subtract no mean.",
    "square-of-average-error-for-squared-error": "In it errors of both signs cancel: square first, then average.",
    "square-of-largest-singular-value-over-number-of-rows-for-squared-error": "norm(..., ord=2) of a matrix is no sum "
    "of squares.",
    "sum-over-batch-averaged-over-features-for-squared-error": "It is the other way round: .sum(1).mean().",
}


EXERCISE = Exercise(
    name="bottleneck.squared_error",
    points=1,
    lesson="bottleneck",
    reference=metrics.squared_error,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.zeros(2, 3), torch.tensor([[2.0, 0.0, -1.0], [0.0, 1.0, 0.0]])), "the error"),
        Example(lambda: (torch.tensor([[1.0, 3.0]]), torch.tensor([[-1.0, 2.0]])), "the error"),
    ),
    terms=replace(
        sum_of_terms("the squared error", _pairs, _formula, HINTS),
        opening="in your answer",
    ),
    uses=(
        Use(
            "for the lesson's 4,000 digits of 784 pixels",
            lambda seed: (normal(seed, 4000, 784), normal(seed + 1, 4000, 784)),
            "the error",
            number=True,
        ),
        Use(
            "for a batch of one",
            lambda seed: (normal(seed, 1, 1000), normal(seed + 1, 1, 1000)),
            "the error",
            number=True,
        ),
    ),
)
