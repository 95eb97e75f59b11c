"""autoencoder.psnr: decibels of pictures whose errors differ."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(6, 1, 12, 12, generator=generator)
    noise = torch.randn(6, 1, 12, 12, generator=generator)
    return x, x + torch.linspace(0.05, 0.6, 6).view(-1, 1, 1, 1) * noise


def probe(attempt: Any, seed: int) -> Arrays:
    return {"decibels": record(call(attempt, *_pairs(seed)), "number", "the ratios")}


def judge(observed: Arrays, seed: int) -> None:
    x, reconstruction = (t.double().flatten(1).numpy() for t in _pairs(seed))
    got = observed["decibels"]
    squares = (reconstruction - x) ** 2
    error = squares.mean(1)
    right = -10 * np.log10(error)
    if got.size == 1 and np.isfinite(got).all():
        raise Mistake(
            "one-for-the-batch",
            f"one number for the whole batch: each of the {len(x)} images has its own, so average over its pixels.",
        )
    got = expect({"the ratios": got}, "the ratios", [len(x)])
    slips = [
        ("sign", -right, "the sign is turned: a smaller error gives more decibels, 10 log10(1 / mse)."),
        ("twice", 2 * right, "this is twice as much: 20 log10 belongs to a ratio of amplitudes; the mse is squared."),
        ("root-taken", right / 2, "this is half: leave out the root, the decibels are those of the squared error."),
        (
            "peak-255",
            right + 20 * math.log10(255),
            "48.1 dB too many: the peak of these pixels is 1, not 255.",
        ),
        ("natural-log", -10 * np.log(error), "this is the natural logarithm: decibels take log10."),
        ("factor-forgotten", right / 10, "this is a tenth: a bel has ten decibels."),
        (
            "summed-over-pixels",
            -10 * np.log10(squares.sum(1)),
            "you summed over the pixels: the mse is a mean, here over the pixels of one image.",
        ),
    ]
    name_slip(got, right, slips, "ratio")


EXERCISE = Exercise(
    name="autoencoder.psnr",
    points=1,
    lesson="autoencoders",
    reference=metrics.psnr,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 500 rows of 784 pixels",
            lambda seed: (normal(seed, 500, 784), normal(seed + 1, 500, 784)),
            "the ratios",
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 784), normal(seed + 1, 1, 784)), "the ratios"),
    ),
)
