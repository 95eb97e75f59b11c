"""gan.generator_step: G descends the non-saturating loss through D, which stays as it is."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.steps import BACKWARD
from gencourse.exercises.gan.diary import Diary, inputs_of, lessons_call, what_was_given
from gencourse.exercises.gan.moves import judge_moves
from gencourse.exercises.gan.step_terms import LEFTOVER_HINT, OneFake, drawn, one_weight, terms_of
from gencourse.models import gan

ENTROPY = "Here it is -log D that is descended, generator_loss(fake_logits)."
HINTS = {
    "gradient-sign": "The optimizer goes down by itself: hand it generator_loss, without a minus.",
    "gradient-twice": "Is the loss doubled, or does a backward run twice?",
    "gradient-of-D's-loss-with-fakes-in-both-places-for-gradient": ENTROPY,
    "gradient-of-label-0.9-for-gradient": "Smoothed labels come with later GANs: here the label is 1.",
    "gradient-half": "The loss is generator_loss(fake_logits) as it is.",
    "gradient-of-log(1-D)-which-saturates-for-gradient": (
        "It vanishes where D is sure. The non-saturating loss is generator_loss(fake_logits)."
    ),
    "gradient-of-D's-own-loss-label-0-for-gradient": (
        "So the generator makes its fakes worse. It wants label 1: generator_loss(fake_logits)."
    ),
    "gradient-of-a-second-sigmoid-for-gradient": "D returns logits, and the loss wants them as they are.",
    "gradient-of-minus-logit-for-gradient": ENTROPY,
    "gradient-of-1-D-for-gradient": ENTROPY,
    "gradient-of-squared-error-of-logits-for-gradient": ENTROPY,
    "what-another-step-left-in-.grad-added": LEFTOVER_HINT,
}


RETURNED = {
    "saturating-loss-returned": (
        lambda d, real, fake: gan.generator_loss(d(fake), saturating=True),
        "the step is right, and the saturating loss comes back: return the one you stepped on.",
    ),
    "loss-of-both-labels-returned": (
        lambda d, real, fake: gan.discriminator_loss(d(fake), d(fake)),
        "the step is right, and the fakes' cost with label 1 and with label 0 comes back: the loss is that with label "
        "1 alone, generator_loss(fake_logits).",
    ),
}


def probe(attempt: Any, seed: int) -> Arrays:
    """Call G's step three times."""
    return Diary(seed, player="generator").play(attempt, inputs_of("generator", seed))


def judge(observed: Arrays, seed: int) -> None:
    """Each step must descend the non-saturating loss of the fakes drawn, from where the last one ended."""
    if BACKWARD not in observed["events"] and observed["reached_other"]:  # D got a gradient, G none
        raise Mistake(
            "fake-detached",
            "no gradient reaches the generator: its fakes were cut off by .detach() or no_grad. Here it has to pass "
            "through the discriminator to the generator.",
        )
    judge_moves(observed, seed, "generator", lambda d, real, fake: gan.generator_loss(d(fake)), RETURNED)


def _one_weight_each(left: float | None = None) -> tuple[Any, ...]:
    "G(z) = g = 1 and D(x) = 2 x, with a gradient that another step left."
    generator, discriminator = OneFake(1.0), one_weight(2.0)
    generator.g.grad = None if left is None else torch.tensor(left)
    return generator, discriminator, torch.optim.SGD(generator.parameters(), lr=1.0), 3, 1


def _what_is_left(loss: Any, generator: OneFake, discriminator: nn.Linear, *others: Any) -> dict[str, Any]:
    return {
        "g after the step": generator.g.detach(),
        "D's weight after the step": discriminator.weight.detach().reshape(()),
        "requires_grad of D's weight": torch.tensor(discriminator.weight.requires_grad),
        "the loss": loss,
    }


GIVEN = "a generator whose fakes are all g = 1, D(x) = 2 x, n = 3 and lr = 1"

EXERCISE = Exercise(
    name="gan.generator_step",
    points=2,
    lesson="gan",
    reference=gan.generator_step,
    probe=probe,
    judge=judge,
    examples=(
        Example(_one_weight_each, given=GIVEN, look=_what_is_left),
        Example(
            lambda: _one_weight_each(1.0), given=f"{GIVEN}, where another step left g.grad = 1", look=_what_is_left
        ),
        drawn(lambda: lessons_call(2000, "generator"), "2,000 fakes"),
    ),
    terms=terms_of("generator", "the step goes down the gradient of -log D, and in yours", HINTS),
    uses=(
        Use(
            "for the lesson's batch of 256",
            lambda seed: lessons_call(256, "generator"),
            look=what_was_given,
            form_only=True,
            number=True,
        ),
        Use(
            "for a batch of one",
            lambda seed: lessons_call(1, "generator"),
            look=what_was_given,
            form_only=True,
            number=True,
        ),
    ),
)
