"""gan.generator_step: G descends the non-saturating loss through D, which stays as it is."""

from __future__ import annotations

from typing import Any

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.steps import BACKWARD
from gencourse.exercises.gan.diary import BATCH, STEPS, Diary, judge_moves, lessons_call, what_was_given
from gencourse.exercises.gan.slips import GENERATOR_SLIPS, generators_loss
from gencourse.models import gan


def probe(attempt: Any, seed: int) -> Arrays:
    """Call G's step three times."""
    return Diary(seed, player="generator").play(attempt, [BATCH] * STEPS)


def judge(observed: Arrays, seed: int) -> None:
    """Each step must descend the non-saturating loss of the fakes drawn, from where the last one ended."""
    if BACKWARD not in observed["events"] and observed["reached_other"]:  # D got a gradient, G none
        raise Mistake("fake-detached", GENERATOR_SLIPS["fake-detached"])
    judge_moves(observed, seed, "generator", generators_loss, GENERATOR_SLIPS)


EXERCISE = Exercise(
    name="gan.generator_step",
    points=2,
    lesson="gan",
    reference=gan.generator_step,
    probe=probe,
    judge=judge,
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
