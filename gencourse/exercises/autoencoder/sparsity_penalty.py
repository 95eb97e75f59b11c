"""autoencoder.sparsity_penalty: the activities' absolute values, summed over units and averaged over the batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal
from gencourse.models import autoencoder


def _activities(seed: int) -> Tensor:
    # Of both signs with a mean that is not 0: a signed sum is neither right nor nothing
    return torch.randn(9, 14, generator=torch.Generator().manual_seed(seed)) + 0.3


def probe(attempt: Any, seed: int) -> Arrays:
    h = _activities(seed).requires_grad_()
    penalty = call(attempt, h)
    observed = {"penalty": record(penalty, "number", "the penalty")}
    if not isinstance(penalty, Tensor) or not penalty.requires_grad:
        raise Mistake(
            "no-gradient",
            "the penalty carries no gradient, so no unit would learn to be silent: no .item(), and no counting with "
            "h != 0.",
        )
    return observed


def judge(observed: Arrays, seed: int) -> None:
    h = _activities(seed).double().numpy()
    batch, units = h.shape
    got = observed["penalty"].reshape(-1)
    if got.size == batch:
        raise Mistake("not-averaged", f"one penalty for each of the {batch} images: average them to one number.")
    value = expect({"the penalty": got}, "the penalty", [1])
    right = np.abs(h).sum(1).mean()
    slips = [
        (
            "signed",
            h.sum(1).mean(),
            "you sum h with its sign: negative activities would pay you. Take the absolute value.",
        ),
        ("signed-sum", h.sum(), "you sum h with its sign, and over the batch: sum |h| over the units, then average."),
        ("signed-averaged", h.mean(), "you average h with its sign: take the absolute value, and sum over the units."),
        (
            "averaged-over-units",
            np.abs(h).mean(),
            f"your penalty is 1/{units} of mine: sum over the units, average over the batch.",
        ),
        ("summed-over-batch", np.abs(h).sum(), f"your penalty is {batch} times mine: average over the batch."),
        (
            "squared",
            (h**2).sum(1).mean(),
            "a square hardly punishes a small activity, so all units stay a little active: take |h|.",
        ),
        (
            "root-of-squares",
            np.sqrt((h**2).sum(1)).mean(),
            "the norm of h spreads the activity over many units: take the sum of |h|.",
        ),
    ]
    name_slip(value, right, slips, "penalty")


EXERCISE = Exercise(
    name="autoencoder.sparsity_penalty",
    points=1,
    lesson="autoencoders",
    reference=autoencoder.sparsity_penalty,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 64 x 256 activities",
            lambda seed: (normal(seed, 64, 256).requires_grad_(),),
            "the penalty",
            number=True,
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 256).requires_grad_(),), "the penalty", number=True),
    ),
)
