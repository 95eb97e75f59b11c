"""autoencoder.psnr: decibels of pictures whose errors differ."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(6, 1, 11, 13, generator=generator)
    noise = torch.randn(6, 1, 11, 13, generator=generator)
    return x, x + torch.linspace(0.05, 0.6, 6).view(-1, 1, 1, 1) * noise


def probe(attempt: Any, seed: int) -> Arrays:
    return {"decibels": record(call(attempt, *_pairs(seed)), "number", "the ratios")}


def judge(observed: Arrays, seed: int) -> None:
    x, reconstruction = (t.double().numpy() for t in _pairs(seed))
    got = observed["decibels"]
    right = -10 * np.log10(((reconstruction - x) ** 2).mean((1, 2, 3)))
    if got.size == 1 and np.isfinite(got).all():
        raise Mistake(
            "one-for-the-batch",
            f"one number for the whole batch: each of the {len(x)} images has its own, so average over its pixels.",
        )
    if got.shape in (
        x.shape,
        x[:, 0].shape,
        x[..., 0].shape,
        x[:, 0, 0].shape,
        x[:, 0, :, 0].shape,
        x[:, :, 0, 0].shape,
    ):
        raise Mistake(
            "not-averaged",
            f"the ratios should have shape [{len(x)}], got {list(got.shape)}: average over all axes but the first, as "
            "flatten(1) makes one of them.",
        )
    if got.size == x[0].size:
        raise Mistake(
            "averaged-over-images",
            f"one number for each of the {got.size} pixels: average over the pixels of an image, not over the images.",
        )
    if np.isnan(got).any():
        raise Mistake("nan", "some ratios are nan, as the log of a negative number is: square the errors first.")
    got = expect({"the ratios": got}, "the ratios", [len(x)])
    name_slip(got, right, [], "ratio")


# What a teacher adds to what the terms say
HINTS = {
    "10-log10(1/mse)-sign": "A smaller error gives more decibels.",
    "10-log10(1/mse)-twice": "20 log10 belongs to a ratio of amplitudes, and the mse is a square.",
    "10-log10(1/mse)-half": "Is a root taken? The decibels are those of the squared error.",
    "10-log10(1/sum-of-squares)-for-10-log10(1/mse)": "The mse is a mean over the pixels of one image.",
    "10-log10(784/sum-of-squares)-for-10-log10(1/mse)": "An image has its own number of pixels, not always 784.",
    "20-log10(255)-added": "The peak of these pixels is 1.",
}


def _three_sizes(seed: int) -> list[tuple[Tensor, Tensor]]:
    "Pictures of three sizes, so that a sum over the pixels is no constant, and errors whose mean is not 0."
    calls = []
    for k, (images, pixels) in enumerate(((7, 5), (9, 12), (8, 31))):
        x = normal(seed + k, images, 1, 1, pixels).sigmoid()
        spread = torch.linspace(0.1, 0.7, images).view(-1, 1, 1, 1)
        calls.append((x, x + spread * (normal(seed + 9 + k, images, 1, 1, pixels) + 0.4)))
    return calls


def _formula(x: Tensor, reconstruction: Tensor) -> Formula:
    x, reconstruction = (t.double().flatten(1) for t in (x, reconstruction))
    difference = reconstruction - x
    squares = difference.square()
    quotients = {
        "1 / mse": 1 / squares.mean(1),
        "1 / the sum of squares": 1 / squares.sum(1),
        "1 / the mean of |error|": 1 / difference.abs().mean(1),
        "1 / the sum of |error|": 1 / difference.abs().sum(1),
        "1 / the largest square": 1 / squares.amax(1),
        "1 / the variance of the error": 1 / difference.var(1, correction=0),
        "1 / the variance of the error with n - 1": 1 / difference.var(1),
        "the mean of x^2 / mse": x.square().mean(1) / squares.mean(1),
        "the variance of x / mse": x.var(1) / squares.mean(1),
        "the largest x^2 / mse": x.square().amax(1) / squares.mean(1),
        "the largest x / mse": x.amax(1) / squares.mean(1),
        "the largest x^2 of all / mse": x.square().max() / squares.mean(1),
        "1 / the mean error, squared,": 1 / difference.mean(1).square(),
        "784 / the sum of squares": 784 / squares.sum(1),
        "255 / mse": 255 / squares.mean(1),
        "1 / the mse of the whole batch": 1 / squares.mean().expand(len(x)),
        "1 / the mse of the reconstruction cut to [0, 1]": 1 / (reconstruction.clamp(0, 1) - x).square().mean(1),
        "1 + 1 / mse": 1 + 1 / squares.mean(1),
    }
    logs = {"10 log10": torch.log10, "10 ln": torch.log, "10 log2": torch.log2}
    columns = {f"{log}({name})": (10 * f(q)).numpy() for log, f in logs.items() for name, q in quotients.items()}
    columns["10 / mse, without a logarithm,"] = (10 / squares.mean(1)).numpy()
    columns["the mean of 10 log10(1 / error^2)"] = (-10 * torch.log10(squares)).mean(1).numpy()
    columns["log10(10 / mse)"] = torch.log10(10 / squares.mean(1)).numpy()
    columns["10 / log10(mse)"] = (10 / torch.log10(squares.mean(1))).numpy()
    right = columns.pop("10 log10(1 / mse)")
    peak = np.full(len(x), 20 * math.log10(255))
    return Formula((Term("10 log10(1 / mse)", 1.0, right, columns), Term("20 log10(255)", 0.0, peak)), {})


EXERCISE = Exercise(
    name="autoencoder.psnr",
    points=1,
    lesson="autoencoders",
    reference=metrics.psnr,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[0.5]]), torch.tensor([[0.4]])), "the ratio"),  # mse 0.01
        Example(lambda: (torch.tensor([[0.5, 0.5]]), torch.tensor([[0.5, 0.3]])), "the ratio"),  # mse 0.02
        Example(lambda: (torch.tensor([[0.5], [0.5]]), torch.tensor([[0.4], [0.49]])), "the ratio"),
    ),
    terms=sum_of_terms("the ratio", _three_sizes, _formula, HINTS, opening="in your ratios,"),
    uses=(
        Use(
            "for the lesson's 500 rows of 784 pixels",
            lambda seed: (normal(seed, 500, 784), normal(seed + 1, 500, 784)),
            "the ratios",
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 784), normal(seed + 1, 1, 784)), "the ratios"),
    ),
)
