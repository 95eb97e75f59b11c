"""start.nearest_neighbour_distance: distances to the nearest row of a set that holds copies."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import metrics
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import show
from gencourse.exercises.core.uses import normal

COPIES = 16
NEAR = 0.04  # how far the last row of a is from a row of b: above what a matrix product rounds


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    """a: [24, 784], b: [40, 784], all far from 0, as images are.

    16 rows of a are copies of rows of b, and the last one is nearly one. Rows of b become brighter, so the nearest one
    is not always that of the nearest direction.
    """
    generator = torch.Generator().manual_seed(seed)
    b = torch.linspace(0.5, 1.5, 40)[:, None] * torch.rand(40, 784, generator=generator)
    a = b[:24].roll(COPIES, 0) + 0.3 * torch.randn(24, 784, generator=generator)  # none is near the row of its number
    a[:COPIES] = b[-COPIES:]
    a[-2] = 0.4 * b[-1]  # in the direction of a bright row, and near to dark ones
    a[-1] = b[20] + NEAR * torch.nn.functional.normalize(torch.randn(784, generator=generator), dim=0)
    return a, b


def probe(attempt: Any, seed: int) -> Arrays:
    a, b = _pairs(seed)
    return {"distance": record(call(attempt, a, b), name="the distance")}


def judge(observed: Arrays, seed: int) -> None:
    a, b = (x.double().numpy() for x in _pairs(seed))
    if observed["distance"].shape == (len(b),):
        raise Mistake("nearest-of-the-other", "one distance for each row of b: take the minimum over b's rows.")
    if observed["distance"].ndim == 0:
        raise Mistake("averaged", f"one number came back: return one distance for each row of a, shape [{len(a)}].")
    if np.isnan(observed["distance"][:COPIES]).any() and np.isfinite(observed["distance"][COPIES:]).all():
        raise Mistake(
            "nan-for-a-copy",
            "some rows of a that are copies of rows of b got nan, where the distance is 0: is it the root of a number "
            "that rounding left below 0? Take differences before you square, or cdist.",
        )
    differences = np.abs(a[:, None] - b[None])
    if observed["distance"].dtype.kind == "i" and np.array_equal(
        observed["distance"], _euclidean(differences).argmin(1)
    ):
        raise Mistake(
            "indices", "these are the numbers of the nearest rows, min's indices: its .values are the distances."
        )
    got = expect({"the distance": observed["distance"]}, "the distance", [len(a)])
    fresh = slice(COPIES, None)  # the others are 0, however a distance is computed

    def compute(measure: Any, of_all: Any) -> np.ndarray:
        return of_all(measure(differences[fresh]))

    due = compute(_euclidean, _nearest)
    if not np.allclose(got[fresh], due, rtol=1e-3):
        _name_the_row(got, a, b)
    otherwise = Mistake("wrong-distance", f"the distances should end with {show(due[-3:])}, got {show(got[-3:])}.")
    if np.all(got < 0.1):  # not 0: cdist's route through a matrix product rounds
        otherwise = Mistake(
            "all-zero", "every distance is 0, also of rows that are no copies: do you measure from a to b, not to a?"
        )
    if np.allclose(got[fresh][:-1], due[:-1], rtol=1e-3) and got[-1] < 1e-6:
        raise Mistake(
            "near-copy-as-copy",
            f"a row of a that is {NEAR} away from a row of b gets 0, as if it were a copy: a threshold or rounding "
            "takes away small distances, too. cdist's compute_mode can leave nothing to take away.",
        )
    # cdist's route through a matrix product passes here: the copies tell it
    name_choices(got[fresh], compute, STAGES, otherwise, close=1e-3)
    second = np.sort(np.sqrt((differences[:COPIES] ** 2).sum(-1)), 1)[:, 1]
    _judge_copies(got[:COPIES], second)


def _name_the_row(got: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    "Raise the Mistake of a row that is chosen in another way, or of no row of b at all."
    alike = (a / np.linalg.norm(a, axis=1)[:, None]) @ (b / np.linalg.norm(b, axis=1)[:, None]).T
    ways = [
        ("same-row-number", b[: len(a)], "each row of a is compared with one row of b alone, that of its number."),
        ("to-the-mean", b.mean(0), "this is the distance to the mean of b: take the distance to each row first."),
        (
            "nearest-direction",
            b[alike.argmax(1)],
            "the row of b is chosen by its direction: choose it by its distance.",
        ),
    ]
    unit_a, unit_b = (x / np.linalg.norm(x, axis=1)[:, None] for x in (a[COPIES:], b))
    due = _nearest(_euclidean(a[COPIES:, None] - b[None]))
    for digits in range(3):
        if np.allclose(got[COPIES:], due.round(digits), rtol=0, atol=1e-5):
            raise Mistake("rounded", "the distances are rounded: leave them as they are. A copy gets 0 by another way.")
    if np.allclose(got[COPIES:], _nearest(_euclidean(unit_a[:, None] - unit_b[None])), atol=1e-3):
        raise Mistake("scaled-rows", "the rows are scaled to length 1 first: take the images as they are.")
    for slug, others, sentence in ways:
        if np.allclose(got[COPIES:], np.linalg.norm(a - others, axis=1)[COPIES:], rtol=1e-3):
            raise Mistake(slug, sentence)
    each = np.abs(a[COPIES:, None] - b[None]).min(1)
    if np.allclose(got[COPIES:], np.linalg.norm(each, axis=1), rtol=1e-3):
        raise Mistake(
            "nearest-in-each-coordinate", "the minimum is taken in each coordinate: take it over whole rows of b."
        )


def _euclidean(differences: np.ndarray) -> np.ndarray:
    return np.sqrt((differences**2).sum(-1))


def _nearest(distances: np.ndarray) -> np.ndarray:
    return distances.min(1)


STAGES = {
    "measure": [
        Choice(_euclidean),
        Choice(lambda d: (d**2).sum(-1), "squared", "these are squared distances: take the square root."),
        Choice(
            lambda d: np.sqrt((d**2).mean(-1)),
            "averaged-over-pixels",
            "the squares are averaged over the coordinates: Euclidean distance adds them up.",
        ),
        Choice(
            lambda d: (d**2).mean(-1),
            "mean-square",
            "this is a mean square: add the squares up over the coordinates, and take the root.",
        ),
        Choice(lambda d: d.sum(-1), "absolute-differences", "these sum |a - b|: Euclidean distance squares."),
        Choice(lambda d: d.mean(-1), "mean-absolute-difference", "these average |a - b|: Euclidean distance squares."),
        Choice(lambda d: d.max(-1), "largest-coordinate", "this is the largest |a - b|: add up the squares, and root."),
    ],
    "of_all": [
        Choice(_nearest),
        Choice(lambda d: d.mean(1), "mean-over-the-set", "this is a mean over all of b: take the smallest."),
        Choice(lambda d: d.sum(1), "sum-over-the-set", "this is a sum over all of b: take the smallest."),
        Choice(lambda d: d.max(1), "farthest", "this is the farthest row of b: take the minimum."),
        Choice(lambda d: np.sort(d, 1)[:, 1], "second-nearest", "this is the second nearest row of b: take the first."),
    ],
}


def _judge_copies(got: np.ndarray, second: np.ndarray) -> None:
    "They should be 0."
    off = f"a row of a that is a copy of a row of b should have distance 0, and in yours it has {got.max():.2g}"
    if got.max() < 1e-4:
        return
    if np.allclose(got, second, rtol=1e-3):
        raise Mistake("copies-left-out", f"{off}, that of the second nearest: a copy counts as well.")
    if np.ptp(got) < 1e-3 * got.max():
        raise Mistake("same-for-all-copies", f"{off}, the same for all copies: is something added under the root?")
    if got.max() > 0.5:
        raise Mistake("wrong-for-a-copy", f"{off}.")
    raise Mistake(
        "not-zero-for-a-copy",
        f"{off}. A matrix product rounds, cdist's default as well as a^2 - 2ab + b^2: ask cdist for "
        'compute_mode="donot_use_mm_for_euclid_dist".',
    )


def _table(a: list[list[float]], b: list[list[float]]) -> tuple[Tensor, Tensor]:
    return torch.tensor(a), torch.tensor(b)


def _thirty_twice() -> tuple[Tensor, Tensor]:
    images = torch.rand(30, 784, generator=torch.Generator().manual_seed(0))
    return images, images.clone()


def _largest(distance: Tensor, a: Tensor, b: Tensor) -> dict[str, Tensor]:
    return {"the largest distance": distance.max()}


EXERCISE = Exercise(
    name="start.nearest_neighbour_distance",
    points=1,
    lesson="start_here",
    reference=metrics.nearest_neighbour_distance,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: _table([[0.0, 0.0]], [[3.0, 4.0], [6.0, 8.0], [0.0, 12.0]]), "the distance"),
        Example(lambda: _table([[0.0, 0.0], [3.0, 4.0]], [[3.0, 4.0], [6.0, 8.0], [0.0, 12.0]]), "the distance"),
        Example(_thirty_twice, given="30 images as a, and the same as b", look=_largest),
    ),
    uses=(
        Use(
            "for the lesson's 500 samples and 4,000 digits",
            lambda seed: (normal(seed, 500, 784), normal(seed, 61, 784)),
            "the distance",
            stands_for={61: 4000},
        ),
        Use("for one black image", lambda seed: (torch.zeros(1, 784), normal(seed, 61, 784)), "the distance"),
        Use("for a set of one", lambda seed: (normal(seed, 5, 784), normal(seed, 1, 784)), "the distance"),
    ),
)
