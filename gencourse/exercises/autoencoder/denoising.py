"""Probes and judges of autoencoder.corrupt and autoencoder.denoising_loss: the noise must be the one asked for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip

# ---- autoencoder.corrupt ----

COUNT = 32 * 25 * 25  # values of noise in one call


def _clean(seed: int) -> tuple[Tensor, float]:
    generator = torch.Generator().manual_seed(1000 + seed)  # not the check's own seed: the noise would follow x
    x = torch.rand(32, 1, 25, 25, generator=generator)
    return x, 0.3 + 0.1 * (seed % 4)


def probe_corrupt(attempt: Any, seed: int) -> Arrays:
    x, sigma = _clean(seed)
    return {
        "noisy": record(call(attempt, x, sigma), name="the noisy batch"),
        "again": record(call(attempt, x, sigma), name="the noisy batch"),
    }


def judge_corrupt(observed: Arrays, seed: int) -> None:
    x, sigma = _clean(seed)
    x = x.double().numpy()
    noisy, again = (expect({"the noisy batch": observed[name]}, "the noisy batch", x.shape) for name in observed)
    noise = noisy - x
    if noise.std() < 1e-4:
        raise Mistake("no-noise", "nothing was added: x comes back as it was.")
    if noisy.min() >= 0 and noisy.max() <= 1:
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
    error = sigma / math.sqrt(COUNT)
    shares = [np.corrcoef(x.ravel(), values.ravel())[0, 1] for values in (noise, np.abs(noise))]
    if max(map(abs, shares)) > 0.1:  # 14 standard errors
        raise Mistake(
            "noise-depends-on-x",
            "what you added depends on x: return x + noise, with the whole of x and a noise that knows nothing of it.",
        )
    if mean > 5.5 * error:
        raise Mistake(
            "uniform",
            f"your noise has mean {mean:.2f} instead of 0: torch.rand is uniform in [0, 1], take torch.randn.",
        )
    spreads = {
        "sigma-as-variance": (math.sqrt(sigma), "sigma is the standard deviation, not the variance: no root."),
        "sigma-squared": (sigma**2, "multiply the noise by sigma itself, not by its square."),
        "sigma-forgotten": (1.0, "multiply the noise by sigma."),
    }
    tolerance = 5.5 / math.sqrt(2 * COUNT)  # of a relative standard deviation
    if abs(std / sigma - 1) < tolerance:
        kurtosis = (noise**4).mean() / std**4  # 3 for a Gaussian, 1.8 if uniform; standard error sqrt(24 / COUNT)
        if abs(kurtosis - 3) > 5.5 * math.sqrt(24 / COUNT) + 0.1:  # the sample's is skewed: a little more room
            raise Mistake("not-gaussian", "the spread is right, the shape is not: take Gaussian noise, torch.randn.")
        return
    for slug, (wrong, sentence) in spreads.items():
        if abs(std / wrong - 1) < tolerance:
            raise Mistake(slug, f"the noise should have a standard deviation of {sigma:.2f}, got {std:.2f}: {sentence}")
    raise Mistake("wrong-noise", f"the noise should have a standard deviation of {sigma:.2f}, got {std:.2f}.")


# ---- autoencoder.denoising_loss ----


def _images(seed: int) -> tuple[Tensor, float]:
    x = torch.rand(16, 300, generator=torch.Generator().manual_seed(1000 + seed))
    return x, 0.4 + 0.1 * (seed % 3)


class _Eavesdropper(nn.Module):
    "Remembers what it is given; answers with something near it that can learn."

    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(0.7))
        self.heard: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        self.heard.append(x)
        return self.factor * x + 0.1


def probe_denoising_loss(attempt: Any, seed: int) -> Arrays:
    x, sigma = _images(seed)
    model = _Eavesdropper()
    loss = call(attempt, model, x, sigma)
    observed = {"loss": record(loss, "number", "the loss")}
    if not model.heard:
        raise Mistake("model-not-called", "the model was never called: hand it the noisy images, model(noisy).")
    if not isinstance(loss, Tensor) or not loss.requires_grad:
        raise Mistake("no-gradient", "the loss carries no gradient, so nothing could learn from it: no .item().")
    return observed | {"heard": record(model.heard[-1], name="the model's input")}


def judge_denoising_loss(observed: Arrays, seed: int) -> None:
    x, sigma = _images(seed)
    x = x.double().numpy()
    heard = expect({"the model's input": observed["heard"]}, "the model's input", x.shape)
    output = np.float64(np.float32(0.7)) * heard + 0.1
    noise = heard - x
    if np.abs(noise).max() < 1e-6:
        raise Mistake("clean-input", "the model was given the clean images: it has nothing to remove. model(noisy).")
    if heard.min() >= 0 and heard.max() <= 1:
        raise Mistake("clipped", "the noisy images end at 0 and 1: leave out the clamp.")
    if abs(noise.std() / sigma - 1) > 0.08:  # 5.5 standard errors of 4,800 values are .056
        raise Mistake("other-sigma", f"the noise should have standard deviation {sigma:.1f}, got {noise.std():.2f}.")
    loss = observed["loss"].reshape(-1).astype(np.float64)
    if loss.size == len(x):
        raise Mistake("not-averaged", f"one loss for each of the {len(x)} images: average them to one number.")
    got = expect({"the loss": loss}, "the loss", [1])
    squares, against_noisy = (output - x) ** 2, (output - heard) ** 2
    slips = [
        (
            "noisy-target",
            against_noisy.sum(1).mean(),
            "you compare with the noisy images: the target is clean, or the model learns to keep the noise.",
        ),
        (
            "noisy-target-averaged",
            against_noisy.mean(),
            "you compare with the noisy images: the target is clean; and sum over the pixels, average over the batch.",
        ),
        (
            "averaged-over-pixels",
            squares.mean(),
            f"your loss is 1/{x.shape[1]} of mine: sum over the pixels, average over the batch.",
        ),
        ("summed-over-batch", squares.sum(), f"your loss is {len(x)} times mine: average over the batch."),
        (
            "model-forgotten",
            (noise**2).sum(1).mean(),
            "you compare the noisy images with the clean ones: it is the model's output that should be close.",
        ),
        ("absolute", np.abs(output - x).sum(1).mean(), "these are absolute differences: square them."),
    ]
    name_slip(got, squares.sum(1).mean(), slips, "loss")
