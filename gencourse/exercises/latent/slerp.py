"""latent.slerp: the points of an arc, with its norms and angles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.choices import Choice, Stages, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip, show
from gencourse.exercises.core.uses import normal

TIMES = torch.tensor([0.0, 0.7, 0.1, 1.0, 0.35, 0.5])  # uneven and in no order: a path at other times shows

ANGLE = 1.3


def _arcs(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Pairs of points ANGLE radians apart and a fifth of one, and pairs that have no arc of their own."
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
        if not np.allclose(path, _arc(a, b, ANGLE, t), rtol=1e-3, atol=1e-3):
            at = int(np.argmax(np.abs(path - _arc(a, b, ANGLE, t)).max(1)))
            otherwise = Mistake(
                "wrong-path",
                f"at t = {t[at, 0]:.2f} the path should be at {show(_arc(a, b, ANGLE, t)[at])}, got {show(path[at])} "
                f"({name}).",
            )
            name_choices(path, _path, _stages(a, b, t), otherwise)
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


def _arc(a: np.ndarray, b: np.ndarray, omega: float, t: np.ndarray) -> np.ndarray:
    return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)


def _path(ends: Any, angle: float, times: np.ndarray, weights: Any, direction: int) -> np.ndarray:
    a, b = ends[::direction]
    return weights(1 - times, angle) * a + weights(times, angle) * b


def _stages(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> Stages:
    "The ends, the angle between them, the times, and what weighs each end."
    norm_a, norm_b = np.linalg.norm(a), np.linalg.norm(b)
    raw, cosine = a @ b, a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    not_normalised = "the angle is wrong: divide a @ b by both norms before acos."
    return {
        "ends": [
            Choice((a, b)),
            Choice(
                (a / norm_a, b / norm_b),
                "ends-normalised",
                "the path should start at a itself, not at a / |a|: only the angle needs unit vectors.",
            ),
        ],
        "angle": [
            Choice(np.arccos(cosine)),
            Choice(np.arccos(np.clip(raw, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(np.arccos(np.clip(raw / norm_a, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(np.arccos(np.clip(raw / norm_b, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(cosine, "cosine-for-angle", "this takes the cosine for the angle: omega is its acos."),
            Choice(np.arcsin(cosine), "asin-for-acos", "omega is the acos of a @ b / (|a| |b|), not the asin."),
            Choice(np.degrees(np.arccos(cosine)), "degrees", "torch.sin takes radians: leave out rad2deg."),
            Choice(np.arccos(cosine) / 2, "half-the-angle", "this takes half of the angle between a and b."),
        ],
        "times": [
            Choice(t),
            Choice(
                np.linspace(0, 1, len(t))[:, None],
                "even-times",
                "these are points at evenly spaced times: take those that are given, t.",
            ),
        ],
        "weights": [
            Choice(lambda s, omega: np.sin(s * omega) / np.sin(omega)),
            Choice(
                lambda s, omega: np.sin(s * omega),
                "sine-forgotten",
                "at t = 0 the path should be a: divide both terms by sin(omega).",
            ),
            Choice(
                lambda s, _: s, "lerp-instead", "this is the straight line: on the arc the ends' weights are sines."
            ),
            Choice(
                lambda s, omega: np.sin(s) * omega / np.sin(omega),
                "angle-outside",
                "this is sin(t) * omega: the sine is taken of the product, sin(t * omega).",
            ),
            Choice(lambda s, omega: s * np.sin(omega) / omega, "angle-outside", "take the sine of t * omega."),
            Choice(
                lambda s, omega: np.sin(s * omega) / omega,
                "divided-by-the-angle",
                "both terms are divided by omega: divide them by sin(omega).",
            ),
            Choice(
                lambda s, omega: np.cos(s * omega) / np.cos(omega),
                "cosines",
                "these are cosines: the weights of both ends are sines.",
            ),
            Choice(
                lambda s, omega: np.cos(s * omega) / np.sin(omega), "cosines", "the weights of both ends are sines."
            ),
        ],
        "direction": [Choice(1), Choice(-1, "reversed", "the path runs from b to a: at t = 0 it should be a.")],
    }


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
        Example(lambda: (torch.tensor([1.0, 0]), torch.tensor([-1.0, 0]), torch.tensor([0.25])), "the path"),
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
