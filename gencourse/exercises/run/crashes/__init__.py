"""What torch's and Python's commonest errors mean, in a sentence: what happened, and what usually mends it.

A sentence is said only where the error's own words are known, and holds wherever they are said. torch's words change
from release to release: tests raise each of these errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gencourse.exercises.run.crashes.dtypes import DTYPES
from gencourse.exercises.run.crashes.gradients import GRADIENTS
from gencourse.exercises.run.crashes.kinds import KINDS
from gencourse.exercises.run.crashes.names import NAMES
from gencourse.exercises.run.crashes.place import Place, place_of
from gencourse.exercises.run.crashes.shapes import SHAPES
from gencourse.exercises.run.crashes.values import VALUES

__all__ = ["explain_crash"]

Rule = tuple[str, str | Callable[[re.Match[str], Place], str | None]]
RULES: tuple[Rule, ...] = (*NAMES, *SHAPES, *GRADIENTS, *DTYPES, *KINDS, *VALUES)


def explain_crash(error: BaseException, message: str, is_theirs: Callable[[str], bool]) -> str | None:
    """Return one sentence on an exception, or None if its words are not known.

    message: the text of the error, which may not be readable twice. is_theirs: whether a file is the learner's
    """
    said = f"{_family(type(error))}: {message}"
    place = None
    for pattern, answer in RULES:
        match = re.match(pattern, said)
        if match is None:
            continue
        if isinstance(answer, str):
            return answer.format(*match.groups())
        try:
            place = place or place_of(error, is_theirs)
            sentence = answer(match, place)
        except Exception:  # what is not looked at by name alone may be an object of the learner's that raises
            return None
        if sentence is not None:
            return sentence
    return None


def _family(kind: type) -> str:
    "The name of the class of Python's own: torch's _LinAlgError is a RuntimeError."
    return next(base.__name__ for base in kind.__mro__ if base.__module__ == "builtins")
