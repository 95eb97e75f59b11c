"""games.best_response: which cells are best replies to each column."""

from __future__ import annotations

from typing import Any

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise, Use
from gencourse.exercises.core.uses import normal
from gencourse.exercises.games.cells import best, first_best, judge_cells, make_tables, only_best, probe_cells


def probe(attempt: Any, seed: int) -> Arrays:
    return probe_cells(attempt, [(A,) for A, _ in make_tables(seed)], "the best replies")


def judge(observed: Arrays, seed: int) -> None:
    slips = [
        (
            "maximised-over-columns",
            lambda A: best(A, 1),
            "you take the largest of each row, over the columns: the row player cannot choose the column. For each "
            "column take the largest over the rows, dim=0.",
        ),
        (
            "maximised-over-columns",
            lambda A: A == A.max(1),  # without keepdim, which broadcasts along the other side
            "you take the largest of each row, dim=1: the row player moves over the rows, so dim=0.",
        ),
        (
            "global-maximum",
            lambda A: A == A.max(),
            "you mark the largest payoff of the whole table: the other player has chosen a column already, so compare "
            "within each column, dim=0.",
        ),
        ("minimum-instead", lambda A: best(-A), "you mark the worst reply to each column: more is better, so max."),
        (
            "ties-lost",
            first_best,
            "where two rows are equally good you mark one only, as argmax does: both are best replies. Compare with "
            "the maximum, A == A.max(...).",
        ),
        (
            "ties-lost",
            only_best,
            "where two rows are equally good you mark neither: a best reply has to be at least as good as the others, "
            ">=, not better than each, >.",
        ),
        (
            "never-a-worst",
            lambda A: A > A.min(0),
            "you mark what is better than the worst reply: a best one is equal to the maximum.",
        ),
        ("transposed", lambda A: best(A).T, "rows and columns are exchanged: cell [i, j] is row i against column j."),
    ]
    judge_cells(observed, [(A,) for A, _ in make_tables(seed)], best, slips, "the best replies")


EXERCISE = Exercise(
    name="games.best_response",
    points=2,
    lesson="games",
    reference=games.best_response,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's 11 x 11 payoffs", lambda seed: (normal(seed, 11, 11).T,), "the table"),
        Use("for a single row", lambda seed: (normal(seed, 1, 3),), "the table"),
        Use("for a single column", lambda seed: (normal(seed, 3, 1),), "the table"),
    ),
)
