"""The counterexample: the smallest call on which an answer is wrong, what came out, and what should."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise
from gencourse.exercises.core.record import call, record

MOST = 9  # numbers that a sentence shows at once; of more, the first wrong one
DIGITS = range(3, 8)  # tried until right and wrong read differently; float32 knows no more
PLAIN = 1e5  # below it 50 is not written 5e1
DRAWN = 1e-2  # from here on `within` is for what is drawn, and "about" is said


def probe_example(example: Example, attempt: Callable[..., Any]) -> Arrays:
    """Make the call, or several, and record what is compared after the last."""
    arguments = example.arguments()
    answer = None
    for _ in range(example.calls):
        answer = call(attempt, *arguments)
    parts = {example.what: answer} if example.look is None else example.look(answer, *arguments)
    return {name: record(value, "number", name) for name, value in parts.items()}


def counterexample(exercise: Exercise, example: Example, observed: Arrays) -> str | None:
    """Return the sentence on an example that is answered wrongly; None if it is right or reads like the right one.

    It calls the course's version alone.
    """
    for name, due in _right(example, exercise.reference).items():
        got = observed.get(name)
        differs = None if got is None else _difference(got, due, example)
        if differs is not None:
            return f"For {example.given or _given(exercise, example)}, {name}{differs}."
    return None


@cache
def _right(example: Example, reference: Callable[..., Any]) -> Arrays:
    "Computed once: a search for repairs asks for it hundreds of times."
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(0)  # not torch.manual_seed, which is the GPU's as well
        return probe_example(example, reference)


def _difference(got: np.ndarray, due: np.ndarray, example: Example) -> str | None:
    within = example.within
    if got.shape != due.shape:
        return f" should have shape {list(due.shape)}; yours has {list(got.shape)}"
    mine, theirs = due.astype(np.float64), got.astype(np.float64)
    scale = np.abs(mine[np.isfinite(mine)]).max(initial=0) or 1.0
    near = np.isclose(theirs, mine, rtol=0, atol=within * scale, equal_nan=True)
    if near.all():
        return None
    if example.names:
        mine, theirs = (f'"{example.names[int(number)]}"' for number in (due, got))
        return f" should be {mine}; yours is {theirs}"
    place = ""
    if due.size > MOST:
        first = tuple(int(i) for i in np.argwhere(~near)[0])
        due, got, place = due[first], got[first], f" at {list(first)}"
    about = "about " if within >= DRAWN else ""
    digits = [max(1, math.floor(-math.log10(within)) + 1)] if about else DIGITS
    for count in digits:
        want, came = _numbers(due, count), _numbers(got, count)
        if want != came:
            return f"{place} should be {about}{want}; yours is {came}"
    return None


def _given(exercise: Exercise, example: Example) -> str:
    "The arguments by name."
    names = inspect.signature(exercise.reference).parameters
    return ", ".join(f"{name} = {_value(x)}" for name, x in zip(names, example.arguments(), strict=False))


def _value(value: Any) -> str:
    if isinstance(value, Tensor):
        return _numbers(value.detach().numpy(), 4)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _numbers(array: Any, digits: int) -> str:
    "An array as one writes it: [[1, 0.5], [2, 3]]."
    array = np.asarray(array)
    if array.ndim:
        return f"[{', '.join(_numbers(part, digits) for part in array)}]"
    value = array.item()
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.{digits}g}"
    if "e+" in text and abs(value) < PLAIN:
        return f"{float(text):.0f}"
    return text.replace("e+0", "e").replace("e-0", "e-") if value else "0"
