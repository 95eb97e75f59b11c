"""latent.attribute_vector: the difference of two means, of kinds that are not equally many."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _labelled_codes(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    has = torch.arange(50) % 5 < 2
    codes = torch.randn(50, 4, generator=generator)
    return codes + torch.where(has[:, None], torch.tensor([2.0, 0.0, -1.0, 3.0]), torch.tensor(0.5)), has


def probe(attempt: Any, seed: int) -> Arrays:
    return {"vector": record(call(attempt, *_labelled_codes(seed)), name="the vector")}


def judge(observed: Arrays, seed: int) -> None:
    codes, has = (x.numpy() for x in _labelled_codes(seed))
    codes = codes.astype(np.float64)
    vector = expect({"the vector": observed["vector"]}, "the vector", [codes.shape[1]])
    big, small = codes[has].mean(0), codes[~has].mean(0)
    right = big - small
    slips = [
        (
            "minus-all",
            big - codes.mean(0),
            "you subtract the mean of all codes, those with the attribute among them: the step comes out too short.",
        ),
        ("backwards", -right, "the step points backwards: with the attribute minus without it."),
        ("mean-alone", big, "this is the mean of the codes with the attribute: subtract the mean of those without."),
        ("unit-length", right / np.linalg.norm(right), "you made its length 1: the length says how far the step goes."),
        ("summed", codes[has].sum(0) - codes[~has].sum(0), "these are sums: there may be more of one kind. Average."),
    ]
    name_slip(vector, right, slips, "vector", rtol=1e-3, atol=1e-3)


EXERCISE = Exercise(
    name="latent.attribute_vector",
    points=1,
    lesson="latent_space",
    reference=latent.attribute_vector,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 4,000 codes of 8 numbers",
            lambda seed: (normal(seed, 4000, 8), normal(seed, 4000) > 0.3),
            "the vector",
        ),
        Use(
            "for one code with it and one without",
            lambda seed: (normal(seed, 2, 8), torch.tensor([False, True])),
            "the vector",
        ),
        Use("for codes of one number", lambda seed: (normal(seed, 9, 1), torch.arange(9) % 4 == 0), "the vector"),
    ),
)
