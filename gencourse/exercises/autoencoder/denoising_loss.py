"""autoencoder.denoising_loss: what the model was given and what its answer was compared with."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.noise import judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal
from gencourse.models import autoencoder


def _images(seed: int) -> tuple[Tensor, float]:
    # Not the check's own seed: the noise would follow x
    x = torch.rand(16, 300, generator=torch.Generator().manual_seed(1000 + seed))
    return x, (0.37, 0.43, 0.61)[seed % 3]  # no number that people write into an answer


class _Eavesdropper(nn.Module):
    "Remembers what it is given; answers with something near it that can learn."

    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(0.7))
        self.heard: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        self.heard.append(x)
        # Neither x nor 0: whatever is compared with the wrong thing gives a number of its own
        return self.factor * x + 0.1


def probe(attempt: Any, seed: int) -> Arrays:
    x, sigma = _images(seed)
    model = _Eavesdropper()
    loss = call(attempt, model, x, sigma)
    observed = {"loss": record(loss, "number", "the loss")}
    if not model.heard:
        raise Mistake("model-not-called", "the model was never called: hand it the noisy images, model(noisy).")
    if not isinstance(loss, Tensor) or not loss.requires_grad:
        raise Mistake("no-gradient", "the loss carries no gradient, so nothing could learn from it: no .item().")
    return observed | {"heard": record(model.heard[-1], name="the model's input")}


def judge(observed: Arrays, seed: int) -> None:
    x, sigma = _images(seed)
    x = x.double().numpy()
    heard = expect({"the model's input": observed["heard"]}, "the model's input", x.shape)
    output = np.float64(np.float32(0.7)) * heard + 0.1  # as the weight holds it
    noise = heard - x
    if np.abs(noise).max() < 1e-6:
        raise Mistake("clean-input", "the model was given the clean images: it has nothing to remove. model(noisy).")
    if heard.min() >= 0 and heard.max() <= 1:
        raise Mistake("clipped", "the noisy images end at 0 and 1: leave out the clamp.")
    if abs(noise.std() / sigma - 1) > 0.08:  # 5.5 standard errors of 4,800 values are .056
        raise Mistake("other-sigma", f"the noise should have standard deviation {sigma:.2f}, got {noise.std():.2f}.")
    if abs(noise.mean()) > 5.5 * sigma / math.sqrt(noise.size):
        raise Mistake(
            "shifted", f"the noise should have mean 0, got {noise.mean():.3f}: corrupt(x, sigma) has no shift."
        )
    judge_draws((noise / sigma).reshape(-1, 1), "the noise, divided by sigma,")
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


def _asked(loss: Any, model: _Eavesdropper, x: Tensor, sigma: float) -> dict[str, Any]:
    return {"the loss": loss, "the model's input": model.heard[-1]}


EXERCISE = Exercise(
    name="autoencoder.denoising_loss",
    points=2,
    lesson="autoencoders",
    reference=autoencoder.denoising_loss,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's batch of 64 digits",
            lambda seed: (_Eavesdropper(), normal(seed, 64, 784), 0.5),
            look=_asked,
            keywords=("sigma",),
            form_only=True,
            number=True,
        ),
        Use(
            "for a batch of one",
            lambda seed: (_Eavesdropper(), normal(seed, 1, 784), 0.5),
            look=_asked,
            form_only=True,
            number=True,
        ),
    ),
)
