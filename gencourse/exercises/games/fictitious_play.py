"""games.fictitious_play: every move must be a best reply to the other's average so far.

The judge reads the moves off the averages, so any of several equally good replies will do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record, unpack
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal

PAYOFF = 200.0
ROUNDS, FIRST = 60, (2, 0)  # different moves: exchanged or ignored they show
ALIKE = 1e-4 * PAYOFF
Reply = Callable[["_Past"], int]


def _game(seed: int) -> tuple[Tensor, Tensor]:
    """Uneven payoffs, nearly zero-sum: each reply asks for another one, so play circles and every slip shows.

    They are so large that exp of a few of them together is infinite in float32.
    """
    generator = torch.Generator().manual_seed(seed)
    circle = torch.tensor([[1.0, 0, -1], [-1, 1, 0], [0, -1, 1]])

    def uneven() -> Tensor:
        uneven = circle * (0.8 + 0.8 * torch.rand(3, 3, generator=generator))
        return PAYOFF * (uneven + 0.25 * torch.randn(3, 3, generator=generator))

    return uneven(), -uneven()


def probe(attempt: Any, seed: int) -> Arrays:
    """Record both players' averages."""
    p, q = unpack(call(attempt, *_game(seed), ROUNDS, FIRST), "p", "q")
    return {"p": record(p, name="the row player's average"), "q": record(q, name="the column player's average")}


def judge(observed: Arrays, seed: int) -> None:
    """Averages over the rounds so far, from the first moves on, each later move a best reply to the other's."""
    A, B = (x.double().numpy() for x in _game(seed))
    for name in ("p", "q"):
        if observed[name].shape == (3,):
            raise Mistake(
                "only-the-end", "one row for each round: keep the average after every round, not the last alone."
            )
        if observed[name].shape == (3, ROUNDS):
            raise Mistake(
                "rounds-in-columns", "one row for each round, one column for each action: turn the table, .T."
            )
        if observed[name].shape in ((ROUNDS,), (ROUNDS, 1)):
            raise Mistake(
                "moves-returned", "these are moves: return how often each action was played so far, [rounds, 3]."
            )
    p, q = (expect({"the average": observed[name]}, "the average", [ROUNDS, 3]) for name in ("p", "q"))
    _judge_averages(p)
    _judge_averages(q)
    count = np.arange(1, ROUNDS + 1)[:, None]
    # The count that grows is that of the action played
    rows, columns = (np.diff(x * count, axis=0, prepend=np.zeros((1, 3))).argmax(1) for x in (p, q))
    if (rows[0], columns[0]) != FIRST:
        if (rows[0], columns[0]) == FIRST[::-1]:
            raise Mistake("players-exchanged", "the row player's average comes first: return p, q.")
        raise Mistake(
            "first-ignored",
            f"round 1 is given: first = {FIRST}, what the row and the column player do. Replies begin in round 2.",
        )
    for t in range(1, ROUNDS):
        ours, theirs = A @ q[t - 1], p[t - 1] @ B
        # Replies that float32 cannot tell apart are both best
        if ours.max() - ours[rows[t]] > ALIKE or theirs.max() - theirs[columns[t]] > ALIKE:
            wrong = "row" if ours.max() - ours[rows[t]] > ALIKE else "column"
            otherwise = Mistake(
                "wrong-reply",
                f"in round {t + 1} the {wrong} player's move is no best reply to the other's average after round {t}.",
            )
            _name_the_rule(list(zip(rows.tolist(), columns.tolist(), strict=True)), A, B, otherwise)


def _judge_averages(x: np.ndarray) -> None:
    sums, count = x.sum(1), np.arange(1, ROUNDS + 1)
    if np.allclose(sums, 1, atol=1e-3):
        # A player who never changes has averages of 0 and 1, too
        if np.isin(x.round(4), (0.0, 1.0)).all() and not np.allclose(x, x[0]):
            raise Mistake(
                "moves-returned",
                "each row is the move of one round: return the average of all rounds so far, .cumsum(0) / count.",
            )
        return
    if np.allclose(sums, count, atol=1e-2):
        raise Mistake("counts-returned", "these are counts: divide those after round t by t.")
    if np.allclose(sums, count / ROUNDS, atol=1e-3):
        raise Mistake("divided-by-all-rounds", f"you divide by all {ROUNDS} rounds: after round t divide by t.")
    if np.allclose(sums, count - 1, atol=1e-2) or np.allclose(sums, count / (count + 1), atol=1e-3):
        raise Mistake("off-by-one", "row 0 is the average after the first round, where one action was played.")
    raise Mistake(
        "not-chances", f"each row should sum to 1, got {sums[0]:.3f} in the first and {sums[-1]:.3f} in the last."
    )


class _Past:
    "What both players did so far, as counts and as last moves, and the two tables."

    def __init__(self, A: np.ndarray, B: np.ndarray) -> None:
        self.A, self.B = A, B
        self.row, self.column = np.zeros(3), np.zeros(3)
        self.last = FIRST

    def add(self, i: int, j: int) -> None:
        self.row[i] += 1
        self.column[j] += 1
        self.last = (i, j)


def _name_the_rule(played: list[tuple[int, int]], A: np.ndarray, B: np.ndarray, otherwise: Mistake) -> None:
    def right_row(past: _Past) -> int:
        return int((A @ past.column).argmax())

    def right_column(past: _Past) -> int:
        return int((past.row @ B).argmax())

    def answered(past: _Past) -> int:
        "The column player's reply to an average in which the row player's new move counts already."
        return int(((past.row + np.eye(3)[right_row(past)]) @ B).argmax())

    last = "you reply to the other's last move, and go round for ever: reply to their average over all rounds so far."
    turned = "a table is turned: the row player's payoffs are A @ q, the column player's p @ B."
    rules: list[tuple[str, Reply, Reply, str]] = [
        ("reply-to-the-last-move", lambda x: int(A[:, x.last[1]].argmax()), lambda x: int(B[x.last[0]].argmax()), last),
        (
            "not-at-once",
            right_row,
            answered,
            "the column player sees the row player's move of the same round: both reply to the rounds before it.",
        ),
        (
            "own-average",
            lambda x: int((A @ x.row).argmax()),
            lambda x: int((x.column @ B).argmax()),
            "each replies to its own average: the row player replies to q, the column player to p.",
        ),
        (
            "one-table-for-both",
            right_row,
            lambda x: int((x.row @ A).argmax()),
            "the column player's payoffs are in B: yours maximises the row player's.",
        ),
        (
            "zero-sum-assumed",
            right_row,
            lambda x: int((x.row @ A).argmin()),
            "you let the column player minimise A, which is right in a zero-sum game only: maximise B.",
        ),
        ("table-turned", right_row, lambda x: int((B @ x.row).argmax()), turned),
        ("table-turned", lambda x: int((x.column @ A).argmax()), right_column, turned),
        ("table-turned", lambda x: int((x.column @ A).argmax()), lambda x: int((B @ x.row).argmax()), turned),
        (
            "minimum-instead",
            lambda x: int((A @ x.column).argmin()),
            lambda x: int((x.row @ B).argmin()),
            "each plays its worst reply: more is better, so argmax.",
        ),
        (
            "exp-overflows",
            lambda x: int(np.exp(np.float32(A @ x.column)).argmax()),
            lambda x: int(np.exp(np.float32(x.row @ B)).argmax()),
            "exp of a large payoff is infinite, and infinite ones look alike: argmax needs no exp before it.",
        ),
        (
            "never-learns",
            lambda x: FIRST[0],
            lambda x: FIRST[1],
            "both play their first move for ever: compute the reply again in each round.",
        ),
    ]
    slips = [(slug, (row, column), sentence) for slug, row, column, sentence in rules]
    right = (right_row, right_column)
    name_slip(
        played, right, slips, "reply", near=lambda rule: _moves(rule[0], rule[1], A, B) == played, otherwise=otherwise
    )


def _moves(row: Reply, column: Reply, A: np.ndarray, B: np.ndarray) -> list[tuple[int, int]]:
    past, moves = _Past(A, B), [FIRST]
    past.add(*FIRST)
    while len(moves) < ROUNDS:
        moves.append((row(past), column(past)))
        past.add(*moves[-1])
    return moves


def _oblong(seed: int) -> tuple[Tensor, Tensor]:
    return normal(seed, 2, 4), normal(seed + 1, 2, 4)


EXERCISE = Exercise(
    name="games.fictitious_play",
    points=2,
    lesson="games",
    reference=games.fictitious_play,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's 2,000 rounds",
            lambda seed: (*_game(seed), 2000, (0, 1)),
            ("p", "q"),
            keywords=("first",),
            form_only=True,  # of equally good replies any will do
        ),
        Use("for one round of a 2 x 4 game", lambda seed: (*_oblong(seed), 1, (0, 3)), ("p", "q")),
    ),
)
