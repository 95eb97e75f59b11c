"""gan.discriminator_step: D descends its loss on data and fresh fakes, and G stays as it is."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.diary import Diary, judge_moves, lessons_call, real_batches, what_was_given
from gencourse.exercises.gan.slips import DISCRIMINATOR_SLIPS, discriminators_loss
from gencourse.models import gan


def probe(attempt: Any, seed: int) -> Arrays:
    """Call D's step on three batches."""
    return Diary(seed, player="discriminator").play(attempt, list(real_batches(seed)))


def judge(observed: Arrays, seed: int) -> None:
    """Each step must descend D's loss on this batch, from where the last one ended, and leave G alone."""
    # First: what G has collected moves nothing yet, so no move shows it
    if np.any(observed["left"] > 1e-6):
        raise Mistake(
            "missing-detach",
            "the generator collects gradients in the discriminator's step, and they would pull it towards worse fakes. "
            "Cut it off: fake = generator(z).detach().",
        )
    judge_moves(observed, seed, "discriminator", discriminators_loss, DISCRIMINATOR_SLIPS)


EXERCISE = Exercise(
    name="gan.discriminator_step",
    points=2,
    lesson="gan",
    reference=gan.discriminator_step,
    probe=probe,
    judge=judge,
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
