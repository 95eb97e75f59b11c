"""bottleneck.subspace_angle: pairs of subspaces whose largest angle is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.bottleneck.angles import angles_of, degrees_of, ways_to_the_angle
from gencourse.exercises.core.choices import name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record
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
        if angles[0].shape == (3,):
            raise Mistake(
                "one-for-each-direction",
                "the angle should be one number, got 3, one for each direction of the subspaces: return the largest "
                "angle, which has the smallest cosine.",
            )
        raise Mistake(
            "every-entry",
            f"the angle should be one number, got shape {list(angles[0].shape)}: a.T @ b holds the cosines between "
            "columns; the cosines between subspaces are singular values.",
        )
    return {"angles": np.array([float(angle.reshape(())) for angle in angles])}


def judge(observed: Arrays, seed: int) -> None:
    got = observed["angles"]
    pairs = [(a.numpy(), b.numpy()) for a, b in _subspaces(seed)]
    bases = [(np.linalg.qr(a)[0], np.linalg.qr(b)[0]) for a, b in pairs]
    largest = degrees_of(np.array([np.linalg.svd(p.T @ q)[1].min() for p, q in bases]))
    different = slice(0, 4)  # in the others all angles are 0, the smallest and the largest
    if not np.allclose(got[different], largest[different], rtol=1e-5, atol=1e-4):
        if np.abs(got[different]).max() < 1e-3:
            raise Mistake(
                "always-zero",
                f"the angle is 0 for subspaces that are {largest[0]:.1f} degrees apart. Two common slips do that: "
                "square matrices, such as the Q of a.T, which span the whole space, and clamp(min=1) for clamp(max=1).",
            )
        otherwise = Mistake("wrong-angle", f"the angle should be {largest[0]:.2f} degrees, got {got[0]:.2f}.")
        stages = ways_to_the_angle(pairs[different], bases[different])
        name_choices(got[different], angles_of, stages, otherwise, right=lambda _: False)
    if np.isnan(got).any():
        raise Mistake(
            "not-clipped",
            "for two bases of the same subspace the angle is nan: rounding makes a cosine 1.0000000000000002, and acos "
            "of that is nan. Clamp it to 1.",
        )
    # acos near 1 makes 1e-6 degrees of 1e-16, and 1e-3 of what normal equations leave
    same = got[4:]
    if np.ptp(same) < 1e-6 and 1e-2 < same[0] < 1:
        raise Mistake(
            "clamped-below-1",
            f"two bases of the same subspace have angle 0, and yours always have {same[0]:.2g} degrees: clamp to 1, "
            "and to no less.",
        )
    steps = (1 - np.cos(np.radians(same))) * 2**24  # between float32's numbers below 1
    if 1e-2 < same.max() < 0.2 and np.allclose(steps, steps.round(), atol=0.05):
        raise Mistake(
            "rounded-to-float32",
            f"two bases of the same subspace have angle 0, got {same.max():.2g} degrees, as float32's rounding makes "
            "of a cosine of 1: compute in the float64 that comes in.",
        )
    if not np.allclose(got, largest, atol=1e-2):
        raise Mistake("wrong-angle", f"two bases of the same subspace have angle 0, got {got[4:].max():.2g} degrees.")


def _tall(seed: int, d: int, k: int) -> tuple[Tensor, Tensor]:
    a = normal(seed, d, k, dtype=torch.float64)
    return a, a + normal(seed + 1, d, k, dtype=torch.float64)


def _lines() -> tuple[Tensor, Tensor]:
    return torch.tensor([[3.0], [0.0]]), torch.tensor([[1.0], [3**0.5]])


def _planes() -> tuple[Tensor, Tensor]:
    "One direction is tilted by 60 degrees, one by 45; columns are neither of length 1 nor orthogonal, nor in order."
    return (
        torch.tensor([[1.0, 1], [0, 1], [0, 0], [0, 0]]),
        torch.tensor([[0, 1.0], [1, 0], [0, 1], [3**0.5, 0]]),
    )


EXERCISE = Exercise(
    name="bottleneck.subspace_angle",
    points=2,
    lesson="bottleneck",
    reference=metrics.subspace_angle,
    probe=probe,
    judge=judge,
    examples=(
        Example(_lines, "the angle"),
        Example(_planes, "the angle"),
    ),
    uses=(
        Use("in the lesson's 1,000 dimensions", lambda seed: _tall(seed, 1000, 10), "the angle", number=True),
        Use("for two lines", lambda seed: _tall(seed, 5, 1), "the angle", number=True),
    ),
)
