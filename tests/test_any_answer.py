"""Whatever an exercise's function returns is judged: the fault is never the course's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from gencourse.exercises.run import judge, observe
from tests.probe_process import small
from tests.quick_exercises import QUICK

Change = Callable[[Any], Any]

TENSORS: dict[str, Change] = {
    "one number": lambda x: x.float().mean(),
    "no numbers": lambda x: torch.zeros(0),
    "two by three": lambda x: torch.ones(2, 3),
    "a row more": lambda x: x[None],
    "a column more": lambda x: x[..., None],
    "flat": lambda x: x.reshape(-1),
    "transposed": lambda x: x.T if x.ndim == 2 else x,
    "the last one lost": lambda x: x[:-1] if x.ndim else x,
    "twice": lambda x: torch.cat([x, x]) if x.ndim else x,
    "all zero": lambda x: x * 0,
    "infinite": lambda x: x / 0,
    "huge": lambda x: x.sign() * 1e38,
    "integers": lambda x: x.detach().nan_to_num().long(),
    "yes or no": lambda x: x > 0,
    "numpy": lambda x: x.detach().numpy(),
    "a number of numpy": lambda x: np.float64(x.detach().float().mean()),
}
NUMBERS: dict[str, Change] = {
    "a tensor": torch.tensor,
    "a tensor of one": lambda x: torch.tensor([x]),
    "no numbers": lambda x: torch.zeros(0),
    "two by three": lambda x: torch.ones(2, 3),
    "NaN": lambda x: float("nan"),
    "infinite": lambda x: float("inf"),
    "a very long integer": lambda x: 10**400,
    "a number of numpy": np.float64,
    "a short number of numpy": np.float32,
    "yes or no": bool,
}


def changes(answer: Any) -> Iterator[tuple[str, Change]]:
    "What may go wrong with an answer of this kind, and with each of its parts."
    if isinstance(answer, Tensor):
        yield from TENSORS.items()
    elif isinstance(answer, (int, float)):
        yield from NUMBERS.items()
    elif isinstance(answer, (tuple, list)):
        for place, part in enumerate(answer[:4]):
            for name, change in changes(part):
                yield f"{name} in place {place}", lambda all, i=place, f=change: (*all[:i], f(all[i]), *all[i + 1 :])
    elif isinstance(answer, dict):
        for key, part in answer.items():
            yield f"without {key}", lambda all, key=key: {k: all[k] for k in all if k != key}
            for name, change in changes(part):
                yield f"{name} at {key}", lambda all, key=key, f=change: all | {key: f(all[key])}


@pytest.mark.parametrize("exercise", QUICK, ids=lambda exercise: exercise.name)
def test_every_return_value_gets_a_verdict(exercise):
    "Neither the judge nor the probe trips over a shape, a kind or a size that it did not expect"

    def attempt(*args: Any, **kwargs: Any) -> Any:
        answer = exercise.reference(*args, **kwargs)
        first.append(answer)
        return change(answer)

    attempt.__signature__ = inspect.signature(exercise.reference)  # pyright: ignore[reportFunctionMemberAccess]
    first, change = [], lambda answer: answer
    observe(exercise, attempt, 0)
    assert first
    tripped = {}
    # The last use by itself: a probe whose answers are wrong already ends before its judge is asked
    last = replace(exercise, probe=lambda attempt, seed: {}, judge=lambda observed, seed: None, uses=exercise.uses[-1:])
    cases = [(part, *case) for part in (small(exercise), last) for case in changes(first[0])]
    for part, name, broken in cases:
        change = broken
        verdict = judge(part, observe(part, attempt, 0), 0)
        theirs = "line" in verdict.sentence and "in attempt" in verdict.sentence
        if verdict.slug == "check-failed" or (verdict.outcome == "crashed" and not theirs):
            tripped[name] = verdict.sentence
    assert tripped == {}
