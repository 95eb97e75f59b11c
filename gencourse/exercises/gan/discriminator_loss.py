"""gan.discriminator_loss: the sum of two cross-entropies, its gradients, and logits of 200."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.loss_terms import small_logits, two_costs
from gencourse.exercises.gan.losses import judge_sure, make_logits, one_number, softplus, value_and_slopes
from gencourse.models import gan

LABELS = "Data has label 1, softplus(-logit), and fakes have label 0, softplus(logit)."
LOGITS = "Logits go into the loss as they are: it takes the sigmoid itself."
ENTROPY = "Here the cost is a cross-entropy, -log D for data and -log(1 - D) for fakes."
SMOOTH = "Smoothed labels come with later GANs: here they are 1 and 0."
HEAP = "a-mean-over-all-samples-together"
LOGS_FIRST = "First the log for each sample, and then the mean."
EXCHANGED = "Logits come first, and then the labels: F.binary_cross_entropy_with_logits(logits, labels)."
HINTS = {
    "whole-missing": "Of one column cross_entropy is 0, since a softmax over one number is 1. For one logit there is "
    "F.binary_cross_entropy_with_logits.",
    "cost-with-logit-and-label-exchanged-for-cost-of-data": EXCHANGED,
    "cost-with-logit-and-label-exchanged-for-cost-of-data+cost-with-logit-and-label-exchanged-for-cost-of-fakes": (
        EXCHANGED
    ),
    "minus-log-of-mean-D-for-cost-of-data+minus-log-of-mean-1-D-for-cost-of-fakes": LOGS_FIRST,
    "whole-sign": "That is the game's value, which D makes large. Its loss is minus that.",
    "whole-half": "The mean over the data and the mean over the fakes are added, so that a D of one half costs log 4.",
    "cost-of-data-sign": "Both are costs, so they are added.",
    "cost-of-fakes-sign": "Both are costs, so they are added.",
    "cost-of-label-0-for-cost-of-data": LABELS,
    "cost-of-label-1-for-cost-of-fakes": LABELS,
    "cost-of-label-0-for-cost-of-data+cost-of-label-1-for-cost-of-fakes": LABELS,
    "cost-of-fakes-with-label-1-for-cost-of-data": LABELS,
    "cost-of-data-with-label-0-for-cost-of-fakes": LABELS,
    "a-second-sigmoid-for-cost-of-data": LOGITS,
    "a-second-sigmoid-for-cost-of-fakes": LOGITS,
    "a-second-sigmoid-for-cost-of-data+a-second-sigmoid-for-cost-of-fakes": LOGITS,
    "hinge-for-cost-of-data+hinge-for-cost-of-fakes": ENTROPY,
    "squared-error-of-D-for-cost-of-data+squared-error-of-D-for-cost-of-fakes": ENTROPY,
    "squared-error-of-logits-for-cost-of-data+squared-error-of-logits-for-cost-of-fakes": ENTROPY,
    "minus-mean-logit-for-cost-of-data+mean-logit-for-cost-of-fakes": "It has no lowest value. " + ENTROPY,
    "cost-of-label-0.9-for-cost-of-data": SMOOTH,
    "cost-of-label-0.9-for-cost-of-data+cost-of-label-0.1-for-cost-of-fakes": SMOOTH,
    "log-D-1-for-cost-of-fakes": "The 1 is taken inside of the log: log(1 - D) = log sigmoid(-logit).",
    "1-D-for-cost-of-data+D-for-cost-of-fakes": ENTROPY,
    "cost-of-mean-logit-for-cost-of-data+cost-of-mean-logit-for-cost-of-fakes": "Average the costs, not the logits.",
    f"{HEAP}-for-cost-of-data+{HEAP}-for-cost-of-fakes": (
        "Average the data's costs and the fakes' costs each on their own, and add the two means."
    ),
}


def probe(attempt: Any, seed: int) -> Arrays:
    """Call the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for name, logits in make_logits(seed).items():
        handed = [logit.requires_grad_() for logit in logits]
        observed |= value_and_slopes(name, _loss(attempt, *handed), handed)
    return observed


def _loss(attempt: Any, real: Tensor, fake: Tensor) -> Any:
    try:
        return call(attempt, real, fake)
    except RuntimeError:
        try:
            call(attempt, real[: len(fake)], fake)
        except Exception:
            pass
        else:
            raise Mistake(
                "equal-sizes-only",
                f"your loss runs for {len(fake)} data and {len(fake)} fakes, not for {len(real)} and {len(fake)}: it "
                "joins each datum with a fake. Each has a cost of its own: average those of the data and those of the "
                "fakes, then add the two means.",
            ) from None
        raise


def judge(observed: Arrays, seed: int) -> None:
    """Compare with the sum of both cross-entropies."""
    cases = {name: [x.double().numpy() for x in logits] for name, logits in make_logits(seed).items()}
    real, fake = cases["ordinary"]
    right = softplus(-real).mean() + softplus(fake).mean()
    name_slip(one_number(observed), right, [], "loss", rtol=2e-5, atol=2e-5)
    for k, side in enumerate(("data", "fakes")):
        if not np.any(observed[f"ordinary slope {k}"]):
            raise Mistake(
                "logits-detached",
                f"the discriminator learns nothing from the {side}: their logits are detached inside your loss. It is "
                "the fake itself that gets detached, before the discriminator sees it.",
            )
    real, fake = cases["sure"]
    judge_sure(observed, softplus(-real).mean() + softplus(fake).mean(), "sure", observed["quite sure"])


def _many(seed: int, real: int, fake: int) -> tuple[Tensor, Tensor]:
    return normal(seed, real, 1).requires_grad_(), normal(seed + 1, fake, 1).requires_grad_()


def _logits(*columns: list[float]) -> tuple[Tensor, ...]:
    return tuple(torch.tensor(column)[:, None].requires_grad_() for column in columns)


def _slopes(loss: Tensor, real: Tensor, fake: Tensor) -> dict[str, Any]:
    slopes = torch.autograd.grad(loss.sum(), (real, fake), allow_unused=True, materialize_grads=True)
    return {"the gradient at the data's logits": slopes[0], "the gradient at the fakes' logits": slopes[1]}


EXERCISE = Exercise(
    name="gan.discriminator_loss",
    points=2,
    lesson="gan",
    reference=gan.discriminator_loss,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: _logits([2.0], [1.0]), "the loss"),
        Example(lambda: _logits([2.0, 0.0], [1.0, 0.0, 0.0]), "the loss"),
        Example(lambda: _logits([2.0, 0.0], [1.0, 0.0]), "the loss"),
        Example(lambda: _logits([2.0], [1.0]), look=_slopes),
        Example(lambda: _logits([-200.0], [200.0]), "the loss"),
    ),
    terms=sum_of_terms("the loss", small_logits, two_costs, HINTS),
    uses=(
        Use("for the lesson's batch of 512", lambda seed: _many(seed, 512, 512), "the loss"),
        Use("for one sample and three fakes", lambda seed: _many(seed, 1, 3), "the loss"),
    ),
)
