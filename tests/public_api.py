"""What others may rely on: names that notebooks, graders and instructors import, slugs, and the wire's version."""

import importlib

from gencourse.exercises import list_exercises
from gencourse.exercises.run import WIRE_VERSION
from tests.wrong_answers import wrong_answers

PACKAGES = ("gencourse.exercises", "gencourse.exercises.run", "gencourse.models", "gencourse.widgets")


def public_api() -> str:
    """Return it as text, a line for each package and each exercise, for a reviewer to read."""
    lines = [f"{name}: {' '.join(sorted(importlib.import_module(name).__all__))}" for name in PACKAGES]
    lines += ["", f"wire: {WIRE_VERSION}", ""]
    for exercise in list_exercises():
        slugs = sorted({slug for slug, _ in wrong_answers(exercise.name)})
        lines.append(f"{exercise.name} ({exercise.points}, {exercise.lesson}): {' '.join(slugs)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(public_api(), end="")
