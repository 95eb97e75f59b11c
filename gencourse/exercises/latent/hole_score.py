"""latent.hole_score: how far points move on the way out and back, in units of the codes' spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _returns(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    "Points, where they came back, and codes whose spread differs from dimension to dimension and from 1."
    generator = torch.Generator().manual_seed(seed)
    offset = torch.tensor([9.0, 1.0, -5.0, 3.0])
    codes = offset + torch.randn(80, 4, generator=generator) * torch.tensor([7.0, 1.0, 2.0, 4.0])
    z = 2 * torch.randn(30, 4, generator=generator)  # another spread than the codes': the wrong yardstick shows
    return z, z + torch.randn(30, 4, generator=generator) * 1.5, codes


def probe(attempt: Any, seed: int) -> Arrays:
    return {"score": record(call(attempt, *_returns(seed)), "number", "the score")}


def judge(observed: Arrays, seed: int) -> None:
    z, returned, codes = (x.double().numpy() for x in _returns(seed))
    if observed["score"].size == len(z):
        raise Mistake("not-averaged", f"one score for each of the {len(z)} points: average them to one number.")
    got = expect({"the score": observed["score"].reshape(-1)}, "the score", [1])
    distance = np.linalg.norm(returned - z, axis=1)
    scale = np.sqrt(codes.var(0).mean())
    slips = [
        (
            "undivided",
            distance.mean(),
            "this is the distance itself: a map twice as large would score twice as bad. Divide by the codes' "
            "standard deviation.",
        ),
        ("divided-by-variance", distance.mean() / scale**2, "you divided by the variance: take its root."),
        (
            "divided-by-z",
            distance.mean() / np.sqrt(z.var(0).mean()),
            "you divided by the spread of z: the yardstick is the data's codes.",
        ),
        (
            "not-centred",
            distance.mean() / np.sqrt((codes**2).mean()),
            "the codes' mean is part of your spread: a standard deviation is measured around the mean.",
        ),
        (
            "one-spread-for-all",
            distance.mean() / codes.std(),
            "codes.std() takes the dimensions' different means for spread: take each dimension's, codes.var(0).",
        ),
        (
            "mean-of-stds",
            distance.mean() / codes.std(0).mean(),
            "you average the standard deviations: average the variances, codes.var(0), and take the root of that.",
        ),
        ("squared", (distance**2).mean() / scale, "these are squared distances: take the norm of each row."),
        (
            "averaged-over-dimensions",
            np.abs(returned - z).mean() / scale,
            "this averages over the dimensions: take the norm of each row first.",
        ),
    ]
    name_slip(got, np.array([distance.mean() / scale]), slips, "score", rtol=1e-2, atol=1e-3)  # N and N - 1 both count


EXERCISE = Exercise(
    name="latent.hole_score",
    points=2,
    lesson="latent_space",
    reference=latent.hole_score,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 4,000 codes of 16 numbers",
            lambda seed: (normal(seed, 500, 16), normal(seed + 1, 500, 16), 3 * normal(seed, 4000, 16)),
            "the score",
            number=True,
        ),
        Use(
            "for a single point",
            lambda seed: (normal(seed, 1, 16), normal(seed + 1, 1, 16), 3 * normal(seed, 4000, 16)),
            "the score",
            number=True,
        ),
    ),
)
