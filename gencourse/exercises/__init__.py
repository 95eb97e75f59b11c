"""Exercises: one definition each, serving the notebook, the tests and the grader."""

from gencourse.exercises._check import NotPassed, check, progress
from gencourse.exercises._core import Exercise, Mistake, get_exercise, list_exercises
from gencourse.exercises._record import record

__all__ = ["Exercise", "Mistake", "NotPassed", "check", "get_exercise", "list_exercises", "progress", "record"]
