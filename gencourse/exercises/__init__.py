"""Exercises: one definition each, serving the notebook, the tests and the grader."""

from gencourse.exercises.core.exercise import Exercise, Mistake
from gencourse.exercises.core.record import record
from gencourse.exercises.core.registry import get_exercise, list_exercises
from gencourse.exercises.run.check import NotPassed, check, progress, show_fix

__all__ = [
    "Exercise",
    "Mistake",
    "NotPassed",
    "check",
    "get_exercise",
    "list_exercises",
    "progress",
    "record",
    "show_fix",
]
