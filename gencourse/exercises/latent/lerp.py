"""latent.lerp: the points of a straight path."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal

TIMES = torch.linspace(0, 1, 6)  # 6 points of 5 numbers: a path that is turned has another shape


def _ends(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return 2 + torch.randn(5, generator=generator), torch.randn(5, generator=generator) - 2


def probe(attempt: Any, seed: int) -> Arrays:
    a, b = _ends(seed)
    return {"path": record(call(attempt, a, b, TIMES), name="the path")}


def judge(observed: Arrays, seed: int) -> None:
    a, b = (x.double().numpy() for x in _ends(seed))
    t = TIMES.double().numpy()[:, None]
    if observed["path"].shape == (a.size, t.size):
        raise Mistake(
            "transposed", "the path should have one point in each row: give t the shape [T, 1] with t[:, None]."
        )
    path = expect({"the path": observed["path"]}, "the path", [t.size, a.size])
    slips = [
        ("start-forgotten", t * (b - a), "the path starts at 0, not at a: add a."),
        ("reversed", b + t * (a - b), "the path runs from b to a: at t = 0 it should be a."),
        ("only-to-b", t * b, "at t = 0 the path should be a, got 0: mix both ends, (1 - t) * a + t * b."),
        ("sum-of-ends", a + t * b, "at t = 1 the path should be b: the step from a is b - a, not b."),
    ]
    name_slip(path, a + t * (b - a), slips, "path", rtol=1e-3, atol=1e-3)


EXERCISE = Exercise(
    name="latent.lerp",
    points=1,
    lesson="latent_space",
    reference=latent.lerp,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for two digits of 784 pixels",
            lambda seed: (normal(seed, 784), normal(seed + 1, 784), torch.linspace(0, 1, 10)),
            "the path",
        ),
        Use("for a single time", lambda seed: (*_ends(seed), torch.tensor([0.3])), "the path"),
        Use("for times in no order", lambda seed: (*_ends(seed), torch.tensor([0.9, 0.1, 0.4, 0.0])), "the path"),
    ),
)
