"""bottleneck.subspace_angle: pairs of subspaces whose largest angle is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.choices import Choice, Stages, name_choices
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
    largest = _degrees(np.array([np.linalg.svd(p.T @ q)[1].min() for p, q in bases]))
    different = slice(0, 4)  # in the others all angles are 0, the smallest and the largest
    if not np.allclose(got[different], largest[different], rtol=1e-5, atol=1e-4):
        otherwise = Mistake("wrong-angle", f"the angle should be {largest[0]:.2f} degrees, got {got[0]:.2f}.")
        stages = _stages(pairs[different], bases[different])
        name_choices(got[different], _answer, stages, otherwise, right=lambda _: False)
    if np.isnan(got).any():
        raise Mistake(
            "not-clipped",
            "for two bases of the same subspace the angle is nan: rounding makes a cosine 1.0000000000000002, and acos "
            "of that is nan. Clamp it to 1.",
        )
    # acos near 1 makes 1e-6 degrees of 1e-16, and 1e-3 of what normal equations leave
    if not np.allclose(got, largest, atol=1e-2):
        raise Mistake("wrong-angle", f"two bases of the same subspace have angle 0, got {got[4:].max():.2g} degrees.")


def _degrees(cosines: np.ndarray) -> np.ndarray:
    return np.degrees(np.arccos(cosines.clip(-1, 1)))


Pairs = list[tuple[np.ndarray, np.ndarray]]


def _stages(pairs: Pairs, bases: Pairs) -> Stages:
    "Whose columns, what of their products, which angle of that, and in which form."
    half = [(q, b) for (q, _), (_, b) in zip(bases, pairs, strict=True)]
    return {
        "columns": [
            Choice(bases),
            Choice(
                pairs,
                "columns-not-orthonormal",
                "singular values of a.T @ b are cosines only if the columns are orthonormal (length 1 alone is not "
                "enough): torch.linalg.qr first.",
            ),
            Choice(half, "one-not-orthonormal", "only a's columns are orthonormal: torch.linalg.qr(b).Q, too."),
            Choice(
                [(p, a) for (p, _), (_, a) in zip(pairs, bases, strict=True)],
                "one-not-orthonormal",
                "only b's columns are orthonormal: torch.linalg.qr(a).Q, too.",
            ),
        ],
        "cosines": [
            Choice(lambda p, q: np.linalg.svd(p.T @ q)[1]),
            Choice(
                lambda p, q: np.abs(np.linalg.eigvals(p.T @ q)),
                "eigenvalues",
                "these are eigenvalues, which change with the bases: take singular values, svdvals.",
            ),
            Choice(
                lambda p, q: np.abs(p.T @ q).ravel(),
                "entries",
                "the entries of q_a.T @ q_b are cosines between columns; those between subspaces are singular values.",
            ),
            Choice(lambda p, q: (p.T @ q).ravel(), "entries", "these are entries of q_a.T @ q_b: take its svdvals."),
            Choice(lambda p, q: np.diag(p.T @ q), "diagonal", "this is the diagonal of q_a.T @ q_b: take its svdvals."),
            Choice(
                lambda p, q: np.linalg.svd(p.T @ q)[1] ** 2,
                "squared-cosines",
                "the squares of the singular values are taken: these are cosines as they are.",
            ),
            Choice(
                lambda p, q: np.abs([np.linalg.det(p.T @ q)]),
                "determinant",
                "the determinant multiplies the cosines of all angles: take the smallest singular value.",
            ),
            Choice(
                lambda p, q: np.array([np.linalg.norm(p.T @ q) / np.sqrt(q.shape[1])]),
                "mean-square",
                "the norm of q_a.T @ q_b mixes all cosines: take the smallest singular value.",
            ),
        ],
        "which": [
            Choice(lambda cosines: _degrees(cosines).max()),
            Choice(
                lambda cosines: _degrees(cosines).min(),
                "smallest-angle",
                "this is the smallest principal angle: the largest has the smallest cosine.",
            ),
            Choice(
                lambda cosines: _degrees(cosines).mean(),
                "mean-angle",
                "this is the mean of the angles, not the largest.",
            ),
            Choice(
                lambda cosines: _degrees(cosines).sum(),
                "sum-of-angles",
                "this is the sum of the angles, not the largest.",
            ),
            Choice(
                lambda cosines: _degrees(cosines.mean(keepdims=True))[0],
                "mean-cosine",
                "this is the angle of the mean cosine: the largest angle has the smallest cosine.",
            ),
            Choice(
                lambda cosines: np.sort(_degrees(cosines))[min(1, len(cosines) - 1)],
                "second-angle",
                "this is the second angle: the largest comes last.",
            ),
        ],
        "form": [
            Choice(lambda degrees: degrees),
            Choice(np.radians, "radians", "this is in radians: torch.rad2deg turns it into degrees."),
            Choice(
                lambda degrees: np.radians(np.radians(degrees)),
                "deg2rad",
                "the angle is multiplied by pi / 180: from radians to degrees it goes with 180 / pi, torch.rad2deg.",
            ),
            Choice(lambda degrees: 2 * degrees, "twice", "this is twice the angle: a half turn, pi, is 180 degrees."),
            Choice(
                lambda degrees: np.cos(np.radians(degrees)),
                "cosine-instead",
                "this is the cosine: return its acos, in degrees.",
            ),
            Choice(
                lambda degrees: 90 - degrees,
                "asin-for-acos",
                "the singular values are cosines, so the angle is their acos, not asin.",
            ),
            Choice(
                lambda degrees: np.radians(90 - degrees),
                "asin-in-radians",
                "this is an asin, in radians: the angle is the acos, in degrees.",
            ),
            Choice(
                lambda degrees: np.sin(np.radians(degrees)),
                "sine-instead",
                "this is the sine of the angle: return the angle, in degrees.",
            ),
            Choice(
                lambda degrees: 180 - degrees, "other-side", "this is 180 degrees minus the angle: it is at most 90."
            ),
        ],
    }


def _answer(columns: Pairs, cosines: Any, which: Any, form: Any) -> np.ndarray:
    return np.array([form(which(cosines(p, q))) for p, q in columns])


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
