"""Exercises of the games lesson: best replies, equilibria pure and mixed, a repeated game, learning by replies."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise
from gencourse.exercises.games.cells import best, first_best, judge_cells, make_tables, only_best, probe_cells
from gencourse.exercises.games.fictitious_play import judge_fictitious_play, probe_fictitious_play
from gencourse.exercises.games.mixed_nash import judge_mixed_nash, probe_mixed_nash
from gencourse.exercises.games.play_repeated import judge_play_repeated, probe_play_repeated

# ---- games.best_response ----


def _probe_best_response(attempt: Any, seed: int) -> Arrays:
    return probe_cells(attempt, [(A,) for A, _ in make_tables(seed)], "the best replies")


def _judge_best_response(observed: Arrays, seed: int) -> None:
    slips = [
        (
            "maximised-over-columns",
            lambda A: best(A, 1),
            "you take the largest of each row, over the columns: the row player cannot choose the column. For each "
            "column take the largest over the rows, dim=0.",
        ),
        (
            "maximised-over-columns",
            lambda A: A == A.max(1),
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


# ---- games.pure_nash ----


def _probe_pure_nash(attempt: Any, seed: int) -> Arrays:
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
    return marks & (marks.ravel().cumsum().reshape(marks.shape) == 1)


def _judge_pure_nash(observed: Arrays, seed: int) -> None:
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


def _exercise(name: str, reference: Any, probe: Any, judge: Any) -> Exercise:
    return Exercise(name, 2, "games", reference, probe, judge)


EXERCISES = [
    _exercise("games.best_response", games.best_response, _probe_best_response, _judge_best_response),
    _exercise("games.pure_nash", games.pure_nash, _probe_pure_nash, _judge_pure_nash),
    _exercise("games.mixed_nash", games.mixed_nash, probe_mixed_nash, judge_mixed_nash),
    _exercise("games.play_repeated", games.play_repeated, probe_play_repeated, judge_play_repeated),
    _exercise("games.fictitious_play", games.fictitious_play, probe_fictitious_play, judge_fictitious_play),
]
