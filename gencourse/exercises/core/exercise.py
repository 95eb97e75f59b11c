"""What an exercise is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gencourse.exercises.core.formula import Terms

Arrays = Mapping[str, np.ndarray]


class Mistake(Exception):
    """A wrong answer that the course can name. The slug is for tests and class reports; the sentence teaches."""

    def __init__(self, slug: str, sentence: str) -> None:
        super().__init__(slug, sentence)
        self.slug = slug
        self.sentence = sentence


@dataclass(frozen=True)
class Use:
    """One call as a lesson makes it, at its size or with a batch of one: what passes has to serve the next cells.

    The judge compares what comes back with the reference's answer: its shape, its dtype, a few of its values.
    """

    when: str  # as a sentence begins: "for a batch of one"
    arguments: Callable[[int], tuple[Any, ...]]  # of a seed; made anew for each call
    what: str | tuple[str, ...] = "your answer"  # the answer's name, or those of its parts
    look: Callable[..., dict[str, Any]] | None = None  # of answer, *arguments: where it is no tensor
    keywords: tuple[str, ...] = ()  # how the lesson names the last arguments
    form_only: bool = False  # compare shape and dtype alone: the values are drawn, or others are right as well
    number: bool = False  # a plain number will do as well as a tensor of shape []
    stands_for: Mapping[int, int] = field(default_factory=dict)  # a prime size here -> the lesson's, for its memory


@dataclass(frozen=True)
class Exercise:
    """One exercise, defined once for the notebook, the tests and the grader.

    reference: the package's own function or class; the lesson goes on with it where the learner has not passed.
    probe(attempt, seed): calls the learner's code, the only part that does; returns what `record` made of it.
    judge(observed, seed): returns None or raises Mistake; it never calls the learner's code.
    terms: the answer as a sum of named terms, from which a wrong one's coefficients are read.
    uses: calls at the lesson's size and with a batch of one, made after those of the probe and judged after them.
    """

    name: str  # "topic.what", for instance "start.fit_gaussian"
    points: int
    lesson: str  # the lesson's topic, without its number
    reference: Callable[..., Any]
    probe: Callable[[Any, int], Arrays]
    judge: Callable[[Arrays, int], None]
    uses: tuple[Use, ...] = ()
    terms: Terms | None = None

    @property
    def symbol(self) -> str:
        """The name that the learner's cell binds."""
        return self.reference.__name__
