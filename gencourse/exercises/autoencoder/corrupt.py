"""autoencoder.corrupt: the noise must be fresh, Gaussian, and as wide as asked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.noise import is_uniform, judge_draws, judge_sharing
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal

COUNT = 32 * 25 * 25  # values of noise in one call


def _clean(seed: int) -> tuple[Tensor, float]:
    generator = torch.Generator().manual_seed(1000 + seed)  # not the check's own seed: the noise would follow x
    x = torch.rand(32, 1, 25, 25, generator=generator)
    # Below 1, where sigma, its root, its square and 1 are far apart; and no number that people write into an answer
    return x, (0.33, 0.42, 0.57, 0.64)[seed % 4]


def probe(attempt: Any, seed: int) -> Arrays:
    x, sigma = _clean(seed)
    return {
        "noisy": record(call(attempt, x, sigma), name="the noisy batch"),
        "again": record(call(attempt, x, sigma), name="the noisy batch"),
    }


def judge(observed: Arrays, seed: int) -> None:
    x, sigma = _clean(seed)
    x = x.double().numpy()
    noisy, again = (expect({"the noisy batch": observed[name]}, "the noisy batch", x.shape) for name in observed)
    noise = noisy - x
    if noise.std() < 1e-4:
        raise Mistake("no-noise", "nothing was added: x comes back as it was.")
    if noisy.min() >= 0 and noisy.max() <= 1:  # of a right answer a fifth or more lies outside
        raise Mistake(
            "clipped", "your values end at 0 and 1: leave out the clamp. The noise here is unclipped, also below 0."
        )
    if np.abs(noise - noise[:1]).max() < 1e-4:
        raise Mistake(
            "same-noise-for-the-batch",
            "the noise is identical in every image of the batch: draw it in the shape of x, torch.randn_like(x).",
        )
    if np.abs(noise - noise[..., :1, :1]).max() < 1e-4:
        raise Mistake("one-number-per-image", "each image got one number of noise: every pixel needs its own.")
    if np.array_equal(noisy, again):
        raise Mistake("same-noise-each-time", "two calls gave the same noise: leave out manual_seed.")
    _name_the_noise(noise, x, sigma)


def _name_the_noise(noise: np.ndarray, x: np.ndarray, sigma: float) -> None:
    "Mean, spread and shape of the noise. Each bound lies 5.5 standard errors or more out: wrong in 1 of 10^7 at most."
    mean, std = noise.mean(), noise.std()
    shares = [np.corrcoef(x.ravel(), values.ravel())[0, 1] for values in (noise, np.abs(noise))]
    if max(map(abs, shares)) > 0.1:  # 14 standard errors
        raise Mistake(
            "noise-depends-on-x",
            "what you added depends on x: return x + noise, with the whole of x and a noise that knows nothing of it.",
        )
    if is_uniform(noise.reshape(-1, 1)) and abs(noise.mean()) > 0.1 * sigma:
        raise Mistake(
            "uniform",
            f"your noise is uniform, with mean {noise.mean():.2f}: torch.rand is uniform in [0, 1], take torch.randn.",
        )
    # Whether images, rows or columns of pixels share a noise, whatever its spread: where it shows most, it is said
    tables = {
        columns: np.moveaxis(noise, axis, -1).reshape(-1, noise.shape[axis])
        for axis, columns in ((0, "images"), (2, "rows of pixels"), (3, "columns of pixels"))
    }
    columns = max(tables, key=lambda name: np.abs(np.corrcoef(tables[name].T) - np.eye(tables[name].shape[1])).max())
    judge_sharing(tables[columns], "the noise", columns)
    if abs(mean) > 5.5 * max(sigma, std) / math.sqrt(COUNT):
        change = "brighter" if mean > 0 else "darker"
        raise Mistake(
            "shifted",
            f"your noise has mean {mean:.3f} instead of 0, so all images get {change}: add sigma * torch.randn_like(x) "
            "and nothing else.",
        )
    asked = f"the noise should have a standard deviation of {sigma:.2f}, got {std:.2f}"
    slips = [
        (
            "sigma-as-variance",
            math.sqrt(sigma),
            f"{asked}: sigma is the standard deviation, not the variance: no root.",
        ),
        ("sigma-squared", sigma**2, f"{asked}: multiply the noise by sigma itself, not by its square."),
        ("sigma-forgotten", 1.0, f"{asked}: multiply the noise by sigma."),
    ]
    tolerance = 5.5 / math.sqrt(2 * COUNT)  # of a relative standard deviation
    name_slip(
        std,
        sigma,
        slips,
        "noise",
        near=lambda spread: abs(std / spread - 1) < tolerance,
        otherwise=Mistake("other-spread", f"{asked}."),
    )
    judge_draws(noise.reshape(-1, 1) / sigma, "the noise, divided by sigma,")


EXERCISE = Exercise(
    name="autoencoder.corrupt",
    points=1,
    lesson="autoencoders",
    reference=probability.corrupt,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 500 digits",
            lambda seed: (normal(seed, 500, 784), 0.5),
            "the noisy batch",
            form_only=True,
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 784), 0.5), "the noisy batch", form_only=True),
    ),
)
