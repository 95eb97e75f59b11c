"""How people compute the angle in bottleneck.subspace_angle: of which columns, by which cosines, and in which form."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse.exercises.core.choices import Choice, Stages

Pairs = list[tuple[np.ndarray, np.ndarray]]


def degrees_of(cosines: np.ndarray) -> np.ndarray:
    return np.degrees(np.arccos(cosines.clip(-1, 1)))


def ways_to_the_angle(pairs: Pairs, bases: Pairs) -> Stages:
    "Whose columns, what of their products, which angle of that, and in which form."
    centred = [tuple(np.linalg.qr(x - x.mean(0))[0] for x in pair) for pair in pairs]
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
            Choice(
                [(np.linalg.qr(a)[1], np.linalg.qr(b)[1]) for a, b in pairs],
                "r-for-q",
                "these are the R of qr: its Q has the orthonormal columns.",
            ),
            Choice(
                centred, "centred", "the mean of each column is subtracted: the columns are directions as they are."
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
            Choice(lambda cosines: degrees_of(cosines).max()),
            Choice(
                lambda cosines: degrees_of(cosines).min(),
                "smallest-angle",
                "this is the smallest principal angle: the largest has the smallest cosine.",
            ),
            Choice(
                lambda cosines: degrees_of(cosines).mean(),
                "mean-angle",
                "this is the mean of the angles, not the largest.",
            ),
            Choice(
                lambda cosines: degrees_of(cosines).sum(),
                "sum-of-angles",
                "this is the sum of the angles, not the largest.",
            ),
            Choice(
                lambda cosines: degrees_of(cosines.mean(keepdims=True))[0],
                "mean-cosine",
                "this is the angle of the mean cosine: the largest angle has the smallest cosine.",
            ),
            Choice(
                lambda cosines: np.sort(degrees_of(cosines))[min(1, len(cosines) - 1)],
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
            Choice(
                lambda degrees: 180 * np.radians(degrees),
                "pi-forgotten",
                "the radians are multiplied by 180: degrees are radians times 180 / pi, torch.rad2deg.",
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


def angles_of(columns: Pairs, cosines: Any, which: Any, form: Any) -> np.ndarray:
    return np.array([form(which(cosines(p, q))) for p, q in columns])
