"""A computation in stages, and what people do at each: a wrong answer is named by the choices that give its numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gencourse.exercises.core.exercise import Mistake

CLOSE = 2e-5  # of the largest number: float32's rounding


class Choice(NamedTuple):
    """One way through a stage: the value that `compute` gets, and its name and sentence if it is a wrong one."""

    value: Any
    slug: str = ""  # none: it is right, the first of a stage or another that is as good
    sentence: str = ""


Stages = Mapping[str, Sequence[Choice]]


def name_choices(
    got: Any,
    compute: Callable[..., Any],
    stages: Stages,
    otherwise: Mistake,
    *,
    most: int = 2,
    close: float = CLOSE,
    right: Callable[[Any], bool] | None = None,
    near: Callable[[Any], bool] | None = None,
) -> None:
    """Return if `got` is right; else raise the Mistake of the fewest wrong choices that give it, or `otherwise`.

    compute(**values) makes the answer of one value for each stage. At most `most` choices are wrong: of two, both are
    said, and the slug is "one+other". right(got): whether it is right, where more than the right choices' numbers is.
    near(value): whether `got` may be what choices give, where numbers that are drawn have to fit it.
    """
    got = np.asarray(got, dtype=np.float64)
    if right is not None and right(got):
        return
    with np.errstate(all="ignore"):
        for wrong, values in _ways(stages, most):
            value = compute(**values)
            if near(value) if near else _gives(value, got, close):
                if not wrong:
                    if right is None:
                        return
                    break  # right by the numbers, and not by the measure of `right`
                raise Mistake("+".join(choice.slug for choice in wrong), _say([choice.sentence for choice in wrong]))
    raise otherwise


def _ways(stages: Stages, most: int) -> Iterator[tuple[list[Choice], dict[str, Any]]]:
    "Wrong choices and the values of all stages: none wrong first, then one, then two."
    for count in range(most + 1):
        for chosen in itertools.combinations(stages, count):
            options = [
                [choice for choice in choices if bool(choice.slug) == (name in chosen)]
                for name, choices in stages.items()
            ]
            for way in itertools.product(*options):
                values = {name: choice.value for name, choice in zip(stages, way, strict=True)}
                yield [choice for choice in way if choice.slug], values


def _gives(value: Any, got: np.ndarray, close: float) -> bool:
    value = np.asarray(value, dtype=np.float64)
    if value.shape != got.shape or not np.isfinite(value).all():
        return False
    return bool(np.abs(value - got).max(initial=0) <= close * max(np.abs(value).max(initial=0), 1e-12))


def _say(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return f"{len(sentences)} things: " + " ".join(f"({k}) {said}" for k, said in enumerate(sentences, 1))
