"""What `gencourse new-exercise` writes: text in which only the names are filled in."""

from __future__ import annotations


def reference(name: str, what: str) -> str:
    return f'''


def {what}(x: Tensor) -> Tensor:
    """TODO: say what it returns.  x: [N, D]"""
    raise NotImplementedError("TODO: write the reference of {name}")
'''


def test(module: str, what: str) -> str:
    return f'''"""{what}: TODO: a fact that it obeys, best a law or an oracle."""

import torch

from {module} import {what}


def test_{what}():
    "TODO: name the fact"
    x = torch.randn(5, 2, generator=torch.Generator().manual_seed(0))
    assert {what}(x) is None, "TODO: compare with what you know of it"
'''


def exercise(name: str, what: str, lesson: str, module: str) -> str:
    package, _, last = module.rpartition(".")
    imports = "\n".join(
        sorted(
            [
                f"from {package} import {last}",
                "from gencourse.exercises.core.exercise import Arrays, Exercise, Use",
                "from gencourse.exercises.core.record import call, expect, record",
                "from gencourse.exercises.core.slips import name_slip",
                "from gencourse.exercises.core.uses import normal",
            ]
        )
    )
    return f'''"""{name}: TODO: how its answer is judged."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

{imports}


def _points(seed: int) -> Tensor:
    return torch.randn(5, 2, generator=torch.Generator().manual_seed(seed))


def probe(attempt: Any, seed: int) -> Arrays:
    return {{"answer": record(call(attempt, _points(seed)), name="the answer")}}


def judge(observed: Arrays, seed: int) -> None:
    x = _points(seed).double().numpy()
    got = expect({{"the answer": observed["answer"]}}, "the answer", x.shape)
    right = x  # TODO: what is right, best by another way than the reference's
    slips = []  # TODO: (slug, what the slip gives, the sentence that helps), three or more
    name_slip(got, right, slips, "answer")


EXERCISE = Exercise(
    name="{name}",
    points=1,
    lesson="{lesson}",
    reference={last}.{what},
    probe=probe,
    judge=judge,
    uses=(  # TODO: the lesson's largest call, and one with a batch of one
        Use("for the lesson's ... points", lambda seed: (normal(seed, 5, 2),), "the answer"),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 2),), "the answer"),
    ),
)
'''


def wrong_answers(name: str) -> str:
    return f'''"""What students write for {name}, each with the slug that its check must answer with."""

WRONG = []  # TODO: (slug, function), three slips that the judge names, or more
'''


def cells(name: str, what: str) -> str:
    return f'''# %% [markdown]
# ### Exercise · TODO: its goal
#
# *5 minutes.* TODO: what to write, and what to expect.


# %% exercise="{name}"
def {what}(x):
    """TODO: say what it returns.  x: [N, D]"""
    ### BEGIN SOLUTION
    return x  # TODO: the solution
    ### END SOLUTION


# %% check="{name}"
{what} = check("{name}", {what})

# %% [markdown] hint="{name}"
# TODO: what to look at first.
'''
