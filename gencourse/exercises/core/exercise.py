"""What an exercise is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gencourse.exercises.core.formula import Formula

Arrays = Mapping[str, np.ndarray]
SECONDS, BUILD_SECONDS = 2.0, 60.0


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
class Example:
    """A call so small that its answer can be told by hand, for the sentence "for mean = [2] the KL should be 2"."""

    arguments: Callable[[], tuple[Any, ...]]  # made anew for each call
    what: str = "the answer"  # as in a sentence: "the KL"
    given: str = ""  # how the input reads, where its numbers alone say little: "a net of one weight 2 and x = [3]"
    look: Callable[..., dict[str, Any]] | None = None  # of answer, *arguments: what is compared, by name, if it is more
    within: float = 1e-3  # of the largest number: what is drawn needs more
    names: Sequence[str] = ()  # what whole numbers in the answer stand for, where names are asked for
    calls: int = 1  # one after the other, with the same model: what lasts from one step to the next shows in the second


@dataclass(frozen=True)
class Terms:
    """An answer as a sum of terms. `probe` calls the learner's code, like an exercise's own; `read` never does.

    With other sizes at each seed, a weight of 1/7 is told from an average over 7 latents.
    """

    opening: str  # how the sentence begins: "the KL is a sum, and in yours"
    probe: Callable[[Any, int], Arrays]
    read: Callable[[Arrays, int], tuple[np.ndarray, Formula] | None]  # numbers and formula; None: of another form
    hints: Mapping[str, str] = field(default_factory=dict)  # the slug of a reading -> what a teacher adds
    formula: Callable[..., Formula] | None = None  # of one call's arguments, where the answer itself is the sum


@dataclass(frozen=True)
class Exercise:
    """One exercise, defined once for the notebook, the tests and the grader.

    reference: the package's own function or class; the lesson goes on with it where the learner has not passed.
    probe(attempt, seed): calls the learner's code, the only part that does; returns what `record` made of it.
    judge(observed, seed): returns None or raises Mistake; it never calls the learner's code.
    examples: small calls, the smallest first; of a wrong answer the first is shown that it does not give.
    terms: the answer as a sum of named terms, from which a wrong one's coefficients are read.
    uses: calls at the lesson's size and with a batch of one, made after those of the probe and judged after them.
    build: an answer that trains, and is judged by what the trained thing does: run once, with more time, never again.
    """

    name: str  # "topic.what", for instance "start.fit_gaussian"
    points: int
    lesson: str  # the lesson's topic, without its number
    reference: Callable[..., Any]
    probe: Callable[[Any, int], Arrays]
    judge: Callable[[Arrays, int], None]
    uses: tuple[Use, ...] = ()
    examples: tuple[Example, ...] = ()
    terms: Terms | None = None
    build: bool = False

    @property
    def seconds(self) -> float:
        """After how many seconds an attempt is stopped. A reference takes 0.2 at most, or 20 where it trains."""
        return BUILD_SECONDS if self.build else SECONDS

    @property
    def symbol(self) -> str:
        """The name that the learner's cell binds."""
        return self.reference.__name__
