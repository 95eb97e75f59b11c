"""gan.generator_loss: two kinds of loss, their gradients, and logits of 200."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call
from gencourse.exercises.core.slips import Slip, name_slip
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.losses import (
    SURE,
    judge_sure,
    make_logits,
    one_number,
    sigmoid,
    softplus,
    value_and_slopes,
)
from gencourse.models import gan

KINDS = {"non-saturating": False, "saturating": True}


def probe(attempt: Any, seed: int) -> Arrays:
    """Call both kinds of the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for kind, saturating in KINDS.items():
        for name, (_, fake) in make_logits(seed).items():
            fake = fake.clone()
            fake[1] = -SURE if name == "sure" else fake[1]  # -log D is far from 0 there, as log(1 - D) is at 200
            fake.requires_grad_()
            loss = call(attempt, fake, saturating)
            observed |= value_and_slopes(f"{name} {kind}", loss, [fake])
    return observed


def judge(observed: Arrays, seed: int) -> None:
    """Compare each kind with its formula."""
    fake = make_logits(seed)["ordinary"][1].double().numpy()
    right = {"non-saturating": softplus(-fake).mean(), "saturating": -softplus(fake).mean()}
    got = {kind: one_number(observed, f"ordinary {kind}") for kind in KINDS}
    # Both kinds side by side, before each alone: exchanged they are one mistake
    _judge_kinds(got, right)
    for kind, other in (("non-saturating", "saturating"), ("saturating", "non-saturating")):
        slips = _generator_slips(fake, kind, right[other])
        name_slip(got[kind], right[kind], slips, f"{kind} loss", rtol=2e-5, atol=2e-5)
    sure = fake.copy()
    sure[1], sure[3] = -SURE, SURE
    # For both kinds: at 50 it is 1 - sigmoid that is 0 in float32; sigmoid(-50) is not
    quite = observed["quite sure saturating"]
    judge_sure(observed, softplus(-sure).mean(), "sure non-saturating", quite)
    judge_sure(observed, -softplus(sure).mean(), "sure saturating", quite)


def _judge_kinds(got: dict[str, np.ndarray], right: dict[str, float]) -> None:
    first, second = (float(got[kind]) for kind in KINDS)
    if np.allclose((first, second), (right["saturating"], right["non-saturating"]), atol=2e-5):
        raise Mistake("kinds-swapped", "with saturating=True you return the non-saturating loss, and vice versa.")
    if abs(first - second) < 1e-6:
        raise Mistake(
            "kind-ignored",
            "both losses are the same number: saturating=True asks for log(1 - D), otherwise -log D is wanted.",
        )


def _generator_slips(fake: np.ndarray, kind: str, other: float) -> list[Slip]:
    p = sigmoid(fake)
    saturating = kind == "saturating"
    cost = -softplus(fake) if saturating else softplus(-fake)
    formula = "-softplus(logit), the mean of log(1 - D)" if saturating else "softplus(-logit), the mean of -log D"
    twice = -softplus(p) if saturating else softplus(-p)
    return [
        ("wrong-kind", other, f"with saturating={saturating} the loss is {formula}."),
        ("sign", -cost.mean(), f"the sign is flipped, so G would help D: the loss is {formula}."),
        ("labels-swapped", softplus(fake).mean(), f"label 0 is D's view of a fake; the forger wants 1: {formula}."),
        ("sigmoid-twice", twice.mean(), f"the sigmoid is taken twice: the loss wants logits as they are, {formula}."),
        ("summed-over-the-batch", cost.sum(), "summed over the batch: average it."),
        ("halved", cost.mean() / 2, "this is half of it."),
        ("probability-instead", p.mean(), f"this is the mean of D itself: the loss is {formula}."),
        ("probability-instead", -p.mean(), f"this is minus the mean of D: the loss is {formula}."),
        ("probability-instead", (1 - p).mean(), f"this is the mean of 1 - D: the loss is {formula}."),
        ("logits-averaged", -fake.mean(), f"this is minus the mean logit: the loss is {formula}."),
        ("squared-error", np.square(p - 1).mean(), f"this is a squared error: the loss is {formula}."),
    ]


def _number(loss: Tensor, *logits: Any) -> dict[str, Any]:
    # The lesson only takes its slope and its .item(), so one number in brackets will do
    return {"the loss": loss.reshape(()) if isinstance(loss, Tensor) and loss.numel() == 1 else loss}


EXERCISE = Exercise(
    name="gan.generator_loss",
    points=2,
    lesson="gan",
    reference=gan.generator_loss,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's batch of 256", lambda seed: (normal(seed, 256, 1).requires_grad_(),), look=_number),
        Use("for four logits in a row", lambda seed: (normal(seed, 4).requires_grad_(), True), look=_number),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 1).requires_grad_(), True), look=_number),
    ),
)
