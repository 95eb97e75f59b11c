"""What the GAN playground may learn from: mixtures of equal blobs, and the learner's own points as one more."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape
from gencourse.widgets.kit.given import take_tensor

REACH = 3.0  # the plane goes from -3 to 3 each way
PAINTED, OWN = "painted", "own"
BRUSH = 0.12  # width of a painted point
MOST_PAINTED, MOST_OWN = 400, 1_000
ROOM = 0.9  # of the plane, for own data that have to be scaled


class World(NamedTuple):
    """Blobs of standard deviation `blur` around `centres` [K, 2], all equally likely.

    modes: whether the centres are few and apart, so that those covered can be counted; note: what was done to the data.
    """

    title: str
    centres: list[list[float]]
    blur: float
    modes: bool = False
    note: str = ""


def make_worlds(data: Any = None) -> dict[str, World]:
    """Return all data sets by name, "painted" (still empty) among them, and "own" where data [N, 2] are given."""
    grid = [[1.8 * i, 1.8 * j] for j in (1, 0, -1) for i in (-1, 0, 1)]
    worlds = {
        "blob": World("One blob", [[1.0, 0.8]], 0.35, modes=True),
        "two_blobs": World("Two blobs", [[-1.5, -0.7], [1.5, 0.7]], 0.3, modes=True),
        "ring": World("Ring of 8", [_on_circle(2.0, k / 8) for k in range(8)], 0.15, modes=True),
        "grid": World("Grid of 9", grid, 0.15, modes=True),
        "moons": World("Two moons", _moons(), 0.12),
        "spiral": World("Spiral", [_on_circle(0.5 + 1.9 * t, 1.6 * t) for t in np.linspace(0, 1, 48)], 0.1),
        PAINTED: World("Your painting", [], BRUSH),
    }
    return worlds if data is None else {OWN: _own(data), **worlds}


def check_painted(points: Any) -> list[list[float]]:
    """Return the points [N, 2] as lists of float; ValueError with a sentence for anything else."""
    expected = f"painted should hold at most {MOST_PAINTED} points [x, y] between {-REACH:g} and {REACH:g}"
    try:
        array = np.asarray(points.detach().cpu() if isinstance(points, Tensor) else points, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{expected}, got {points!r}.") from None
    if array.size == 0:
        return []
    if array.ndim != 2 or array.shape[1] != 2 or len(array) > MOST_PAINTED:
        raise ValueError(f"{expected}, got shape {list(array.shape)}.")
    if not (np.abs(array) <= REACH).all():  # NaN is refused too
        wrong = array[~(np.abs(array) <= REACH).all(1)][0].tolist()
        raise ValueError(f"{expected}, got {wrong}. Other data go in as GANPlayground(data=points).")
    return array.tolist()


def _own(data: Any) -> World:
    points = take_tensor("data", data, "[N, 2]")
    check_shape("data", points, ("N", 2), "The playground draws points in the plane.")
    fix = f"data[:{MOST_OWN}] takes fewer." if len(points) > MOST_OWN else ""
    check_in_range("the number of points in data", len(points), 2, MOST_OWN, fix)
    points = points.double()
    check_finite("data", points)
    low, high = points.amin(0), points.amax(0)
    span = (high - low).max().item()
    if span == 0:
        raise ValueError("data should hold at least two different points, but all are the same.")
    middle, scale, note = (low + high) / 2, 1.0, ""
    if points.abs().max() > REACH or span < REACH / 2:
        scale = span / (2 * REACH * ROOM)
        x, y = middle.tolist()
        note = f"Your data, moved and scaled to fit: 0, 0 is {x:.3g}, {y:.3g}, and 1 is {scale:.3g} of your units."
        points = (points - middle) / scale
    return World("Your data", [[round(x, 4), round(y, 4)] for x, y in points.tolist()], 0.0, note=note)


def _on_circle(radius: float, turn: float) -> list[float]:
    "The turn in rounds, from the right and against the clock."
    angle = 2 * math.pi * turn
    return [round(radius * math.cos(angle), 6), round(radius * math.sin(angle), 6)]


def _moons(each: int = 24) -> list[list[float]]:
    "Two interleaved half circles in the middle of the plane."
    upper = [_on_circle(1.5, (k + 0.5) / each / 2) for k in range(each)]
    moved = [[x - 0.75, y - 0.4] for x, y in upper]
    return [[round(x, 6), round(y, 6)] for x, y in moved + [[-x, -y] for x, y in moved]]
