"""bottleneck.squared_error: summed over the features, averaged over the batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
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
    if not isinstance(error, Tensor) or not error.requires_grad:
        raise Mistake("no-gradient", "the error carries no gradient, so nothing could learn from it: no .item().")
    (slope,) = torch.autograd.grad(error.sum(), reconstruction)
    return observed | {"slope": record(slope)}


def judge(observed: Arrays, seed: int) -> None:
    x, reconstruction = (t.detach().double().numpy() for t in _reconstructions(seed))
    squares = (reconstruction - x) ** 2
    batch, features = x.shape
    if observed["error"].size == batch:
        raise Mistake("not-averaged", f"one error for each of the {batch} points: average them to one number.")
    got = expect({"the error": observed["error"].reshape(-1)}, "the error", [1])
    right = squares.sum(1).mean()
    slips = [
        (
            "averaged-over-features",
            squares.mean(),
            f"your error is 1/{features} of mine: you averaged over the {features} features as well; sum them, "
            "average over the batch.",
        ),
        (
            "summed-over-batch",
            squares.sum(),
            f"your error is {batch} times mine: sum over the features only, then average over the batch.",
        ),
        (
            "summed-batch-averaged-features",
            squares.mean(1).sum(),
            "sum and mean are swapped: sum over the features (dim=1), average over the batch.",
        ),
        ("absolute", np.sqrt(squares).sum(1).mean(), "these are absolute differences: square them."),
        (
            "root",
            np.sqrt(squares.sum(1)).mean(),
            "this is the mean distance: leave out the root, the error is squared.",
        ),
        ("halved", right / 2, "this is half of it: the error has no factor one half here."),
    ]
    name_slip(got, right, slips, "error", atol=1e-8)
    if not np.allclose(observed["slope"], 2 * (reconstruction - x) / batch, rtol=1e-3, atol=1e-5):
        raise Mistake(
            "partly-detached",
            "the value is right, but its gradient is not: a part of it was cut off by .detach() or no_grad, so "
            "training would go another way.",
        )


EXERCISE = Exercise(
    name="bottleneck.squared_error",
    points=1,
    lesson="bottleneck",
    reference=metrics.squared_error,
    probe=probe,
    judge=judge,
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
