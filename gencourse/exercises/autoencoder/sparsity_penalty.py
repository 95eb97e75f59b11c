"""autoencoder.sparsity_penalty: the activities' absolute values, summed over units and averaged over the batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
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
            "the penalty carries no gradient, so no unit would learn to be silent: leave out .item(), .detach() and "
            "counts such as h != 0.",
        )
    return observed


def judge(observed: Arrays, seed: int) -> None:
    h = _activities(seed).double().numpy()
    batch = len(h)
    got = observed["penalty"].reshape(-1)
    if got.size == batch:
        raise Mistake("not-averaged", f"one penalty for each of the {batch} images: average them to one number.")
    value = expect({"the penalty": got}, "the penalty", [1])
    name_slip(value, np.abs(h).sum(1).mean(), [], "penalty")


# What a teacher adds to what the terms say
HINTS = {
    "h-for-|h|": "A negative activity would pay you.",
    "h^2-for-|h|": "A square hardly punishes a small activity, so all units stay a little active.",
    "norm-of-h-for-|h|": "It spreads the activity over many units.",
}


def _batches(seed: int) -> list[tuple[Tensor]]:
    "Eight batches of 11 images and 7 units, or of 13 and 9."
    shape = ((11, 7), (13, 9))[seed % 2]
    return [((normal(k, *shape) + 0.3).requires_grad_(),) for k in range(100 * seed, 100 * seed + 8)]


def _formula(h: Tensor) -> Formula:
    h = h.detach().double()
    images, units = h.shape
    others = {
        "h": h.sum(1),
        "h^2": h.square().sum(1),
        "the root of |h|": h.abs().sqrt().sum(1),
        "sigmoid(h)": h.sigmoid().sum(1),
        "the standard deviation of h": h.std(1),
        "the norm of h": h.norm(dim=1),
        "relu(h)": h.relu().sum(1),
        "|the sum of h|": h.sum(1).abs(),
        "the largest |h|": h.abs().amax(1),
        "the |h| of the median image": h.abs().sum(1).median(),
        "log(1 + h^2)": h.square().log1p().sum(1),
        "|h|, summed over the images and averaged over the units,": h.abs().sum() / units,
        "h, summed over the images and averaged over the units,": h.sum() / units,
        "h^2, summed over the images and averaged over the units,": h.square().sum() / units,
        "|h of the average image|": h.mean(0).abs().sum(),
        "the largest sum of |h| over the images": h.abs().sum(0).max(),
        "the norm of the whole batch": h.norm(),
    }
    relatives = {name: other.mean().numpy() for name, other in others.items()}
    term = Term("|h|", 1.0, h.abs().sum(1).mean().numpy(), relatives)
    return Formula((term,), {"images": images, "units": units}, averages=("images",))


def _active(h: list[list[float]]) -> Tensor:
    return torch.tensor(h, requires_grad=True)


EXERCISE = Exercise(
    name="autoencoder.sparsity_penalty",
    points=1,
    lesson="autoencoders",
    reference=autoencoder.sparsity_penalty,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (_active([[2.0, -3.0]]),), "the penalty"),
        Example(lambda: (_active([[2.0, -3.0, 1.0], [0.0, 1.0, 4.0]]),), "the penalty"),
    ),
    terms=sum_of_terms("the penalty", _batches, _formula, HINTS, opening="in your penalty,"),
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
