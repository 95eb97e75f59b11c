"""Terms for a function that returns the sum itself, and the words and the name of what was read of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gencourse.exercises.core.exercise import Arrays, Terms
from gencourse.exercises.core.formula import Formula, Reading, is_whole, say, stack
from gencourse.exercises.core.record import call, record

PREFIX = "terms."  # of a slug that was read off an answer's terms

_SLUGS = {"0": "missing", "-1": "sign", "2": "twice", "1/2": "half", "-2": "twice-and-sign", "-1/2": "half-and-sign"}


def sum_of_terms(
    what: str,
    calls: Callable[[int], Sequence[tuple[Any, ...]]],
    formula: Callable[..., Formula],
    hints: Mapping[str, str] | None = None,
    opening: str = "",
) -> Terms:
    """Return the Terms of a function whose answers are the rows.

    what: as a sentence begins, "the KL". calls(seed): the arguments of each call, float32. formula(*arguments): that of
    one call's rows. opening: where the sentence should begin otherwise than "the KL is a sum, and in yours".
    """

    def probe(attempt: Any, seed: int) -> Arrays:
        answers = [record(call(attempt, *arguments), "number", what) for arguments in calls(seed)]
        return {"rows": np.concatenate([answer.reshape(-1).astype(np.float64) for answer in answers])}

    def read(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
        whole = stack([formula(*arguments) for arguments in calls(seed)])
        rows = observed["rows"]
        return (rows, whole) if rows.shape == whole.value().shape else None

    return Terms(opening or f"{what} is a sum, and in yours", probe, read, hints or {}, formula)


def slug_of(readings: Sequence[Reading], formula: Formula) -> str:
    """Return the name of a mistake for tests and class reports: "terms.logvar-missing+sigma-for-sigma^2"."""
    whole = is_whole(readings, formula)
    named = [readings[0]._replace(term="whole", stands="whole")] if whole else readings
    return PREFIX + "+".join(_clause_slug(reading) for reading in named)


def sentence_of(terms: Terms, readings: Sequence[Reading], formula: Formula) -> str:
    """Return what is said of readings, with what a teacher adds to them."""
    slug = slug_of(readings, formula)
    hint = terms.hints.get(slug.removeprefix(PREFIX), "")
    return f"{terms.opening} {say(readings, formula)}.{' ' + hint if hint else ''}"


def _clause_slug(reading: Reading) -> str:
    parts = [reading.term] if reading.stands == reading.term else [reading.stands, "for", reading.term]
    key = reading.factor
    if key.startswith("x"):
        parts.append("weight")
    elif key.startswith("+"):
        parts.append({"+1": "added", "+-1": "subtracted"}.get(key, "added with weight"))
    elif key in _SLUGS:
        parts.append(_SLUGS[key])
    elif key:
        sign, unit = ("sign and ", key[1:]) if key.startswith("-") else ("", key)
        said = {"1": "averaged over ", "/": "divided by ", "*": "summed over ", "^": "multiplied by "}[unit[0]]
        parts.append(sign + said + unit.lstrip("1/*^"))
    said = " ".join(parts).replace(",", "").replace("the ", "")
    return re.sub(r" ([-/*=@]) ", r"\1", said).replace(" ", "-")  # (x-mean)^2/sigma^2-missing
