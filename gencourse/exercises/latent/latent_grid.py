"""latent.latent_grid: the codes of a square, row by row, as they will be shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip


def probe(attempt: Any, seed: int) -> Arrays:
    return {"grid": record(call(attempt, *_square(seed)), name="the grid")}


def _square(seed: int) -> tuple[float, float, int]:
    return -2.0 - seed % 3, 1.0 + seed % 2, 4


def judge(observed: Arrays, seed: int) -> None:
    low, high, n = _square(seed)
    grid = expect({"the grid": observed["grid"]}, "the grid", [n * n, 2])
    axis = np.linspace(low, high, n)
    x, y = np.meshgrid(axis, axis[::-1])
    right = np.stack([x, y], -1).reshape(-1, 2)
    slips = [
        (
            "upside-down",
            np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2),
            "the rows run from low y to high y, but the first row of images stands at the top: start with high y.",
        ),
        (
            "mirrored",
            np.stack(np.meshgrid(axis[::-1], axis[::-1]), -1).reshape(-1, 2),
            "x falls within a row: left should be low.",
        ),
        (
            "columns-first",
            np.stack(np.meshgrid(axis, axis[::-1], indexing="ij"), -1).reshape(-1, 2),
            "the points run down the columns: within a row y stays the same and x grows.",
        ),
        (
            "columns-first-upside-down",
            np.stack(np.meshgrid(axis, axis, indexing="ij"), -1).reshape(-1, 2),
            "the points run up the columns: within a row y stays the same and x grows, and high y comes first.",
        ),
        ("x-and-y-swapped", right[:, ::-1], "x and y are swapped: the first number of each point is x."),
    ]
    name_slip(grid, right, slips, "grid", rtol=1e-3, atol=1e-3)


EXERCISE = Exercise(
    name="latent.latent_grid",
    points=1,
    lesson="latent_space",
    reference=latent.latent_grid,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's 14 x 14 points", lambda seed: (-18.91, 7.52, 14), "the grid"),
        Use("for 2 x 2 points", lambda seed: (-1.0, 3.0, 2), "the grid"),
    ),
)
