"""What an exercise is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray]


class Mistake(Exception):
    """A wrong answer that the course can name. The slug is for tests and class reports; the sentence teaches."""

    def __init__(self, slug: str, sentence: str) -> None:
        super().__init__(slug, sentence)
        self.slug = slug
        self.sentence = sentence


@dataclass(frozen=True)
class Exercise:
    """One exercise, defined once for the notebook, the tests and the grader.

    reference: the package's own function or class; the lesson goes on with it where the learner has not passed.
    probe(attempt, seed): calls the learner's code, the only part that does; returns what `record` made of it.
    judge(observed, seed): returns None or raises Mistake; it never calls the learner's code.
    """

    name: str  # "topic.what", for instance "start.fit_gaussian"
    points: int
    lesson: str  # the lesson's topic, without its number
    reference: Callable[..., Any]
    probe: Callable[[Any, int], Arrays]
    judge: Callable[[Arrays, int], None]

    @property
    def symbol(self) -> str:
        """The name that the learner's cell binds."""
        return self.reference.__name__
