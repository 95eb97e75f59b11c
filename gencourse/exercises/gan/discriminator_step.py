"""gan.discriminator_step: D descends its loss on data and fresh fakes, and G stays as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.diary import Diary, inputs_of, lessons_call, what_was_given
from gencourse.exercises.gan.moves import judge_moves
from gencourse.exercises.gan.step_terms import LEFTOVER_HINT, OneFake, drawn, one_weight, terms_of
from gencourse.models import gan

LABELS = "Data has label 1 and fakes have label 0: discriminator_loss(real_logits, fake_logits)."
LOST = (
    "Is that cost in the loss, with no .detach() between D's logits and the loss, and no zero_grad after its backward?"
)
ENTROPY = "Here it is the cross-entropy that is descended, discriminator_loss."
HINTS = {
    "whole-sign": "The optimizer goes down by itself: hand it the loss, discriminator_loss, without a minus.",
    "whole-twice": "Is the loss doubled, or does a backward run twice?",
    "gradient-of-label-0.9-for-gradient-of-data": "Smoothed labels come with later GANs: here they are 1 and 0.",
    "whole-half": "The mean over the data and the mean over the fakes are added, as discriminator_loss does.",
    "gradient-of-data-missing": LOST,
    "gradient-of-fakes-missing": LOST,
    "gradient-of-label-0-for-gradient-of-data": LABELS,
    "gradient-of-label-1-for-gradient-of-fakes": LABELS,
    "gradient-of-label-0-for-gradient-of-data+gradient-of-label-1-for-gradient-of-fakes": LABELS,
    "gradient-of-fakes-with-label-1-for-gradient-of-data+gradient-of-fakes-missing": "That is the generator's loss. "
    + LABELS,
    "gradient-of-data-with-label-0-for-gradient-of-fakes": LABELS,
    "gradient-of-fakes-with-label-1-for-gradient-of-data": LABELS,
    "gradient-of-a-second-sigmoid-for-gradient-of-data+gradient-of-a-second-sigmoid-for-gradient-of-fakes": (
        "D returns logits, and the loss wants them as they are."
    ),
    "gradient-of-hinge-for-gradient-of-data+gradient-of-hinge-for-gradient-of-fakes": ENTROPY,
    "gradient-of-minus-logit-for-gradient-of-data+gradient-of-logit-for-gradient-of-fakes": ENTROPY,
    "what-another-step-left-in-.grad-added": LEFTOVER_HINT,
}


RETURNED = {
    "cost-of-fakes-returned": (
        lambda d, real, fake: softplus(d(fake)).mean(),
        "the step is right, and the cost of the fakes alone comes back: the loss is the sum of both.",
    ),
    "cost-of-data-returned": (
        lambda d, real, fake: softplus(-d(real)).mean(),
        "the step is right, and the cost of the data alone comes back: the loss is the sum of both.",
    ),
}


def probe(attempt: Any, seed: int) -> Arrays:
    """Call D's step on three batches."""
    return Diary(seed, player="discriminator").play(attempt, inputs_of("discriminator", seed))


def judge(observed: Arrays, seed: int) -> None:
    """Each step must descend D's loss on this batch, from where the last one ended, and leave G alone."""
    # First: what G has collected moves nothing yet, so no move shows it
    if np.any(observed["left"] > 1e-6):
        raise Mistake(
            "missing-detach",
            "the generator collects gradients in the discriminator's step, and they would pull it towards worse fakes. "
            "Cut it off: fake = generator(z).detach().",
        )
    judge_moves(
        observed, seed, "discriminator", lambda d, real, fake: gan.discriminator_loss(d(real), d(fake)), RETURNED
    )


def _one_weight_each(left: float | None = None) -> tuple[Any, ...]:
    "G(z) = 1 and D(x) = 1 x, with a gradient that another step left."
    generator, discriminator = OneFake(1.0), one_weight(1.0)
    if left is not None:
        discriminator.weight.grad = torch.full((1, 1), left)
    return (
        generator,
        discriminator,
        torch.optim.SGD(discriminator.parameters(), lr=1.0),
        torch.tensor([[2.0], [3.0]]),
        1,
    )


def _what_is_left(loss: Any, generator: OneFake, discriminator: nn.Linear, *others: Any) -> dict[str, Any]:
    pull = generator.g.grad
    return {
        "w after the step": discriminator.weight.detach().reshape(()),
        "the generator's gradient": torch.zeros(()) if pull is None else pull,
        "the loss": loss,
    }


GIVEN = "D(x) = w x with w = 1, data [[2], [3]], fakes that are all 1 and lr = 1"

EXERCISE = Exercise(
    name="gan.discriminator_step",
    points=2,
    lesson="gan",
    reference=gan.discriminator_step,
    probe=probe,
    judge=judge,
    examples=(
        Example(_one_weight_each, given=GIVEN, look=_what_is_left),
        Example(
            lambda: _one_weight_each(1.0), given=f"{GIVEN}, where another step left w.grad = 1", look=_what_is_left
        ),
        drawn(lambda: lessons_call(torch.zeros(2000, 2), "discriminator"), "2,000 fakes"),
    ),
    terms=terms_of("discriminator", "the step goes down a sum of two gradients, and in yours", HINTS),
    uses=(
        Use(
            "for the lesson's batch of 256",
            lambda seed: lessons_call(normal(seed, 256, 2), "discriminator"),
            look=what_was_given,
            form_only=True,
            number=True,
        ),
        Use(
            "for a batch of one",
            lambda seed: lessons_call(normal(seed, 1, 2), "discriminator"),
            look=what_was_given,
            form_only=True,
            number=True,
        ),
    ),
)
