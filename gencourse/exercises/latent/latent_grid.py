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
    return -2.2 - seed % 3, 1.6 + seed % 2, 4  # neither end is a whole number, and the steps are not 1


def judge(observed: Arrays, seed: int) -> None:
    low, high, n = _square(seed)
    shape = observed["grid"].shape
    grid = expect({"the grid": observed["grid"]}, "the grid", shape)  # another shape may have a name, below
    if shape == (n * n, 2):
        right = _points(_line(low, high, n), 1, -1, "xy", 1, _in_rows)
        at = int(np.argmin(np.isclose(grid, right, atol=1e-3).all(1)))
        otherwise = Mistake("wrong-grid", f"point {at} of the grid should be {show(right[at])}, got {show(grid[at])}.")
    else:
        otherwise = Mistake("wrong-shape", f"the grid should have shape {[n * n, 2]}, got {list(shape)}.")
    diagonal = np.stack(_line(low, high, n * n), 1)
    if shape == (n * n, 2) and any(np.allclose(grid, line, atol=1e-3) for line in (diagonal, diagonal[::-1])):
        raise Mistake(
            "diagonal-alone",
            f"these are {n * n} points of one line: each of {n} values of z1 should meet each of {n} values of z2.",
        )
    stages = {"line": _lines(low, high, n), **ARRANGED, "form": _forms(n)}
    name_choices(grid, _points, stages, otherwise, close=1e-4)


Line = tuple[np.ndarray, np.ndarray]  # from low to high, and from high to low


def _line(low: float, high: float, n: int) -> Line:
    return np.linspace(low, high, n), np.linspace(high, low, n)


def _lines(low: float, high: float, n: int) -> list[Choice]:
    steps = np.arange(n)
    short = low + (high - low) * steps / n
    short_of_high = "the grid ends one step short of high: linspace(low, high, n)."
    middles = low + (high - low) * (steps + 0.5) / n
    beyond = low + (high - low) * (steps + 1) / n
    ones = low + steps
    rising = np.linspace(low, high, n)
    return [
        Choice(_line(low, high, n)),
        Choice((short, short[::-1]), "short-of-high", short_of_high),
        Choice(
            (short, high - (high - low) * steps / n),
            "steps-too-small",
            "the last point of a row and the last row stop one step short: from low to high n points take n - 1 steps.",
        ),
        Choice(
            (middles, middles[::-1]),
            "middles",
            "these are the middles of cells: the first point lies at low and the last at high.",
        ),
        Choice(_line(0, 1, n), "from-0-to-1", "the grid runs from 0 to 1: from low to high is asked for."),
        Choice((beyond, beyond[::-1]), "beyond-low", "the grid begins one step above low."),
        Choice(
            (ones, ones[::-1]),
            "steps-of-1",
            "the points are 1 apart: linspace(low, high, n) has n of them up to high.",
        ),
        Choice(
            (rising, -rising),
            "negated",
            "z2 runs from -low to -high: to let it fall from high to low, turn the order of its values, .flip(0).",
        ),
        Choice(
            _line(int(low), int(high), n),
            "whole-numbers",
            "low and high are cut to whole numbers: take them as they are, without int().",
        ),
    ]


ARRANGED = {
    "x": [Choice(1), Choice(-1, "mirrored", "z1 falls within a row where it should grow: low comes first.")],
    "y": [
        Choice(-1),
        Choice(
            1,
            "upside-down",
            "z2 grows where it should fall: the first row of images is the top, so high z2 comes first.",
        ),
    ],
    "order": [
        Choice("xy"),
        Choice("ij", "columns-first", "the points run along the columns: within a row z2 stays the same and z1 grows."),
    ],
    "pair": [Choice(1), Choice(-1, "x-and-y-swapped", "z1 and z2 are swapped: the first number of each point is z1.")],
}


def _in_rows(points: np.ndarray) -> np.ndarray:
    return points.reshape(-1, 2)


def _forms(n: int) -> list[Choice]:
    "A point in each row, and what people make of the table [n, n, 2] in its place."
    first = "the two tables are stacked in front of each other, not point by point: torch.stack([z1, z2], dim=-1)."
    return [
        Choice(_in_rows),
        Choice(
            lambda points: points,
            "not-flattened",
            f"this is a table of shape {[n, n, 2]}, and one row for each point is asked for: .flatten(0, 1).",
        ),
        Choice(lambda points: np.moveaxis(points, -1, 0).reshape(-1, 2), "stacked-in-front", first),
        Choice(lambda points: np.moveaxis(points, -1, 0), "stacked-in-front", first),
        Choice(lambda points: np.moveaxis(points, -1, 0).reshape(2, -1), "stacked-in-front", first),
    ]


def _points(line: Line, x: int, y: int, order: Any, pair: int, form: Any) -> np.ndarray:
    rising, falling = line
    z1, z2 = (rising if way == 1 else falling for way in (x, y))
    return form(np.stack(np.meshgrid(z1, z2, indexing=order), -1)[..., ::pair])


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
        Example(lambda: (0.5, 2.5, 2), "the grid"),
    ),
    uses=(
        Use("for the lesson's 14 x 14 points", lambda seed: (-18.91, 7.52, 14), "the grid"),
        Use("for 2 x 2 points", lambda seed: (-1.0, 3.0, 2), "the grid"),
    ),
)
