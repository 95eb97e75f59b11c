"""What an exercise is, and how to find one."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gencourse._validate import CourseError

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


def list_exercises() -> list[Exercise]:
    """Return every exercise of the course, topic by topic, in the order in which a lesson asks them."""
    return [exercise for topic in _topics() for exercise in _of_topic(topic)]


def get_exercise(name: str) -> Exercise:
    """Return the exercise of this name; CourseError names the nearest ones if there is none."""
    topic = str(name).partition(".")[0]
    found = {exercise.name: exercise for exercise in _of_topic(topic)} if topic in _topics() else {}
    if name not in found:
        near = difflib.get_close_matches(str(name), [exercise.name for exercise in list_exercises()], n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CourseError(f"There is no exercise named {name!r}.{hint}")
    return found[name]


def _topics() -> tuple[str, ...]:
    return ("start", "bottleneck", "autoencoder", "latent", "elbo", "vae", "games", "gan")  # as the lessons come


def _of_topic(topic: str) -> list[Exercise]:
    return importlib.import_module(f"gencourse.exercises.{topic}").EXERCISES
