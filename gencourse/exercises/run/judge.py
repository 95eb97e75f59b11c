"""The verdict on what a probe observed. No learner's code runs here."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from gencourse.exercises.core.exercise import Exercise, Mistake
from gencourse.exercises.core.uses import judge_uses, of_the_probe
from gencourse.exercises.run.observe import Observation, plain_torch

Outcome = Literal["passed", "open", "not yet", "crashed"]


@dataclass(frozen=True)
class Verdict:
    """How a check ended. The slug names the mistake for tests and class reports; the sentence is for the learner."""

    outcome: Outcome
    sentence: str = ""
    slug: str | None = None

    @property
    def named(self) -> bool:
        """Whether the mistake has a name of its own: "wrong-loss" tells only that the loss is wrong."""
        return self.slug is not None and not self.slug.startswith("wrong-")


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Judge and explain with torch as it comes, whatever the notebook has switched, and leave its random numbers.

    A judge may make networks, whose weights are drawn. Of wild numbers nothing is said: one warning on stderr scores
    zero in nbgrader.
    """
    own_numbers = torch.random.fork_rng(devices=[])
    with own_numbers, plain_torch(), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def judge(exercise: Exercise, observation: Observation, seed: int) -> Verdict:
    """Turn what a probe observed into a verdict. It never runs the learner's code, so the grader uses it too."""
    if observation.status == "open":
        return Verdict("open", observation.text or "write your answer in the cell above, then run both cells.")
    if observation.status == "crashed":
        return Verdict("crashed", observation.text)
    if observation.status == "mistake":
        return Verdict("not yet", observation.text, observation.slug)
    try:
        with undisturbed():
            exercise.judge(of_the_probe(observation.arrays), seed)
            if observation.text:
                return Verdict("not yet" if observation.slug else "crashed", observation.text, observation.slug)
            judge_uses(exercise, observation.arrays, seed)
    except Mistake as mistake:
        return Verdict("not yet", mistake.sentence, mistake.slug)
    # The learner's code does not run here, so the fault is ours
    except Exception as error:
        blame = f"the course's own check failed ({type(error).__name__}: {error}). That is our fault: please report it."
        return Verdict("crashed", blame, "check-failed")
    return Verdict("passed")
