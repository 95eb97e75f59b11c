"""games.best_response: which cells are best replies to each column."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Use
from gencourse.exercises.core.uses import normal
from gencourse.exercises.games.cells import (
    above_one,
    best,
    first_best,
    judge_cells,
    last_best,
    make_tables,
    nearly_tied,
    only_best,
    probe_cells,
)


def probe(attempt: Any, seed: int) -> Arrays:
    return probe_cells(attempt, [(A,) for A, _ in make_tables(seed)], "the best replies")


def judge(observed: Arrays, seed: int) -> None:
    rows = "The row player moves over the rows: for each column take the largest over them, dim=0."
    largest = "A best reply is the largest of its column."
    ties = "A tie is no loss: compare with the maximum, A == A.max(...)."
    slips = [
        ("maximised-over-columns", lambda A: best(A, 1), f"you take the largest of each row. {rows}"),
        # Without keepdim, which broadcasts along the other side
        ("maximised-over-columns", lambda A: A == A.max(1), f"you compare with the largest of each row. {rows}"),
        ("maximised-over-columns", lambda A: A >= A.max(1), f"you compare with the largest of each row. {rows}"),
        (
            "maximised-over-columns",
            lambda A: first_best(A, 1),
            f"you mark one cell in each row, where it is largest. {rows}",
        ),
        (
            "global-maximum",
            lambda A: A == A.max(),
            "you mark the largest payoff of the whole table: the other player has chosen a column already, so compare "
            "within each column, dim=0.",
        ),
        ("minimum-instead", lambda A: best(-A), "you mark the worst reply to each column: more is better, so max."),
        (
            "minimum-instead",
            lambda A: first_best(-A),
            f"you mark the worst reply to each column, and one of several: more is better, so max. {ties}",
        ),
        ("minimum-instead", lambda A: best(-A, 1), f"you mark the smallest of each row: more is better. {rows}"),
        ("ties-lost", first_best, f"where several rows are best you mark one alone, as argmax does. {ties}"),
        ("ties-lost", last_best, f"where several rows are best you mark one alone, as argmax does. {ties}"),
        (
            "ties-lost",
            only_best,
            "where several rows are best you mark none: a best reply has to be at least as good as the others, >=, not "
            "better than each, >.",
        ),
        (
            "never-a-worst",
            lambda A: A > A.min(0),
            "you mark what is better than the worst reply: a best one is equal to the maximum.",
        ),
        ("above-average", lambda A: A > A.mean(0), f"you mark what is above the mean of its column. {largest}"),
        ("above-average", lambda A: A >= A.mean(0), f"you mark what is not below the mean of its column. {largest}"),
        (
            "marks-turned",
            lambda A: ~best(A),
            "you mark every cell but the best replies: compare with the maximum by ==.",
        ),
        (
            "begins-at-zero",
            lambda A: A == A.max(0).clip(0),
            "a column of negative payoffs has no best reply in yours, as if 0 were among them: let the maximum begin "
            "with the column's first payoff.",
        ),
        (
            "absolute-values",
            lambda A: A == np.abs(A).max(0),
            "you compare with the largest absolute value: -3 is a worse payoff than 1.",
        ),
        (
            "compared-with-indices",
            lambda A: A == A.argmax(0),
            "you compare payoffs with the index of the best row: A.max(dim=0) gives values and indices, take .values.",
        ),
        *(
            (
                "one-other-only",
                lambda A, k=k: above_one(A)[k],
                "each payoff is compared with one other row only: with three rows or more, compare it with the largest "
                "of its column.",
            )
            for k in range(3)
        ),
        ("transposed", lambda A: best(A).T, "rows and columns are exchanged: cell [i, j] is row i against column j."),
        (
            "transposed",
            lambda A: first_best(A).T,
            "rows and columns are exchanged: cell [i, j] is row i against column j. And of several best rows you mark "
            f"one alone. {ties}",
        ),
        ("transposed", lambda A: best(A.T), "these are the best replies in A.T: take A as it is, and max over dim=0."),
    ]
    tables = [(A,) for A, _ in make_tables(seed)]
    judge_cells(observed, tables, _gain, slips, "the best replies")


def _gain(A: np.ndarray) -> np.ndarray:
    return A.max(0) - A


EXERCISE = Exercise(
    name="games.best_response",
    points=2,
    lesson="games",
    reference=games.best_response,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[-2.0, 1.0], [-1.0, 1.0]]),), "the table of best replies"),
        Example(lambda: (torch.tensor([[3.0, -4.0, 2.0], [1.0, -4.0, 5.0]]),), "the table of best replies"),
        Example(lambda: (torch.tensor([[2.0], [3.0], [1.0], [0.0]]),), "the table of best replies"),
        Example(lambda: nearly_tied()[:1], "the table of best replies"),
    ),
    uses=(
        Use("for the lesson's 11 x 11 payoffs", lambda seed: (normal(seed, 11, 11).T,), "the table"),
        Use("for a single row", lambda seed: (normal(seed, 1, 3),), "the table"),
        Use("for a single column", lambda seed: (normal(seed, 3, 1),), "the table"),
    ),
)
