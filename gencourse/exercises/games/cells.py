"""What games.best_response and games.pure_nash share: tables, and which of their cells are marked.

Square tables come first, so that a table read the wrong way round gives an answer that can be named; the last one
is not square.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.slips import Slip, name_slip

Tables = tuple[Tensor, ...]  # A alone, or A and B
Rule = Callable[..., np.ndarray]  # from the tables, as arrays, to the marked cells

DILEMMA = ((3.0, 0.0), (5.0, 1.0))
SIGNS = ((1, 1, 1, 1), (1, -1, 1, -1), (1, -1, -1, 1))  # of moving up and left: one equilibrium, two, none


def make_tables(seed: int) -> list[tuple[Tensor, Tensor]]:
    """Return A and B of games 2x2 with one, two and no equilibrium, the dilemma, with near ties, 3x3, and 3x4."""
    generator = torch.Generator().manual_seed(seed)
    games = [forced_game(signs, generator) for signs in SIGNS]
    games.append((torch.tensor(DILEMMA), torch.tensor(DILEMMA).T.contiguous()))
    games.append(nearly_tied())
    # So many, with ties and without, that two rules hardly mark the same cells in all of them
    games += [(_whole(3, 3, generator), _whole(3, 3, generator)) for _ in range(8)]
    games += [(torch.randn(3, 3, generator=generator), torch.randn(3, 3, generator=generator)) for _ in range(8)]
    oblong = _whole(3, 4, generator), _whole(3, 4, generator)
    oblong[0][0, 3] = oblong[1][0, 3] = 3  # an equilibrium where range(3) does not reach
    return games + [oblong]


def nearly_tied() -> tuple[Tensor, Tensor]:
    """Return a game with two cells that one player would leave for 0.0002 more: a tie to whoever rounds."""
    return torch.tensor([[0.1, 0.0], [0.1002, 0.5]]), torch.tensor([[0.1, 0.0], [0.1002, 0.1]])


def forced_game(signs: Sequence[int], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return a random 2x2 game: A[0, j] - A[1, j] has the sign signs[j], B[i, 0] - B[i, 1] the sign signs[2 + i]."""
    A, B = torch.randn(2, 2, generator=generator), torch.randn(2, 2, generator=generator)
    # At least 0.2, so that no rounding turns a sign
    steps = (0.2 + torch.rand(4, generator=generator)) * torch.tensor(signs)
    return _with_steps(A, B, steps)


def game_of_steps(steps: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return a random 2x2 game in which A[0, j] - A[1, j] is steps[j], and B[i, 0] - B[i, 1] is steps[2 + i]."""
    return _with_steps(torch.randn(2, 2, generator=generator), torch.randn(2, 2, generator=generator), steps)


def _with_steps(A: Tensor, B: Tensor, steps: Tensor) -> tuple[Tensor, Tensor]:
    A[0], B[:, 0] = A[1] + steps[:2], B[:, 1] + steps[2:]
    return A, B


def probe_cells(attempt: Any, tables: Sequence[Tables], what: str) -> Arrays:
    """Record the answer to each table; one that the last table alone makes fail is left out."""
    observed = {}
    for k, table in enumerate(tables):
        try:
            observed[str(k)] = record(call(attempt, *table), name=what)
        except (RuntimeError, IndexError):  # sizes that do not match
            if k < len(tables) - 1:
                raise
    return observed


def judge_cells(observed: Arrays, tables: Sequence[Tables], gain: Rule, slips: Sequence[Slip], what: str) -> None:
    """Raise the Mistake of the first slip that marks the cells of all square tables as they are marked.

    gain: from the tables to what a player gains by leaving each cell; right is to mark where that is 0.
    """
    known = [tuple(x.double().numpy() for x in table) for table in tables]
    square = range(len(known) - 1)

    def right(*table: np.ndarray) -> np.ndarray:
        return gain(*table) == 0

    for k in square:
        _check_form(observed[str(k)], known[k], known[0][0].shape)
    got = [observed[str(k)] != 0 for k in square]  # True, 1 and 1.0 mark a cell alike

    def marks_the_same(rule: Rule) -> bool:
        return all(np.array_equal(got[k], rule(*known[k])) for k in square)

    otherwise = _constant(got) or _near_ties(got, known, gain) or _first_wrong(got, known, right, what)
    name_slip(got, right, slips, what, near=marks_the_same, otherwise=otherwise)
    last = str(len(known) - 1)
    if last not in observed or not np.array_equal(observed[last] != 0, right(*known[-1])):
        m, n = known[-1][0].shape
        raise Mistake("square-only", f"right for square tables, but not for {m} rows and {n} columns: rows are dim 0.")


def best(payoffs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Return where each entry is the largest along the axis, ties included."""
    return payoffs == payoffs.max(axis, keepdims=True)


def first_best(payoffs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Return the first of the largest along the axis, as argmax does."""
    marks = np.zeros(payoffs.shape, dtype=bool)
    np.put_along_axis(marks, np.expand_dims(payoffs.argmax(axis), axis), True, axis)
    return marks


def last_best(payoffs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Return the last of the largest along the axis, as a loop with >= finds it."""
    return np.flip(first_best(np.flip(payoffs, axis), axis), axis)


def only_best(payoffs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Return where each entry is larger than all others along the axis."""
    marks = best(payoffs, axis)
    return marks & (marks.sum(axis, keepdims=True) == 1)


def above_one(payoffs: np.ndarray, axis: int = 0) -> list[np.ndarray]:
    """Return where each entry is as good as one other along the axis: the next, the one before, the opposite one."""
    others = np.roll(payoffs, 1, axis), np.roll(payoffs, -1, axis), np.flip(payoffs, axis)
    return [payoffs >= other for other in others]


def _whole(m: int, n: int, generator: torch.Generator) -> Tensor:
    "Payoffs 0, 1, 2: ties abound."
    return torch.randint(3, (m, n), generator=generator).float()


def _check_form(marks: np.ndarray, tables: Sequence[np.ndarray], before: tuple[int, ...]) -> None:
    "before: the shape of the check's first table, whose answer has it."
    shape = tables[0].shape
    if marks.shape != shape:
        wanted = f"one True or False for each cell, shape {list(shape)}, got {list(marks.shape)}."
        listed = marks.ndim == 2 and marks.shape[1] == 2 and marks.dtype.kind == "i"  # as nonzero() lists them
        if shape != before and marks.ndim == 2 and not listed:
            size = f"Your table is right in size for {before[0]} x {before[1]}"
            raise Mistake("size-written-in", f"{wanted} {size}: are the rows written into it, A[0] and A[1]?")
        hint = "You list the cells, or their indices: mark them in a table of True and False, by ==."
        if marks.ndim == 1 and marks.dtype.kind == "b":
            hint = "You mark whole rows or whole columns: a row may be right in one column and wrong in another."
        raise Mistake("not-a-table", f"{wanted} {hint}")
    other = ~np.isin(marks, (0, 1))
    if not other.any():
        return
    if np.isin(marks, np.append(0, tables)).all() and marks.dtype.kind == "f":
        raise Mistake("payoffs-returned", "these are payoffs: compare, A == ..., to get True and False.")
    i, j = np.argwhere(other)[0].tolist()
    raise Mistake(
        "not-marks",
        f"each cell should be True or False, got {marks[i, j]:.3g} at [{i}, {j}]: a comparison gives marks, & joins "
        "them.",
    )


def _constant(got: Sequence[np.ndarray]) -> Mistake | None:
    "What marks have in common whatever the payoffs are."
    if not any(marks.any() for marks in got):
        return Mistake("nothing-marked", "you mark no cell in any of the check's games.")
    if all(marks.all() for marks in got):
        return Mistake(
            "every-cell",
            "you mark every cell in each of the check's games. No payoff is above the maximum: which are equal to it?",
        )
    if all((marks == marks[:, :1]).all() for marks in got):
        return Mistake("whole-rows", "you mark whole rows: a row may be right in one column and wrong in another.")
    return None


def _near_ties(got: list, known: list, gain: Rule) -> Mistake | None:
    "The Mistake of marks that are right but for payoffs a little below the best."
    gains = [gain(*table) for table in known[: len(got)]]
    if any((~marks & (left == 0)).any() for marks, left in zip(got, gains, strict=True)):
        return None
    wrong = np.concatenate([left[marks & (left > 0)] for marks, left in zip(got, gains, strict=True)])
    if not wrong.size or wrong.min() > 0.01 or wrong.max() >= 1:  # whole payoffs are not nearly tied
        return None
    return Mistake(
        "near-ties",
        f"you mark a cell that a player would leave for {wrong.min():.3g} more: nearly equal is no tie. Compare the "
        "payoffs as they are, ==: no rounding, and no tolerance but float32's.",
    )


def _first_wrong(got: list, known: list, right: Rule, what: str) -> Mistake | None:
    for marks, table in zip(got, known, strict=False):  # known has the oblong table too
        for i, j in np.argwhere(marks != right(*table)).tolist():
            names = ", ".join(f"{name} = {x.round(2).tolist()}" for name, x in zip("AB", table, strict=False))
            return Mistake(
                "wrong-cells",
                f"with {names} the cell [{i}, {j}] should be {not marks[i, j]} among {what}, got {marks[i, j]}.",
            )
    return None
