"""latent.slerp: the points of an arc, with its norms and angles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.choices import name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip, show
from gencourse.exercises.core.uses import normal
from gencourse.exercises.latent.arc_choices import arc, path_of, stages_of

TIMES = torch.tensor([0.0, 0.7, 0.1, 1.0, 0.35, 0.5])  # uneven and in no order: a path at other times shows

ANGLE = 1.3
APART = {"points far apart": 2.2, "nearly opposite points": math.pi - 0.02}  # where a @ b is below 0


def _arcs(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Pairs of points ANGLE radians apart, a fifth of one and more than a right angle, and pairs without an arc."
    generator = torch.Generator().manual_seed(seed)
    u, v = torch.linalg.qr(torch.randn(6, 2, generator=generator)).Q.T  # orthonormal
    equal = (
        1.8 * u,
        1.8 * (math.cos(ANGLE) * u + math.sin(ANGLE) * v),
    )  # neither unit vectors nor close, and a @ b is below 1
    axis = torch.eye(6)[0]  # along it no rounding takes a cosine beyond 1
    many = torch.randn(40, 6, generator=generator)  # so many that rounding takes some cosines beyond 1
    return {
        "equal norms": equal,
        "unequal norms": (equal[0] / 2, 1.5 * equal[1]),
        "near points": (equal[0], 1.8 * (math.cos(0.2) * u + math.sin(0.2) * v)),
        **{name: (equal[0], 2.5 * (math.cos(far) * u + math.sin(far) * v)) for name, far in APART.items()},
        "parallel points": (2 * axis, 6 * axis),
        "opposite points": (2 * axis, -2 * axis),
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
            raise Mistake(
                "angle-not-normalised", "the path is nan, as acos is beyond 1: is a @ b divided by both norms?"
            )
        path = expect(observed, name, [t.size, a.size])
        if not np.allclose(path, arc(a, b, ANGLE, t), rtol=1e-3, atol=1e-3):
            _judge_the_lengths(path, a, b, t)
            at = int(np.argmax(np.abs(path - arc(a, b, ANGLE, t)).max(1)))
            otherwise = Mistake(
                "wrong-path",
                f"at t = {t[at, 0]:.2f} the path should be at {show(arc(a, b, ANGLE, t)[at])}, got {show(path[at])} "
                f"({name}).",
            )
            name_choices(path, path_of, stages_of(a, b, t), otherwise)
    a, b = arcs["near points"]
    path = expect(observed, "near points", [t.size, a.size])
    straight = (
        "points 0.2 radians apart have an arc, too: return the straight line only where sin(omega) is below 0.001."
    )
    slips = [("straight-too-early", a + t * (b - a), straight)]
    name_slip(path, arc(a, b, 0.2, t), slips, "path", rtol=1e-3, atol=1e-3)
    for name, far in APART.items():
        _judge_far_points(expect(observed, name, [t.size, a.size]), *arcs[name], far, t)
    for name, (a, b) in arcs.items():
        path = observed[name]
        # A wide tolerance: float32 knows an angle near 0 to some 1e-3 only
        if path.shape == (t.size, a.size) and np.isfinite(path).all() and np.allclose(path, a + t * (b - a), atol=2e-2):
            continue
        if name in ("parallel points", "opposite points"):
            raise Mistake(
                "straight-case",
                f"{name} have sin(omega) = 0: where sin(omega) is below 0.001, return the straight line.",
            )
        if name.startswith("the same point"):
            if np.isnan(path).any():
                raise Mistake(
                    "not-clamped",
                    "from a point to itself the path is nan: rounding makes the cosine 1.0000001, and acos of that is "
                    "nan. Clamp it to [-1, 1].",
                )
            raise Mistake("wrong-path", "from a point to itself the path should stay there, and yours does not.")


def _judge_the_lengths(path: np.ndarray, a: np.ndarray, b: np.ndarray, t: np.ndarray) -> None:
    norm_a, norm_b = np.linalg.norm(a), np.linalg.norm(b)
    mixed = arc(a / norm_a, b / norm_b, ANGLE, t) * ((1 - t) * norm_a + t * norm_b)
    if np.allclose(path, mixed, rtol=1e-3, atol=1e-3):
        raise Mistake(
            "lengths-apart",
            "you turn a / |a| to b / |b| and mix the lengths apart: the formula takes a and b as they are.",
        )


def _judge_far_points(path: np.ndarray, a: np.ndarray, b: np.ndarray, omega: float, t: np.ndarray) -> None:
    "What an angle above a right one brings to light."
    below = "where a and b lie more than a right angle apart, a @ b is below 0, and"
    slips = [
        (
            "straight-too-early",
            a + t * (b - a),
            f"points {omega:.2f} radians apart have an arc, too, and you return the straight line: that is for "
            "sin(omega) below 0.001 alone.",
        ),
        ("turned-round", arc(a, -b, np.pi - omega, t), f"{below} your path ends at -b: it should end at b."),
        ("angle-of-the-line", arc(a, b, np.pi - omega, t), f"{below} you take its absolute value: leave out the abs."),
        (
            "clamped-at-0",
            arc(a, b, np.pi / 2, t),
            f"{below} you take a right angle: clamp the cosine to [-1, 1], not to [0, 1].",
        ),
    ]
    # float32 knows an angle near pi to some 1e-5 only, and it is divided by its sine
    name_slip(path, arc(a, b, omega, t), slips, "path", rtol=1e-3, atol=1e-2)


def _uneven(seed: int) -> tuple[Tensor, Tensor]:
    return _arcs(seed)["unequal norms"]


EXERCISE = Exercise(
    name="latent.slerp",
    points=2,
    lesson="latent_space",
    reference=latent.slerp,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([2.0, 0]), torch.tensor([0.0, 2]), torch.tensor([0.5, 0])), "the path"),
        Example(lambda: (torch.tensor([1.0, 0]), torch.tensor([1.0, 3**0.5]), torch.tensor([0.5, 0])), "the path"),
        Example(lambda: (torch.tensor([2.0, 0]), torch.tensor([-1.0, 3**0.5]), torch.tensor([0.5, 1])), "the path"),
        Example(lambda: (torch.tensor([1.0, 0]), torch.tensor([0.0, 3]), torch.tensor([0.5])), "the path"),
        Example(lambda: (torch.tensor([1.0, 0]), torch.tensor([-1.0, 0]), torch.tensor([0.25])), "the path"),
        Example(lambda: (torch.tensor([1.0, 0]), torch.tensor([-0.9998, 0.02]), torch.tensor([0.5])), "the path"),
    ),
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
