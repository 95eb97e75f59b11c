"""gan.generator_loss: two kinds of loss, their gradients, and logits of 200."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.loss_terms import small_logits, two_kinds
from gencourse.exercises.gan.losses import SURE, judge_sure, make_logits, one_number, softplus, value_and_slopes
from gencourse.models import gan

KINDS = {"non-saturating": False, "saturating": True}

SATURATING = "With saturating=True it is the mean of log(1 - D), which is -softplus(logit)."
OTHERWISE = "Unless saturating=True it is the mean of -log D, which is softplus(-logit)."
LOGITS = "Logits go into the loss as they are: it takes the sigmoid itself."
LOGS_FIRST = "First the log for each fake, and then the mean."
HINTS = {
    "cost-with-logit-and-label-exchanged-for-non-saturating-loss": (
        "Logits come first, and then the labels: F.binary_cross_entropy_with_logits(logits, labels)."
    ),
    "1-non-saturating-loss-for-saturating-loss": "The 1 stands inside of the log. " + SATURATING,
    "minus-log-of-mean-D-for-non-saturating-loss": LOGS_FIRST,
    "log-of-mean-1-D-for-saturating-loss": LOGS_FIRST,
    "minus-log-of-mean-D-for-non-saturating-loss+log-of-mean-1-D-for-saturating-loss": LOGS_FIRST,
    "whole-sign": "Downhill, a generator with this loss makes its fakes worse.",
    "non-saturating-loss-sign": OTHERWISE,
    "saturating-loss-sign": SATURATING,
    "saturating-loss-for-non-saturating-loss": OTHERWISE,
    "non-saturating-loss-for-saturating-loss": SATURATING,
    "saturating-loss-for-non-saturating-loss+non-saturating-loss-for-saturating-loss": "The two are exchanged.",
    "cost-of-label-0-for-non-saturating-loss": "Label 0 is D's view of a fake; the generator wants 1. " + OTHERWISE,
    "cost-of-label-0-for-non-saturating-loss+saturating-loss-sign": "Both are D's cost of fakes, which G wants large.",
    "a-second-sigmoid-for-non-saturating-loss": LOGITS,
    "a-second-sigmoid-for-saturating-loss": LOGITS,
    "a-second-sigmoid-for-non-saturating-loss+a-second-sigmoid-for-saturating-loss": LOGITS,
    "minus-D-for-non-saturating-loss": OTHERWISE,
    "1-D-for-non-saturating-loss": OTHERWISE,
    "minus-D-for-saturating-loss": SATURATING,
    "1-log-D-for-saturating-loss": SATURATING,
    "minus-D-for-non-saturating-loss+1-D-for-saturating-loss": "The logs are missing.",
    "1-D-for-saturating-loss": SATURATING,
    "minus-mean-logit-for-non-saturating-loss": OTHERWISE,
    "minus-mean-logit-for-saturating-loss": "That is what both kinds add up to. " + SATURATING,
    "squared-error-of-D-for-non-saturating-loss": OTHERWISE,
    "squared-error-of-logits-for-non-saturating-loss": OTHERWISE,
}


def probe(attempt: Any, seed: int) -> Arrays:
    """Call both kinds of the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for kind, saturating in KINDS.items():
        for name, (_, fake) in make_logits(seed).items():
            fake = fake.clone()
            fake[1] = -SURE if name == "sure" else fake[1]  # -log D is far from 0 there, as log(1 - D) is at 200
            fake.requires_grad_()
            loss = call(attempt, fake, saturating)
            if isinstance(loss, tuple):
                raise Mistake(
                    "both-kinds-returned",
                    f"{len(loss)} values came back at once: the argument saturating says which of the two losses is "
                    "asked for, so return that one.",
                )
            observed |= value_and_slopes(f"{name} {kind}", loss, [fake])
    observed["saturates by default"] = np.array(_saturates_by_default(attempt))
    return observed


def _saturates_by_default(attempt: Any) -> bool:
    try:
        arguments = list(inspect.signature(attempt).parameters.values())
    except (ValueError, TypeError):  # a builtin has no signature
        return False
    return len(arguments) > 1 and arguments[1].default is True


def judge(observed: Arrays, seed: int) -> None:
    """Compare each kind with its formula."""
    fake = make_logits(seed)["ordinary"][1].double().numpy()
    for kind, right in (("non-saturating", softplus(-fake).mean()), ("saturating", -softplus(fake).mean())):
        name_slip(one_number(observed, f"ordinary {kind}"), right, [], f"{kind} loss", rtol=2e-5, atol=2e-5)
    if observed["saturates by default"]:
        raise Mistake(
            "default-exchanged",
            "the lesson calls generator_loss(fake_logits), without a second argument, and yours then returns the "
            "saturating loss: its default should be saturating=False.",
        )
    sure = fake.copy()
    sure[1], sure[3] = -SURE, SURE
    # For both kinds: at 50 it is 1 - sigmoid that is 0 in float32; sigmoid(-50) is not
    quite = observed["quite sure saturating"]
    judge_sure(observed, softplus(-sure).mean(), "sure non-saturating", quite)
    judge_sure(observed, -softplus(sure).mean(), "sure saturating", quite)


def _both_kinds(seed: int) -> list[tuple[Tensor, bool]]:
    return [(fake, saturating) for _, fake in small_logits(seed) for saturating in (False, True)]


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
    examples=(
        Example(lambda: (torch.tensor([[1.0]]), False), look=_number),
        Example(lambda: (torch.tensor([[1.0]]), True), look=_number),
        Example(lambda: (torch.tensor([[2.0], [0.0]]), False), look=_number),
        Example(lambda: (torch.tensor([[-200.0]]), False), look=_number),
        Example(lambda: (torch.tensor([[200.0]]), True), look=_number),
    ),
    terms=sum_of_terms("the loss", _both_kinds, two_kinds, HINTS, opening="the loss has two kinds, and in yours"),
    uses=(
        Use("for the lesson's batch of 256", lambda seed: (normal(seed, 256, 1).requires_grad_(),), look=_number),
        Use("for four logits in a row", lambda seed: (normal(seed, 4).requires_grad_(), True), look=_number),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 1).requires_grad_(), True), look=_number),
    ),
)
