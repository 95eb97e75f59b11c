"""vae.active_units: latents whose mean moves from image to image."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.uses import normal
from gencourse.exercises.vae.mask import mask, name_mask

IMAGES, THRESHOLDS = 300, (0.01, 0.05, 0.2)  # between each two lies a variance
# Of the columns over the images. The deviations tell apart what is compared: the variance, the deviation, the mean
# absolute deviation, the range, half of it, the sum of squares, the share of the largest
CENTRE = (0.0, 1.5, 0.0, 0.0, 2.0, 0.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
DEVIATION = (1.7, 0.3, 0.07, 0.008, 0.008, 0.15, 0.6, 0.0112, 0.004, 0.0025, 0.032, 0.095, 0.105)


def _code_means(seed: int) -> Tensor:
    """mean: [300, 13]: columns of the moments above, in random order. Some hardly move, and lie far from 0."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(IMAGES, len(CENTRE), generator=generator)
    # Exactly: on which side of a threshold a variance lies is no matter of luck
    noise = (noise - noise.mean(0)) / noise.std(0)
    columns = torch.tensor(CENTRE) + torch.tensor(DEVIATION) * noise
    return columns[:, torch.randperm(len(CENTRE), generator=generator)]


def probe(attempt: Any, seed: int) -> Arrays:
    mean = _code_means(seed)
    calls = {"as told": (mean,)} | {f"above {threshold}": (mean, threshold) for threshold in THRESHOLDS[1:]}
    return {name: record(call(attempt, *arguments), name="the answer") for name, arguments in calls.items()}


def judge(observed: Arrays, seed: int) -> None:
    mean = _code_means(seed).double().numpy()
    units = mean.shape[1]
    for answer in observed.values():
        if answer.shape == () and answer.dtype == bool:
            raise Mistake(
                "one-variance-for-all",
                "one answer for all latents: mean.var() mixes them, mean.var(0) has a variance for each.",
            )
        if answer.shape == (IMAGES,):
            raise Mistake(
                "variance-over-latents",
                f"one answer for each of the {IMAGES} images: the variance is taken over the images, var(0), so that "
                "each latent has one.",
            )
    got = np.concatenate([mask(answer, units, units) for answer in observed.values()])

    def of(measure: Any, thresholds: Sequence[float] = THRESHOLDS) -> np.ndarray:
        return np.concatenate([measure > threshold for threshold in thresholds])

    variance = mean.var(0)
    own = "Each latent has its own: mean.var(0)."
    moved = "A latent that always gives 2 says nothing of its image."
    slips = [
        (
            "deviation-instead",
            of(mean.std(0)),
            "you compare the standard deviation: the threshold is one of the variance, mean.var(0).",
        ),
        (
            "not-centred",
            of(np.square(mean).mean(0)),
            f"you average mean**2, without taking the average off first. {moved} Use the variance, mean.var(0).",
        ),
        ("not-centred", of(np.abs(mean).mean(0)), f"you average |mean|. {moved} Use the variance, mean.var(0)."),
        ("not-centred", of(np.square(mean - mean.mean()).mean(0)), f"one average is taken off all latents. {own}"),
        (
            "largest-instead",
            of(np.abs(mean).max(0)),
            f"you ask whether |mean| is above the threshold for any image. {moved} Use the variance, mean.var(0).",
        ),
        *(
            ("share-instead", of(variance / whole), f"you divide the variances by {what}: compare them as they are.")
            for whole, what in ((variance.max(), "the largest"), (variance.sum(), "their sum"))
        ),
        ("average-instead", of(np.abs(mean.mean(0))), f"you look at the average of each latent. {moved}"),
        ("average-instead", of(mean.mean(0)), f"you look at the average of each latent. {moved}"),
        (
            "range-instead",
            of(np.ptp(mean, axis=0)),
            "you compare the range, the largest less the smallest: the threshold is one of the variance, mean.var(0).",
        ),
        (
            "deviation-instead",
            of(np.abs(mean - mean.mean(0)).mean(0)),
            "you compare the mean distance from the average: the threshold is one of the variance, mean.var(0).",
        ),
        ("summed", of(variance * IMAGES), f"you sum {IMAGES} squares: the variance is their average, mean.var(0)."),
        ("lower-threshold", of(variance * 2), "the bar is lower than the threshold: compare with it as it is."),
        ("higher-threshold", of(variance / 2), "the bar is higher than the threshold: compare with it as it is."),
        ("inverted", ~of(variance), "True and False are swapped: a unit is active if its variance is above."),
        (
            "threshold-ignored",
            of(variance, (0.01, 0.01, 0.01)),
            "with threshold=0.05 nothing changes: compare with `threshold`, not with 0.01.",
        ),
    ]
    name_mask(got, of(variance), slips, "active units", partial(_tell, variance))


def _tell(variance: np.ndarray, at: int) -> str:
    case, unit = divmod(at, len(variance))
    return f"with threshold {THRESHOLDS[case]} a latent whose mean has a variance of {variance[unit]:.2g}"


def _lessons(seed: int, latents: int) -> Tensor:
    "Variances of 1 and of 0.0001."
    return normal(seed, 2000, latents) * torch.where(torch.arange(latents) % 3 == 0, 1.0, 0.01)


EXERCISE = Exercise(
    name="vae.active_units",
    points=1,
    lesson="vae_failures",
    reference=metrics.active_units,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[0.0], [0.1]]),), "the answer"),
        Example(lambda: (torch.tensor([[2.0], [2.0]]),), "the answer"),
        Example(lambda: (torch.tensor([[0.0], [0.2]]), 0.05), "the answer"),
        Example(lambda: (torch.tensor([[0.07, 1.0], [-0.07, 2.0], [0.07, 3.0]]),), "the answer"),
    ),
    uses=(
        Use("for the lesson's 2,000 codes", lambda seed: (_lessons(seed, 5),), "the answer"),
        Use("for a single latent", lambda seed: (_lessons(seed, 1),), "the answer"),
    ),
)
