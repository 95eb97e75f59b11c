"""autoencoder.train_denoiser: pictures that it has not seen, with noise, become clean enough."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.builds.denoiser import train_denoiser
from gencourse.data import digits
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, describe, expect, record
from gencourse.metrics import psnr
from gencourse.runtime import get_device

SIGMA = 0.5
ENOUGH = 18.65  # dB; the course's version reaches 18.9 on each of three seeds, the lesson's own denoiser 18.5
NAME = "the cleaned pictures"


def _noisy(seed: int) -> tuple[Tensor, Tensor]:
    "Pictures that no attempt has trained on, clean and with noise, [500, 784] each."
    clean = digits("valid").images.flatten(1)
    generator = torch.Generator().manual_seed(seed)
    return clean, clean + SIGMA * torch.randn(clean.shape, generator=generator)


def probe(attempt: Any, seed: int) -> Arrays:
    device = get_device()
    denoise = call(attempt, digits("train").images.flatten(1).to(device), SIGMA)
    if not callable(denoise):
        got = describe(denoise)
        raise Mistake(
            "returned-no-denoiser", f"return the trained network, or a function of noisy pictures, got {got}."
        )
    _, noisy = _noisy(seed)
    return {"cleaned": record(denoise(noisy.to(device)), name=NAME)}


def judge(observed: Arrays, seed: int) -> None:
    clean, noisy = _noisy(seed)
    cleaned = torch.from_numpy(expect({NAME: observed["cleaned"]}, NAME, clean.shape))
    got = _decibels(clean, cleaned)
    if got >= ENOUGH:
        return
    if _decibels(clean, cleaned.sigmoid()) > max(got, 15.0):
        raise Mistake(
            "logits-not-pictures",
            f"{NAME} run from {float(cleaned.min()):.0f} to {float(cleaned.max()):.0f}: these are logits. Return what "
            "applies a sigmoid after the network.",
        )
    if float((cleaned - cleaned.mean(0)).square().mean()) < 0.1 * float((clean - clean.mean(0)).square().mean()):
        raise Mistake(
            "one-picture-for-all",
            f"{NAME} are nearly one and the same picture, at {got:.1f} dB: what comes out should follow what goes in.",
        )
    noise = noisy - clean
    kept = float(((cleaned - clean) * noise).sum() / noise.square().sum())
    if kept > 0.15:  # of a network that learned to denoise some 0.05 are left
        raise Mistake(
            "the-noise-is-kept",
            f"{kept:.0%} of the noise are still in {NAME}: train on noisy pictures, with the clean ones as the target.",
        )
    raise Mistake(
        "not-clean-enough",
        f"{NAME} reach {got:.2f} dB on digits that the training has not seen, and {ENOUGH} are asked for. The Wiener "
        f"filter, without any training, reaches {_linear(seed):.1f}. What helps: many hidden units, the cross-entropy "
        "in place of the squared error, more epochs.",
    )


@cache
def _linear(seed: int) -> float:
    "What the best linear denoiser reaches: the mean of clean given noisy pictures, were they Gaussian."
    x = digits("train").images.flatten(1).double()
    clean, noisy = _noisy(seed)
    mean, cov = x.mean(0), torch.cov(x.T)
    gain = torch.linalg.solve(cov + SIGMA**2 * torch.eye(len(cov), dtype=cov.dtype), cov)
    return _decibels(clean, mean + (noisy.double() - mean) @ gain)


def _decibels(clean: Tensor, cleaned: Tensor) -> float:
    "As the lesson measures: what lies outside of 0 and 1 is cut."
    return float(np.mean(psnr(clean.double(), cleaned.double().clamp(0, 1)).numpy()))


EXERCISE = Exercise(
    name="autoencoder.train_denoiser",
    points=3,
    lesson="autoencoders",
    reference=train_denoiser,
    probe=probe,
    judge=judge,
    build=True,
)
