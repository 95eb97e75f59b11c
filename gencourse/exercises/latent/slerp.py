"""latent.slerp: the points of an arc, with its norms and angles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal

TIMES = torch.linspace(0, 1, 6)


def _arcs(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Pairs of points one radian apart and a fifth of one, and pairs that have no arc of their own."
    generator = torch.Generator().manual_seed(seed)
    u, v = torch.linalg.qr(torch.randn(6, 2, generator=generator)).Q.T  # orthonormal
    equal = 2 * u, 2 * (math.cos(1) * u + math.sin(1) * v)  # neither unit vectors nor close: arc and line differ
    many = torch.randn(40, 6, generator=generator)  # so many that rounding takes some cosines beyond 1
    return {
        "equal norms": equal,
        "unequal norms": (equal[0] / 2, 1.5 * equal[1]),
        "near points": (equal[0], 2 * (math.cos(0.2) * u + math.sin(0.2) * v)),
        "opposite points": (equal[0], -equal[0]),
        "parallel points": (equal[0], 3 * equal[0]),
        **{f"the same point twice {k}": (point, point) for k, point in enumerate(many)},
    }


def probe(attempt: Any, seed: int) -> Arrays:
    return {name: record(call(attempt, a, b, TIMES), name=f"the path ({name})") for name, (a, b) in _arcs(seed).items()}


def judge(observed: Arrays, seed: int) -> None:
    arcs = {name: (a.double().numpy(), b.double().numpy()) for name, (a, b) in _arcs(seed).items()}
    t = TIMES.double().numpy()[:, None]
    for name in ("equal norms", "unequal norms"):
        a, b = arcs[name]
        if np.isnan(observed[name]).any():
            raise Mistake("angle-not-normalised", "the path is nan: divide a @ b by both norms before acos.")
        path = expect(observed, name, [t.size, a.size])
        unit_a, unit_b = a / np.linalg.norm(a), b / np.linalg.norm(b)
        omega = float(np.arccos(unit_a @ unit_b))
        raw = float(np.arccos(np.clip(a @ b, -1, 1)))
        slips = [
            ("lerp-instead", a + t * (b - a), "this is the straight line: on the arc the norm stays the same."),
            ("reversed", _arc(b, a, omega, t), "the path runs from b to a: at t = 0 it should be a."),
            (
                "angle-not-normalised",
                _arc(a, b, raw, t),
                "the angle is wrong: divide a @ b by both norms before acos.",
            ),
            (
                "ends-normalised",
                _arc(unit_a, unit_b, omega, t),
                "the path should start at a itself, not at a / |a|: only the angle needs unit vectors.",
            ),
            (
                "sine-forgotten",
                np.sin((1 - t) * omega) * a + np.sin(t * omega) * b,
                "at t = 0 the path should be a: divide both terms by sin(omega).",
            ),
        ]
        name_slip(path, _arc(a, b, omega, t), slips, "path", rtol=1e-3, atol=1e-3)
    a, b = arcs["near points"]
    path = expect(observed, "near points", [t.size, a.size])
    straight = (
        "points 0.2 radians apart have an arc, too: return the straight line only where sin(omega) is below 0.001."
    )
    slips = [("straight-too-early", a + t * (b - a), straight)]
    name_slip(path, _arc(a, b, 0.2, t), slips, "path", rtol=1e-3, atol=1e-3)
    for name, (a, b) in arcs.items():
        path = observed[name]
        # A wide tolerance: float32 knows an angle near 0 to some 1e-3 only
        if path.shape == (t.size, a.size) and np.isfinite(path).all() and np.allclose(path, a + t * (b - a), atol=2e-2):
            continue
        if not name.endswith(("norms", "near points")):  # those are judged above
            which = name.rstrip(" 0123456789")
            raise Mistake(
                "straight-case",
                f"{which}: sin(omega) is 0, or rounding makes the cosine exceed 1. Clamp the cosine to [-1, 1], and "
                "where sin(omega) is below 0.001 return the straight line.",
            )


def _arc(a: np.ndarray, b: np.ndarray, omega: float, t: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):  # a slip's angle may be 0
        return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)


def _uneven(seed: int) -> tuple[Tensor, Tensor]:
    return _arcs(seed)["unequal norms"]


EXERCISE = Exercise(
    name="latent.slerp",
    points=2,
    lesson="latent_space",
    reference=latent.slerp,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for two points of 256 dimensions",
            lambda seed: (normal(seed, 256), normal(seed + 1, 256), torch.linspace(0, 1, 5)),
            "the path",
        ),
        Use("for a single time", lambda seed: (*_uneven(seed), torch.tensor([0.3])), "the path"),
        Use("for times in no order", lambda seed: (*_uneven(seed), torch.tensor([0.9, 0.1, 0.4, 0])), "the path"),
    ),
)
