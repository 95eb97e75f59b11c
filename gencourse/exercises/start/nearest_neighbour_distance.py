"""start.nearest_neighbour_distance: distances to the nearest row of a set that holds copies."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip, show
from gencourse.exercises.core.uses import normal

COPIES = 16


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    "a: [24, 784], b: [40, 784]: 16 rows of a are copies of rows of b, and all are far from 0, as images are."
    generator = torch.Generator().manual_seed(seed)
    b = torch.rand(40, 784, generator=generator)
    a = b[:24] + 0.3 * torch.randn(24, 784, generator=generator)
    a[:COPIES] = b[-COPIES:]
    return a, b


def probe(attempt: Any, seed: int) -> Arrays:
    a, b = _pairs(seed)
    return {"distance": record(call(attempt, a, b), name="the distance")}


def judge(observed: Arrays, seed: int) -> None:
    a, b = (x.double().numpy() for x in _pairs(seed))
    if observed["distance"].shape == (len(b),):
        raise Mistake("nearest-of-the-other", "one distance for each row of b: take the minimum over b's rows.")
    if observed["distance"].ndim == 0:
        raise Mistake("averaged", f"one number came back: return one distance for each row of a, shape [{len(a)}].")
    got = expect({"the distance": observed["distance"]}, "the distance", [len(a)])
    difference = a[:, None] - b[None]
    distance = np.sqrt((difference**2).sum(-1))
    right = distance.min(1)
    if np.all(got < 0.1):  # not 0: cdist's route through a matrix product rounds
        raise Mistake("measured-against-itself", "every distance is 0: you measured the points of a against a.")
    slips = [
        ("squared", right**2, "these are squared distances: take the square root."),
        ("mean-over-the-set", distance.mean(1), "this is the mean distance to all of b: take the smallest."),
        ("farthest", distance.max(1), "this is the farthest row of b: take the minimum."),
        ("absolute-differences", np.abs(difference).sum(-1).min(1), "these sum |a - b|: Euclidean distance squares."),
        (
            "averaged-over-pixels",
            right / math.sqrt(a.shape[1]),
            f"it is {math.sqrt(a.shape[1]):.0f} times too small: sum the squares over the coordinates, no mean.",
        ),
    ]
    fresh = slice(COPIES, None)  # the others are 0, however a distance is computed
    name_slip(
        got[fresh],
        right[fresh],
        [(slug, wrong[fresh], sentence) for slug, wrong, sentence in slips],
        "distance",
        rtol=1e-3,  # that route passes here: the copies tell it
        atol=1e-8,
        otherwise=Mistake("wrong-distance", f"the distances should end with {show(right[-3:])}, got {show(got[-3:])}."),
    )
    if got[:COPIES].max() >= 1e-4:
        raise Mistake(
            "not-zero-for-a-copy",
            f"a row of a that is a copy of a row of b has distance {got[:COPIES].max():.2g}, not 0: cdist's route "
            'through a matrix product rounds. Ask for compute_mode="donot_use_mm_for_euclid_dist".',
        )


EXERCISE = Exercise(
    name="start.nearest_neighbour_distance",
    points=1,
    lesson="start_here",
    reference=metrics.nearest_neighbour_distance,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 500 samples and 4,000 digits",
            lambda seed: (normal(seed, 500, 784), normal(seed, 61, 784)),
            "the distance",
            stands_for={61: 4000},
        ),
        Use("for one black image", lambda seed: (torch.zeros(1, 784), normal(seed, 61, 784)), "the distance"),
        Use("for a set of one", lambda seed: (normal(seed, 5, 784), normal(seed, 1, 784)), "the distance"),
    ),
)
