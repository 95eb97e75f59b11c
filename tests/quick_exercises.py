"""The exercises that train nothing: most tests check each of them many times."""

from gencourse.exercises import list_exercises

QUICK = [exercise for exercise in list_exercises() if not exercise.build]
