"""Exercises of the autoencoders lesson: decibels, noise, a denoising loss, a sparsity penalty, a conv encoder."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse import metrics, probability
from gencourse.exercises.autoencoder.denoising import (
    judge_corrupt,
    judge_denoising_loss,
    probe_corrupt,
    probe_denoising_loss,
)
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, describe, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.models import autoencoder
from gencourse.networks import conv_encoder

# ---- autoencoder.psnr ----


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(6, 1, 12, 12, generator=generator)
    noise = torch.randn(6, 1, 12, 12, generator=generator)
    return x, x + torch.linspace(0.05, 0.6, 6).view(-1, 1, 1, 1) * noise


def _probe_psnr(attempt: Any, seed: int) -> Arrays:
    return {"decibels": record(call(attempt, *_pairs(seed)), "number", "the ratios")}


def _judge_psnr(observed: Arrays, seed: int) -> None:
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


# ---- autoencoder.sparsity_penalty ----


def _activities(seed: int) -> Tensor:
    return torch.randn(9, 14, generator=torch.Generator().manual_seed(seed)) + 0.3


def _probe_sparsity_penalty(attempt: Any, seed: int) -> Arrays:
    h = _activities(seed).requires_grad_()
    penalty = call(attempt, h)
    observed = {"penalty": record(penalty, "number", "the penalty")}
    if not isinstance(penalty, Tensor) or not penalty.requires_grad:
        raise Mistake(
            "no-gradient",
            "the penalty carries no gradient, so no unit would learn to be silent: no .item(), and no counting with "
            "h != 0.",
        )
    return observed


def _judge_sparsity_penalty(observed: Arrays, seed: int) -> None:
    h = _activities(seed).double().numpy()
    batch, units = h.shape
    got = observed["penalty"].reshape(-1)
    if got.size == batch:
        raise Mistake("not-averaged", f"one penalty for each of the {batch} images: average them to one number.")
    value = expect({"the penalty": got}, "the penalty", [1])
    right = np.abs(h).sum(1).mean()
    slips = [
        (
            "signed",
            h.sum(1).mean(),
            "you sum h with its sign: negative activities would pay you. Take the absolute value.",
        ),
        ("signed-sum", h.sum(), "you sum h with its sign, and over the batch: sum |h| over the units, then average."),
        ("signed-averaged", h.mean(), "you average h with its sign: take the absolute value, and sum over the units."),
        (
            "averaged-over-units",
            np.abs(h).mean(),
            f"your penalty is 1/{units} of mine: sum over the units, average over the batch.",
        ),
        ("summed-over-batch", np.abs(h).sum(), f"your penalty is {batch} times mine: average over the batch."),
        (
            "squared",
            (h**2).sum(1).mean(),
            "a square hardly punishes a small activity, so all units stay a little active: take |h|.",
        ),
        (
            "root-of-squares",
            np.sqrt((h**2).sum(1)).mean(),
            "the norm of h spreads the activity over many units: take the sum of |h|.",
        ),
    ]
    name_slip(value, right, slips, "penalty")


# ---- autoencoder.conv_encoder ----

OUTPUTS = 5


def _probe_conv_encoder(attempt: Any, seed: int) -> Arrays:
    network = call(attempt, OUTPUTS)
    if not isinstance(network, nn.Module):
        raise Mistake(
            "not-a-module", f"your function should return a module, nn.Sequential(...), got {describe(network)}."
        )
    if not any(isinstance(layer, nn.Conv2d) for layer in network.modules()):
        raise Mistake("no-convolution", "there is no nn.Conv2d in it: a linear layer knows nothing of neighbours.")
    passed: list[tuple[nn.Module, Tensor, Tensor]] = []  # layers with weights in the order in which they run
    for layer in network.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.register_forward_hook(lambda layer, x, y: passed.append((layer, x[0].detach(), y.detach())))
    x = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(seed))
    try:
        codes = network(x)
    except (RuntimeError, ValueError) as error:
        raise _misfit(error, _sizes(passed)) from None
    straight = any(torch.equal(y.flatten(1), x.flatten(1)) for (_, _, y), (_, x, _) in pairwise(passed))
    ends_linear = isinstance(codes, Tensor) and torch.equal(passed[-1][2], codes.detach())
    return {
        "codes": record(codes, name="the output"),
        "sizes": record(torch.tensor(_sizes(passed))),
        "straight": record(torch.tensor(straight)),
        "ends_linear": record(torch.tensor(ends_linear)),
        "parameters": record(torch.tensor(sum(p.numel() for p in network.parameters()))),
    }


def _sizes(passed: list[tuple[nn.Module, Tensor, Tensor]]) -> list[list[int]]:
    return [list(y.shape[1:]) for layer, _, y in passed if isinstance(layer, nn.Conv2d)]


def _misfit(error: Exception, sizes: list[list[int]]) -> Mistake:
    reached = f"the convolutions end at {sizes[-1]}" if sizes else "the first convolution did not run"
    return Mistake(
        "sizes-do-not-fit",
        f"the layers do not fit each other: {reached}, and then: {error}. The first nn.Linear needs "
        "channels * height * width inputs, after nn.Flatten().",
    )


def _judge_conv_encoder(observed: Arrays, seed: int) -> None:
    sizes = observed["sizes"].tolist()
    expect({"the output": observed["codes"]}, "the output", [4, OUTPUTS])
    if any(channels not in (16, 32) for channels, *_ in sizes) or len(sizes) != 2 or sizes[-1][0] != 32:
        got = ", ".join(str(channels) for channels, *_ in sizes)
        raise Mistake("other-channels", f"the two convolutions should have 16 and 32 channels, got {got}.")
    sides = [height for _, height, _ in sizes]
    if sides == [13, 5]:
        raise Mistake("no-padding", "28 became 13 and then 5: padding=1 keeps the border, and 28 becomes 14, then 7.")
    if sides != [14, 7]:
        raise Mistake(
            "not-halved",
            f"28 became {sides[0]} and then {sides[1]}: kernel 4, stride 2 and padding 1 give 14 and then 7.",
        )
    if observed["straight"]:
        raise Mistake(
            "no-activation",
            "two layers follow each other without an activation: together they are no more than one linear layer.",
        )
    if not observed["ends_linear"]:
        raise Mistake(
            "activation-at-the-end",
            "the last layer should be linear: an activation after it cuts off part of the codes.",
        )
    expected = 16 * 17 + 32 * 257 + 128 * 1569 + OUTPUTS * 129
    if int(observed["parameters"]) != expected:
        got = int(observed["parameters"])
        raise Mistake(
            "other-layers", f"the network should have {expected:,} parameters, got {got:,}: 128 hidden units?"
        )


EXERCISES = [
    Exercise(
        name="autoencoder.psnr",
        points=1,
        lesson="autoencoders",
        reference=metrics.psnr,
        probe=_probe_psnr,
        judge=_judge_psnr,
    ),
    Exercise(
        name="autoencoder.corrupt",
        points=1,
        lesson="autoencoders",
        reference=probability.corrupt,
        probe=probe_corrupt,
        judge=judge_corrupt,
    ),
    Exercise(
        name="autoencoder.denoising_loss",
        points=2,
        lesson="autoencoders",
        reference=autoencoder.denoising_loss,
        probe=probe_denoising_loss,
        judge=judge_denoising_loss,
    ),
    Exercise(
        name="autoencoder.sparsity_penalty",
        points=1,
        lesson="autoencoders",
        reference=autoencoder.sparsity_penalty,
        probe=_probe_sparsity_penalty,
        judge=_judge_sparsity_penalty,
    ),
    Exercise(
        name="autoencoder.conv_encoder",
        points=2,
        lesson="autoencoders",
        reference=conv_encoder,
        probe=_probe_conv_encoder,
        judge=_judge_conv_encoder,
    ),
]
