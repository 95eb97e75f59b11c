"""games.pure_nash: which cells nobody wants to leave alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise, Use
from gencourse.exercises.core.uses import normal
from gencourse.exercises.games.cells import best, first_best, judge_cells, make_tables, only_best, probe_cells


def probe(attempt: Any, seed: int) -> Arrays:
    return probe_cells(attempt, make_tables(seed), "the equilibria")


def _stable(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    return best(A, 0) & best(B, 1)


def _not_improvable(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    "The cells than which no other is better for both."
    better = (A[None, None] > A[:, :, None, None]) & (B[None, None] > B[:, :, None, None])
    return np.logical_not(better.any((2, 3)))


def _not_dominated(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    "The cells than which no other is better for one and as good for the other."
    as_good = (A[None, None] >= A[:, :, None, None]) & (B[None, None] >= B[:, :, None, None])
    better = (A[None, None] > A[:, :, None, None]) | (B[None, None] > B[:, :, None, None])
    return np.logical_not((as_good & better).any((2, 3)))


def _first(marks: np.ndarray) -> np.ndarray:
    # Row by row, as two loops that stop would find it
    return marks & (marks.ravel().cumsum().reshape(marks.shape) == 1)


def judge(observed: Arrays, seed: int) -> None:
    joint = (
        "you mark the best outcome for both together. Stable is not best: in the dilemma each gains by leaving it. "
        "Ask of each cell whether one player gains by moving alone."
    )
    row_slip = "the row player moves up and down: A is compared within its column, dim=0."
    column_slip = (
        "the column player moves left and right: B is compared within its row, dim=1, or best_response(B.T).T."
    )
    slips = [
        ("best-joint-outcome", lambda A, B: A + B == (A + B).max(), joint),
        ("best-joint-outcome", lambda A, B: _first(A + B == (A + B).max()), joint),
        ("best-joint-outcome", _not_improvable, joint),
        ("best-joint-outcome", _not_dominated, joint),
        (
            "only-the-row-player",
            lambda A, B: best(A, 0),
            "only the row player is asked: the column player must not gain by moving either.",
        ),
        (
            "only-the-column-player",
            lambda A, B: best(B, 1),
            "only the column player is asked: the row player must not gain by moving either.",
        ),
        (
            "either-player",
            lambda A, B: best(A, 0) | best(B, 1),
            "you mark cells that suit one of the two: neither may gain, so & instead of |.",
        ),
        (
            "global-maximum",
            lambda A, B: (A == A.max()) & (B == B.max()),
            "you compare with the largest payoff of the whole table: a player who moves alone stays in the other's "
            "row or column, so take the maximum along one dimension.",
        ),
        ("column-player-moves-rows", lambda A, B: best(A, 0) & best(B, 0), column_slip),
        (
            "not-turned-back",
            lambda A, B: best(A, 0) & best(B, 1).T,
            "best_response(B.T) speaks of the turned table: turn its answer back, best_response(B.T).T.",
        ),
        (
            "not-turned-before",
            lambda A, B: best(A, 0) & best(B, 0).T,
            "best_response maximises over rows, so hand it the turned table: best_response(B.T).T.",
        ),
        ("row-player-moves-columns", lambda A, B: best(A, 1) & best(B, 1), row_slip),
        (
            "axes-exchanged",
            lambda A, B: best(A, 1) & best(B, 0),
            "both players move the wrong way: the row player compares down a column of A, dim=0, the column player "
            "along a row of B, dim=1.",
        ),
        (
            "one-table-for-both",
            lambda A, B: best(A, 0) & best(A, 1),
            "the column player's payoffs are in B: you look at A for both.",
        ),
        (
            "zero-sum-assumed",
            lambda A, B: best(A, 0) & best(-A, 1),
            "you let the column player minimise A, which is right in a zero-sum game only: their payoffs are in B.",
        ),
        (
            "ties-lost",
            lambda A, B: only_best(A, 0) & only_best(B, 1),
            "at ties you lose equilibria: nobody gains by a move to the same payoff, so >= instead of >.",
        ),
        (
            "ties-lost",
            lambda A, B: first_best(A, 0) & first_best(B, 1),
            "at ties you lose equilibria: argmax names one of several best replies. Compare with the maximum.",
        ),
        (
            "first-only",
            lambda A, B: _first(_stable(A, B)),
            "you stop at the first: a game can have several equilibria.",
        ),
        ("minimum-instead", lambda A, B: best(-A, 0) & best(-B, 1), "you mark the worst for both: more is better."),
    ]
    judge_cells(observed, make_tables(seed), _stable, slips, "the equilibria")


def _symmetric(seed: int) -> tuple[Tensor, Tensor]:
    A = normal(seed, 11, 11).round()
    return A, A.T


def _marked(cells: Tensor, *tables: Any) -> dict[str, Any]:
    return {"the table": cells != 0}  # the lesson asks for nonzero(), which takes marks of every kind


EXERCISE = Exercise(
    name="games.pure_nash",
    points=2,
    lesson="games",
    reference=games.pure_nash,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's 11 x 11 table", lambda seed: _symmetric(seed), look=_marked),
        Use("for a single row", lambda seed: (normal(seed, 1, 3), normal(seed + 1, 1, 3)), look=_marked),
    ),
)
