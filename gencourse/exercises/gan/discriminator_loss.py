"""gan.discriminator_loss: the sum of two cross-entropies, its gradients, and logits of 200."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call
from gencourse.exercises.core.slips import Slip, name_slip
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.losses import judge_sure, make_logits, one_number, sigmoid, softplus, value_and_slopes
from gencourse.models import gan


def probe(attempt: Any, seed: int) -> Arrays:
    """Call the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for name, logits in make_logits(seed).items():
        handed = [logit.requires_grad_() for logit in logits]
        observed |= value_and_slopes(name, call(attempt, *handed), handed)
    return observed


def judge(observed: Arrays, seed: int) -> None:
    """Compare with the sum of both cross-entropies."""
    cases = {name: [x.double().numpy() for x in logits] for name, logits in make_logits(seed).items()}
    real, fake = cases["ordinary"]
    right = softplus(-real).mean() + softplus(fake).mean()
    name_slip(one_number(observed), right, _discriminator_slips(real, fake), "loss", rtol=2e-5, atol=2e-5)
    for k, side in enumerate(("data", "fakes")):
        if not np.any(observed[f"ordinary slope {k}"]):
            raise Mistake(
                "logits-detached",
                f"the discriminator learns nothing from the {side}: their logits are detached inside your loss. It is "
                "the fake itself that gets detached, before the discriminator sees it.",
            )
    real, fake = cases["sure"]
    judge_sure(observed, softplus(-real).mean() + softplus(fake).mean(), "sure", observed["quite sure"])


def _discriminator_slips(real: np.ndarray, fake: np.ndarray) -> list[Slip]:
    a, b = softplus(-real), softplus(fake)
    right = a.mean() + b.mean()
    p, q = sigmoid(real), sigmoid(fake)
    wanted = "data gets label 1, softplus(-logit), and fakes label 0, softplus(logit)."
    return [
        ("labels-swapped", softplus(real).mean() + softplus(-fake).mean(), f"the labels are swapped: {wanted}"),
        ("all-called-real", a.mean() + softplus(-fake).mean(), f"the fakes have the label of data: {wanted}"),
        ("all-called-fake", softplus(real).mean() + b.mean(), f"the data has the label of fakes: {wanted}"),
        (
            "sigmoid-twice",
            softplus(-p).mean() + softplus(q).mean(),
            "the sigmoid is taken twice: the loss wants logits as they are. D = .99 for data costs .316 in yours and "
            "should cost .010; yours never falls below .313.",
        ),
        (
            "halved",
            right / 2,
            "this is half of it, the average of both terms: the value of the game adds them, -log D + -log(1 - D), so "
            "that a D of one half costs log 4 = 1.386.",
        ),
        (
            "pooled",
            (a.sum() + b.sum()) / (a.size + b.size),
            "data and fakes are averaged in one heap, so the larger one counts more: average each on its own, and add.",
        ),
        ("summed-over-the-batch", a.sum() + b.sum(), "summed over the batch: average each of the two."),
        ("value-instead", -right, "this is the value, which D makes large: its loss is minus that."),
        ("fakes-forgotten", a.mean(), "this is the part of the data alone: the fakes belong in too."),
        ("real-forgotten", b.mean(), "this is the part of the fakes alone: the data belongs in too."),
        ("subtracted", a.mean() - b.mean(), "the part of the fakes is added, not subtracted: both are costs."),
        ("subtracted", b.mean() - a.mean(), "the part of the data is added, not subtracted: both are costs."),
        (
            "squared-error",
            np.square(p - 1).mean() + np.square(q).mean(),
            "this is a squared error: here the cost is the cross-entropy, -log D for data and -log(1 - D) for fakes.",
        ),
        (
            "squared-error",
            np.square(real - 1).mean() + np.square(fake).mean(),
            "this is a squared error of logits: here the cost is the cross-entropy, softplus(-logit), softplus(logit).",
        ),
        (
            "logits-averaged",
            fake.mean() - real.mean(),
            "this is a difference of mean logits, which has no lowest value: the softplus is missing.",
        ),
        (
            "averaged-too-early",
            float(softplus(-real.mean()) + softplus(fake.mean())),
            "you average the logits before the softplus: average the costs.",
        ),
        ("probabilities-instead", (1 - p).mean() + q.mean(), "these are probabilities of error: take minus their log."),
    ]


def _many(seed: int, real: int, fake: int) -> tuple[Tensor, Tensor]:
    return normal(seed, real, 1).requires_grad_(), normal(seed + 1, fake, 1).requires_grad_()


EXERCISE = Exercise(
    name="gan.discriminator_loss",
    points=2,
    lesson="gan",
    reference=gan.discriminator_loss,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's 10,000 samples", lambda seed: _many(seed, 10_000, 10_000), "the loss"),
        Use("for one sample and three fakes", lambda seed: _many(seed, 1, 3), "the loss"),
    ),
)
