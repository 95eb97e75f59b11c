"""bottleneck.subspace_angle: pairs of subspaces whose largest angle is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _subspaces(seed: int) -> list[tuple[Tensor, Tensor]]:
    "Four pairs of different subspaces with unit columns, then sixty of two bases of the same: some round above 1."
    generator = torch.Generator().manual_seed(seed)
    pairs = []
    for k in range(64):
        a = torch.randn(9, 3, generator=generator, dtype=torch.float64)
        b = a + 0.4 * torch.randn(9, 3, generator=generator, dtype=torch.float64)
        if k >= 4:
            # Far from singular as a rule: another basis of the same subspace
            b = a @ (torch.randn(3, 3, generator=generator, dtype=torch.float64) + 3 * torch.eye(3))
        pairs.append((a / a.norm(dim=0), b / b.norm(dim=0)))
    return pairs


def probe(attempt: Any, seed: int) -> Arrays:
    angles = [record(call(attempt, a, b), "number", "the angle") for a, b in _subspaces(seed)]
    if any(angle.size != 1 for angle in angles):
        raise Mistake(
            "every-entry",
            f"the angle should be one number, got shape {list(angles[0].shape)}: a.T @ b holds the cosines between "
            "columns; the cosines between subspaces are singular values.",
        )
    return {"angles": np.array([float(angle.reshape(())) for angle in angles])}


def judge(observed: Arrays, seed: int) -> None:
    got = observed["angles"]
    pairs = [(a.numpy(), b.numpy()) for a, b in _subspaces(seed)]
    cosines = np.array([np.linalg.svd(np.linalg.qr(a)[0].T @ np.linalg.qr(b)[0])[1] for a, b in pairs]).clip(max=1)
    angles = np.degrees(np.arccos(cosines))  # [64, 3], smallest first
    raw = np.array([np.linalg.svd(a.T @ b)[1] for a, b in pairs])
    slips = [
        (
            "columns-not-orthonormal",
            np.degrees(np.arccos(raw.min(1).clip(max=1))),
            "the singular values of a.T @ b are cosines only if the columns are orthonormal: torch.linalg.qr first.",
        ),
        ("smallest-angle", angles[:, 0], "this is the smallest principal angle: the largest has the smallest cosine."),
        ("radians", np.radians(angles[:, -1]), "this is in radians: torch.rad2deg turns it into degrees."),
        ("cosine-instead", cosines.min(1), "this is the cosine: the angle is its acos, in degrees."),
    ]
    different = slice(0, 4)  # in the others all angles are 0, the smallest and the largest
    name_slip(
        got[different],
        angles[different, -1],
        [(slug, wrong[different], sentence) for slug, wrong, sentence in slips],
        "angle",
        rtol=1e-5,
        otherwise=Mistake("wrong-angle", f"the angle should be {angles[0, -1]:.2f} degrees, got {got[0]:.2f}."),
    )
    if np.isnan(got).any():
        raise Mistake(
            "not-clipped",
            "for two bases of the same subspace the angle is nan: rounding makes a cosine 1.0000000000000002, and acos "
            "of that is nan. Clamp it to 1.",
        )
    # acos near 1 makes 1e-6 degrees of 1e-16, and 1e-3 of what normal equations leave
    if not np.allclose(got, angles[:, -1], atol=1e-2):
        raise Mistake("wrong-angle", f"two bases of the same subspace have angle 0, got {got[4:].max():.2g} degrees.")


def _tall(seed: int, d: int, k: int) -> tuple[Tensor, Tensor]:
    a = normal(seed, d, k, dtype=torch.float64)
    return a, a + normal(seed + 1, d, k, dtype=torch.float64)


EXERCISE = Exercise(
    name="bottleneck.subspace_angle",
    points=2,
    lesson="bottleneck",
    reference=metrics.subspace_angle,
    probe=probe,
    judge=judge,
    uses=(
        Use("in the lesson's 1,000 dimensions", lambda seed: _tall(seed, 1000, 10), "the angle", number=True),
        Use("for two lines", lambda seed: _tall(seed, 5, 1), "the angle", number=True),
    ),
)
