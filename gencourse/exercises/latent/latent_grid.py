"""latent.latent_grid: the codes of a square, row by row, as they will be shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse import latent
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import show


def probe(attempt: Any, seed: int) -> Arrays:
    return {"grid": record(call(attempt, *_square(seed)), name="the grid")}


def _square(seed: int) -> tuple[float, float, int]:
    return -2.0 - seed % 3, 1.5 + seed % 2, 4  # the steps are not 1


def judge(observed: Arrays, seed: int) -> None:
    low, high, n = _square(seed)
    grid = expect({"the grid": observed["grid"]}, "the grid", [n * n, 2])
    axis = np.linspace(low, high, n)
    steps = np.arange(n)
    axes = [
        Choice(axis),
        Choice(
            low + (high - low) * steps / n,
            "short-of-high",
            "the grid ends one step short of high: linspace(low, high, n).",
        ),
        Choice(
            low + (high - low) * (steps + 0.5) / n,
            "middles",
            "these are the middles of cells: the first point lies at low and the last at high.",
        ),
        Choice(np.linspace(0, 1, n), "from-0-to-1", "the grid runs from 0 to 1: from low to high is asked for."),
        Choice(low + (high - low) * (steps + 1) / n, "beyond-low", "the grid begins one step above low."),
        Choice(low + steps, "steps-of-1", "the points are 1 apart: linspace(low, high, n) has n of them up to high."),
    ]
    stages = {
        "axis": axes,
        "x": [Choice(1), Choice(-1, "mirrored", "x falls where it should grow: left should be low.")],
        "y": [
            Choice(-1),
            Choice(
                1,
                "upside-down",
                "y grows where it should fall: the first row of images is the top, so high y comes first.",
            ),
        ],
        "order": [
            Choice("xy"),
            Choice(
                "ij", "columns-first", "the points run along the columns: within a row y stays the same and x grows."
            ),
        ],
        "pair": [Choice(1), Choice(-1, "x-and-y-swapped", "x and y are swapped: the first number of each point is x.")],
    }
    at = int(np.argmin(np.isclose(grid, _points(axis, 1, -1, "xy", 1), atol=1e-3).all(1)))
    due = _points(axis, 1, -1, "xy", 1)[at]
    otherwise = Mistake("wrong-grid", f"point {at} of the grid should be {show(due)}, got {show(grid[at])}.")
    name_choices(grid, _points, stages, otherwise, close=1e-4)


def _points(axis: np.ndarray, x: int, y: int, order: Any, pair: int) -> np.ndarray:
    return np.stack(np.meshgrid(axis[::x], axis[::y], indexing=order), -1).reshape(-1, 2)[:, ::pair]


EXERCISE = Exercise(
    name="latent.latent_grid",
    points=1,
    lesson="latent_space",
    reference=latent.latent_grid,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (1.0, 3.0, 2), "the grid"),
        Example(lambda: (0.0, 6.0, 4), "the grid"),
    ),
    uses=(
        Use("for the lesson's 14 x 14 points", lambda seed: (-18.91, 7.52, 14), "the grid"),
        Use("for 2 x 2 points", lambda seed: (-1.0, 3.0, 2), "the grid"),
    ),
)
