"""games.pure_nash: which cells nobody wants to leave alone."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import torch
from torch import Tensor

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
from gencourse.exercises.games.outcomes import cautious, first, not_dominated, not_improvable


def probe(attempt: Any, seed: int) -> Arrays:
    return probe_cells(attempt, make_tables(seed), "the equilibria")


def _stable(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    return best(A, 0) & best(B, 1)


def _gain(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    "What the one who gains more gains by moving alone."
    return np.maximum(A.max(0) - A, B.max(1, keepdims=True) - B)


BOTH = "And neither of the two may gain, so & instead of |."
_ONE_REPLY = (best, first_best, last_best, only_best)  # the first of them keeps ties
_LOSING_TIES = [
    lambda A, B, row=row, column=column: row(A, 0) & column(B, 1)
    for row, column in list(itertools.product(_ONE_REPLY, repeat=2))[1:]
]


def judge(observed: Arrays, seed: int) -> None:
    joint = (
        "you mark the best outcome for both together. Stable is not best: in the dilemma each gains by leaving it. "
        "Ask of each cell whether one player gains by moving alone."
    )
    row_slip = "the row player moves up and down: A is compared within its column, dim=0."
    column_slip = (
        "the column player moves left and right: B is compared within its row, dim=1, or best_response(B.T).T."
    )
    ties = (
        "at ties you lose equilibria: a move to the same payoff is no gain. Compare with the maximum: no >, no argmax."
    )
    slips = [
        ("best-joint-outcome", lambda A, B: A + B == (A + B).max(), joint),
        ("best-joint-outcome", lambda A, B: first(A + B == (A + B).max()), joint),
        ("best-joint-outcome", not_improvable, joint),
        ("best-joint-outcome", not_dominated, joint),
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
            "you compare A along its rows and B down its columns. The row player, who gets A, moves up and down, "
            "dim=0; the column player, who gets B, left and right, dim=1.",
        ),
        (
            "axes-exchanged",
            lambda A, B: best(A, 1) | best(B, 0),
            "you compare A along its rows and B down its columns, and mark what suits one of the two: the row player, "
            "who gets A, moves up and down, the column player left and right, and neither may gain.",
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
        *(("ties-lost", rule, ties) for rule in _LOSING_TIES),
        (
            "dominant-only",
            lambda A, B: best(A).all(1, keepdims=True) & best(B, 1).all(0, keepdims=True),
            "you ask for actions that are best whatever the other does. An action in an equilibrium has to be best "
            "against the other's action there, no more.",
        ),
        (
            "sum-for-both",
            lambda A, B: best(A + B, 0) & best(A + B, 1),
            "both players look at the sum of both payoffs: each compares their own, A or B.",
        ),
        (
            "without-keepdim",
            lambda A, B: best(A, 0) & (B == B.max(1)),
            "you compare B with the largest of each row, but entry [i, j] with that of row j: keepdim=True keeps them "
            "in a column.",
        ),
        ("transposed", lambda A, B: _stable(A, B).T, "rows and columns are exchanged: your table is turned, .T."),
        (
            "first-only",
            lambda A, B: first(_stable(A, B)),
            "you stop at the first: a game can have several equilibria.",
        ),
        (
            "minimum-instead",
            lambda A, B: best(A, 0) & best(-B, 1),
            "for the column player you mark the worst: more is better for both.",
        ),
        (
            "minimum-instead",
            lambda A, B: best(-A, 0) & best(B, 1),
            "for the row player you mark the worst: more is better for both.",
        ),
        (
            "either-player",
            lambda A, B: best(A, 0) ^ best(B, 1),
            "you mark cells that suit one of the two and not the other: neither may gain, so &.",
        ),
        (
            "not-turned-before",
            lambda A, B: best(A.T) & best(B, 1),
            "the row player moves over the rows of A as it is: best_response(A), without .T.",
        ),
        ("minimum-instead", lambda A, B: best(-A, 0) & best(-B, 1), "you mark the worst for both: more is better."),
        (
            "neither-counts",
            lambda A, B: best(A, 0) == best(B, 1),
            "you mark a cell where both would gain by moving as well, since False == False is True: & asks for both.",
        ),
        (
            "best-worst-case",
            cautious,
            "you mark the actions whose worst payoff is best. That is caution: in an equilibrium each action is a best "
            "reply to what the other does there.",
        ),
        (
            "sum-for-both",
            lambda A, B: best(A + B, 0),
            "only the row player is asked, and looks at the sum of both payoffs: each player compares their own, A or "
            "B, and neither may gain.",
        ),
        *(
            (f"either-player+{slug}", lambda A, B, column=column: best(A, 0) | column(B), f"{said} {BOTH}")
            for slug, column, said in (
                ("column-player-moves-rows", lambda B: best(B, 0), column_slip),
                ("not-turned-back", lambda B: best(B, 1).T, column_slip),
                ("not-turned-before", lambda B: best(B, 0).T, column_slip),
            )
        ),
        *(
            (
                "one-other-only",
                lambda A, B, one=one, other=other: above_one(A, 0)[one] & above_one(B, 1)[other],
                "each payoff is compared with one other only: with three rows or columns, compare it with the largest "
                "of its column, or of its row.",
            )
            for one, other in itertools.product(range(3), repeat=2)
        ),
    ]
    judge_cells(observed, make_tables(seed), _gain, slips, "the equilibria")


def _symmetric(seed: int) -> tuple[Tensor, Tensor]:
    A = normal(seed, 11, 11).round()
    return A, A.T


def _tie() -> tuple[Tensor, Tensor]:
    return torch.tensor([[-2.0, 1.0], [-1.0, 1.0]]), torch.tensor([[3.0, 0.0], [0.0, 4.0]])


def _two() -> tuple[Tensor, Tensor]:
    return torch.tensor([[3.0, 1.0], [4.0, 0.0]]), torch.tensor([[3.0, 5.0], [1.0, 0.0]])


def _wide() -> tuple[Tensor, Tensor]:
    return torch.tensor([[-3.0, -1.0, 2.0]]), torch.tensor([[-5.0, -4.0, -4.0]])


def _tall() -> tuple[Tensor, Tensor]:
    return torch.tensor([[2.0], [3.0], [1.0], [0.0]]), torch.zeros(4, 1)


def _marked(cells: Tensor, *tables: Any) -> dict[str, Any]:
    return {"the table": cells != 0}  # the lesson asks for nonzero(), which takes marks of every kind


EXERCISE = Exercise(
    name="games.pure_nash",
    points=2,
    lesson="games",
    reference=games.pure_nash,
    probe=probe,
    judge=judge,
    examples=(
        Example(_tie, "the table of equilibria"),
        Example(_two, "the table of equilibria"),
        Example(_wide, "the table of equilibria"),
        Example(_tall, "the table of equilibria"),
        Example(nearly_tied, "the table of equilibria"),
    ),
    uses=(
        Use("for the lesson's 11 x 11 table", lambda seed: _symmetric(seed), look=_marked),
        Use("for a single row", lambda seed: (normal(seed, 1, 3), normal(seed + 1, 1, 3)), look=_marked),
    ),
)
