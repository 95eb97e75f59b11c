"""Exercises of the bottleneck lesson: an error, a linear autoencoder, a training step, an angle and a ratio."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse import metrics
from gencourse.exercises.bottleneck.train_step import judge_train_step, probe_train_step, train_step
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, describe, expect, record, unpack
from gencourse.networks import linear_autoencoder

# ---- bottleneck.squared_error ----


def _reconstructions(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(7, 20, generator=generator)
    return x, x + 0.5 * torch.randn(7, 20, generator=generator)


def _probe_squared_error(attempt: Any, seed: int) -> Arrays:
    x, reconstruction = _reconstructions(seed)
    reconstruction.requires_grad_()
    error = call(attempt, x, reconstruction)
    observed = {"error": record(error, "number", "the error")}
    if not isinstance(error, Tensor) or not error.requires_grad:
        raise Mistake("no-gradient", "the error carries no gradient, so nothing could learn from it: no .item().")
    (slope,) = torch.autograd.grad(error.sum(), reconstruction)
    return observed | {"slope": record(slope)}


def _judge_squared_error(observed: Arrays, seed: int) -> None:
    x, reconstruction = (t.detach().double().numpy() for t in _reconstructions(seed))
    squares = (reconstruction - x) ** 2
    batch, features = x.shape
    if observed["error"].size == batch:
        raise Mistake("not-averaged", f"one error for each of the {batch} points: average them to one number.")
    got = float(expect({"the error": observed["error"].reshape(-1)}, "the error", [1])[0])
    right = squares.sum(1).mean()
    slips = {
        "averaged-over-features": (
            squares.mean(),
            f"your error is 1/{features} of mine: you averaged over the {features} features as well; sum them, "
            "average over the batch.",
        ),
        "summed-over-batch": (
            squares.sum(),
            f"your error is {batch} times mine: sum over the features only, then average over the batch.",
        ),
        "summed-batch-averaged-features": (
            squares.mean(1).sum(),
            "sum and mean are swapped: sum over the features (dim=1), average over the batch.",
        ),
        "absolute": (np.sqrt(squares).sum(1).mean(), "these are absolute differences: square them."),
        "root": (
            np.sqrt(squares.sum(1)).mean(),
            "this is the mean distance: leave out the root, the error is squared.",
        ),
        "halved": (right / 2, "this is half of it: the error has no factor one half here."),
    }
    if np.isclose(got, right, rtol=1e-4):
        return
    for slug, (wrong, sentence) in slips.items():
        if np.isclose(got, wrong, rtol=1e-4):
            raise Mistake(slug, sentence)
    raise Mistake("wrong-error", f"the error should be {right:.4f}, got {got:.4f}.")


# ---- bottleneck.linear_autoencoder ----

FEATURES, WIDTH = 12, 3


def _probe_linear_autoencoder(attempt: Any, seed: int) -> Arrays:
    encoder, decoder = unpack(call(attempt, FEATURES, WIDTH), "encoder", "decoder")
    for name, part in (("encoder", encoder), ("decoder", decoder)):
        if not isinstance(part, nn.Module):
            raise Mistake("not-a-module", f"the {name} should be a module such as nn.Linear, got {describe(part)}.")
    x = torch.randn(6, FEATURES)
    middle = (x[:3] + x[3:]) / 2
    try:
        codes = encoder(torch.cat([x, middle]))
        output = decoder(codes)
    except RuntimeError as error:
        raise Mistake(
            "sizes-do-not-fit",
            f"features {FEATURES} and width {WIDTH} went in, and the layers do not fit each other: {error}. "
            "nn.Linear takes the size of its input first.",
        ) from None
    sizes = [sum(parameter.numel() for parameter in part.parameters()) for part in (encoder, decoder)]
    return {
        "codes": record(codes, name="the codes"),
        "output": record(output, name="the output"),
        "parameters": record(torch.tensor(sizes)),
    }


def _judge_linear_autoencoder(observed: Arrays, seed: int) -> None:
    if observed["codes"].shape == (9, FEATURES) and observed["output"].shape == (9, FEATURES):
        raise Mistake("no-bottleneck", f"the codes have {FEATURES} numbers, as many as the input: width is {WIDTH}.")
    codes = expect({"the codes": observed["codes"]}, "the codes", [9, WIDTH])
    output = expect({"the output": observed["output"]}, "the output", [9, FEATURES])
    for name, values in (("encoder", codes), ("decoder", output)):
        if not np.allclose(values[6:], (values[:3] + values[3:6]) / 2, atol=1e-4):
            raise Mistake(
                "activation-inside",
                f"the {name} is not linear: the output halfway between two inputs is not halfway between their "
                "outputs. Leave out activations; half of the codes would be lost to a ReLU.",
            )
    encoder, decoder = (int(size) for size in observed["parameters"])
    weights = FEATURES * WIDTH
    if encoder == weights or decoder == weights:
        raise Mistake(
            "no-bias", "a bias is missing: without it the flat goes through the origin, wherever the data is."
        )
    if (encoder, decoder) != (weights + WIDTH, weights + FEATURES):
        expected = f"{weights + WIDTH} and {weights + FEATURES}"
        raise Mistake(
            "more-layers",
            f"encoder and decoder should have {expected} parameters, got {encoder} and {decoder}: one layer.",
        )


# ---- bottleneck.subspace_angle ----


def _subspaces(seed: int) -> list[tuple[Tensor, Tensor]]:
    "Four pairs of different subspaces with unit columns, then sixty of two bases of the same: some round above 1."
    generator = torch.Generator().manual_seed(seed)
    pairs = []
    for k in range(64):
        a = torch.randn(9, 3, generator=generator, dtype=torch.float64)
        b = a + 0.4 * torch.randn(9, 3, generator=generator, dtype=torch.float64)
        if k >= 4:
            b = a @ (torch.randn(3, 3, generator=generator, dtype=torch.float64) + 3 * torch.eye(3))
        pairs.append((a / a.norm(dim=0), b / b.norm(dim=0)))
    return pairs


def _probe_subspace_angle(attempt: Any, seed: int) -> Arrays:
    angles = [record(call(attempt, a, b), "number", "the angle") for a, b in _subspaces(seed)]
    if any(angle.size != 1 for angle in angles):
        raise Mistake(
            "every-entry",
            f"the angle should be one number, got shape {list(angles[0].shape)}: a.T @ b holds the cosines between "
            "columns; the cosines between subspaces are singular values.",
        )
    return {"angles": np.array([float(angle.reshape(())) for angle in angles])}


def _judge_subspace_angle(observed: Arrays, seed: int) -> None:
    got = observed["angles"]
    pairs = [(a.numpy(), b.numpy()) for a, b in _subspaces(seed)]
    cosines = np.array([np.linalg.svd(np.linalg.qr(a)[0].T @ np.linalg.qr(b)[0])[1] for a, b in pairs]).clip(max=1)
    angles = np.degrees(np.arccos(cosines))  # [64, 3], smallest first
    raw = np.array([np.linalg.svd(a.T @ b)[1] for a, b in pairs])
    slips = {
        "columns-not-orthonormal": (
            np.degrees(np.arccos(raw.min(1).clip(max=1))),
            "the singular values of a.T @ b are cosines only if the columns are orthonormal: torch.linalg.qr first.",
        ),
        "smallest-angle": (angles[:, 0], "this is the smallest principal angle: the largest has the smallest cosine."),
        "radians": (np.radians(angles[:, -1]), "this is in radians: torch.rad2deg turns it into degrees."),
        "cosine-instead": (cosines.min(1), "this is the cosine: the angle is its acos, in degrees."),
    }
    different = slice(0, 4)
    if not np.allclose(got[different], angles[different, -1], atol=1e-4):
        for slug, (wrong, sentence) in slips.items():
            if np.allclose(got[different], wrong[different], atol=1e-4):
                raise Mistake(slug, sentence)
        raise Mistake("wrong-angle", f"the angle should be {angles[0, -1]:.2f} degrees, got {got[0]:.2f}.")
    if np.isnan(got).any():
        raise Mistake(
            "not-clipped",
            "for two bases of the same subspace the angle is nan: rounding makes a cosine 1.0000000000000002, and acos "
            "of that is nan. Clamp it to 1.",
        )
    if not np.allclose(got, angles[:, -1], atol=1e-4):
        raise Mistake("wrong-angle", f"two bases of the same subspace have angle 0, got {got[4:].max():.2f} degrees.")


# ---- bottleneck.compression_ratio ----


def _sizes(seed: int) -> list[tuple[int, int, int, int]]:
    rng = np.random.default_rng(seed)
    return [(int(rng.integers(500, 2000)), int(rng.integers(5, 30)), 16, 32) for _ in range(3)] + [(784, 16, 8, 32)]


def _probe_compression_ratio(attempt: Any, seed: int) -> Arrays:
    ratios = [record(call(attempt, *size), "number", "the ratio") for size in _sizes(seed)]
    for ratio in ratios:
        if ratio.size != 1:
            raise Mistake("wrong-shape", f"the ratio should be one number, got shape {list(ratio.shape)}.")
    return {"ratios": np.array([float(ratio.reshape(())) for ratio in ratios])}


def _judge_compression_ratio(observed: Arrays, seed: int) -> None:
    length, width, bits, code_bits = np.array(_sizes(seed), dtype=np.float64).T
    right = length * bits / (width * code_bits)
    slips = {
        "numbers-not-bits": (
            length / width,
            "you compare how many numbers there are: each also has its own size in bits.",
        ),
        "upside-down": (1 / right, "it is upside down: bits of the input over bits of the code."),
        "bits-swapped": (
            length * code_bits / (width * bits),
            "the two sizes in bits are swapped: `bits` belongs to the input, `code_bits` to the code.",
        ),
        "saving-instead": (1 - 1 / right, "this is the share that is saved: return the ratio, input over code."),
        "rounded": (length * bits // (width * code_bits), "// rounds down: divide with /."),
    }
    if np.allclose(observed["ratios"], right, rtol=1e-6):
        return
    for slug, (wrong, sentence) in slips.items():
        if np.allclose(observed["ratios"], wrong, rtol=1e-6):
            raise Mistake(slug, sentence)
    raise Mistake(
        "wrong-ratio",
        f"the ratio should be {right[-1]:.2f} for 784 bytes in 16 floats, got {observed['ratios'][-1]:.2f}.",
    )


EXERCISES = [
    Exercise(
        name="bottleneck.squared_error",
        points=1,
        lesson="bottleneck",
        reference=metrics.squared_error,
        probe=_probe_squared_error,
        judge=_judge_squared_error,
    ),
    Exercise(
        name="bottleneck.linear_autoencoder",
        points=2,
        lesson="bottleneck",
        reference=linear_autoencoder,
        probe=_probe_linear_autoencoder,
        judge=_judge_linear_autoencoder,
    ),
    Exercise(
        name="bottleneck.train_step",
        points=2,
        lesson="bottleneck",
        reference=train_step,
        probe=probe_train_step,
        judge=judge_train_step,
    ),
    Exercise(
        name="bottleneck.subspace_angle",
        points=2,
        lesson="bottleneck",
        reference=metrics.subspace_angle,
        probe=_probe_subspace_angle,
        judge=_judge_subspace_angle,
    ),
    Exercise(
        name="bottleneck.compression_ratio",
        points=1,
        lesson="bottleneck",
        reference=metrics.compression_ratio,
        probe=_probe_compression_ratio,
        judge=_judge_compression_ratio,
    ),
]
