"""Exercises of the autoencoders lesson: decibels, noise, a denoising loss, a sparsity penalty, a conv encoder."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse import metrics, probability
from gencourse.exercises._core import Arrays, Exercise, Mistake
from gencourse.exercises._record import call, describe, expect, record
from gencourse.exercises._slips import name_slip
from gencourse.models import autoencoder
from gencourse.networks import conv_encoder

# ---- autoencoder.corrupt ----

COUNT = 32 * 25 * 25  # values of noise in one call


def _clean(seed: int) -> tuple[Tensor, float]:
    generator = torch.Generator().manual_seed(1000 + seed)  # not the check's own seed: the noise would follow x
    x = torch.rand(32, 1, 25, 25, generator=generator)
    return x, 0.3 + 0.1 * (seed % 4)


def _probe_corrupt(attempt: Any, seed: int) -> Arrays:
    x, sigma = _clean(seed)
    return {
        "noisy": record(call(attempt, x, sigma), name="the noisy batch"),
        "again": record(call(attempt, x, sigma), name="the noisy batch"),
    }


def _judge_corrupt(observed: Arrays, seed: int) -> None:
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


def _probe_denoising_loss(attempt: Any, seed: int) -> Arrays:
    x, sigma = _images(seed)
    model = _Eavesdropper()
    loss = call(attempt, model, x, sigma)
    observed = {"loss": record(loss, "number", "the loss")}
    if not model.heard:
        raise Mistake("model-not-called", "the model was never called: hand it the noisy images, model(noisy).")
    if not isinstance(loss, Tensor) or not loss.requires_grad:
        raise Mistake("no-gradient", "the loss carries no gradient, so nothing could learn from it: no .item().")
    return observed | {"heard": record(model.heard[-1], name="the model's input")}


def _judge_denoising_loss(observed: Arrays, seed: int) -> None:
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


def _exercise(name: str, points: int, reference: Any, probe: Any, judge: Any) -> Exercise:
    return Exercise(f"autoencoder.{name}", points, "autoencoders", reference, probe, judge)


EXERCISES = [
    _exercise("psnr", 1, metrics.psnr, _probe_psnr, _judge_psnr),
    _exercise("corrupt", 1, probability.corrupt, _probe_corrupt, _judge_corrupt),
    _exercise("denoising_loss", 2, autoencoder.denoising_loss, _probe_denoising_loss, _judge_denoising_loss),
    _exercise("sparsity_penalty", 1, autoencoder.sparsity_penalty, _probe_sparsity_penalty, _judge_sparsity_penalty),
    _exercise("conv_encoder", 2, conv_encoder, _probe_conv_encoder, _judge_conv_encoder),
]
