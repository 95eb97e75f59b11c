"""games.fictitious_play: every move must be a best reply to the other's average so far.

The judge reads the moves off the averages, so any of several equally good replies will do.
"""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record, unpack
from gencourse.exercises.core.slips import show
from gencourse.exercises.core.uses import normal
from gencourse.exercises.games.replies import name_the_replies

LARGE = 200.0  # times the payoffs: exp of what they add up to is infinite
ROUNDS, FIRST = 60, (2, 0)  # different moves: exchanged or ignored they show
_SAME = "Is it one tensor that is appended again and again? Append copies, p.clone()."


def _game(seed: int) -> tuple[Tensor, Tensor]:
    "Uneven payoffs, nearly zero-sum: each reply asks for another one, so play circles and every slip shows."
    generator = torch.Generator().manual_seed(seed)
    circle = torch.tensor([[1.0, 0, -1], [-1, 1, 0], [0, -1, 1]])

    def uneven() -> Tensor:
        uneven = circle * (0.8 + 0.8 * torch.rand(3, 3, generator=generator))
        return uneven + 0.25 * torch.randn(3, 3, generator=generator)

    return uneven(), -uneven()


def _wide(seed: int) -> tuple[Tensor, Tensor]:
    "3 rows and 4 columns: what was written for square tables shows."
    return normal(seed, 3, 4), normal(seed + 1, 3, 4)


def _large(seed: int) -> tuple[Tensor, Tensor]:
    A, B = _game(seed)
    return LARGE * A, LARGE * B


def probe(attempt: Any, seed: int) -> Arrays:
    """Record both players' averages, also for large payoffs, and for the wide game unless its sizes make it fail."""
    observed = _averages(attempt, _game(seed), "p", "q") | _averages(attempt, _large(seed), "large p", "large q")
    with contextlib.suppress(RuntimeError, IndexError):
        observed |= _averages(attempt, _wide(seed), "wide p", "wide q")
    return observed


def _averages(attempt: Any, game: tuple[Tensor, Tensor], *names: str) -> dict[str, np.ndarray]:
    averages = unpack(call(attempt, *game, ROUNDS, FIRST), "p", "q")
    whose = ("the row player's average", "the column player's average")
    return {name: record(x, name=of) for name, x, of in zip(names, averages, whose, strict=True)}


def judge(observed: Arrays, seed: int) -> None:
    """Averages over the rounds so far, from the first moves on, each later move a best reply to the other's."""
    _judge_play(observed["p"], observed["q"], *_game(seed))
    _judge_play(observed["large p"], observed["large q"], *_large(seed))
    square_only = Mistake("square-only", "right for square tables, but not for 3 rows and 4 columns.")
    if "wide p" not in observed:
        raise square_only
    try:
        _judge_play(observed["wide p"], observed["wide q"], *_wide(seed))
    except Mistake as mistake:
        raise square_only from mistake


def _judge_play(p: np.ndarray, q: np.ndarray, *game: Tensor) -> None:
    A, B = (x.double().numpy() for x in game)
    for x, actions in zip((p, q), A.shape, strict=True):
        _judge_shape(x.shape, actions)
    p, q = (expect({"the average": x}, "the average", [ROUNDS, n]) for x, n in zip((p, q), A.shape, strict=True))
    _judge_averages(p)
    _judge_averages(q)
    rows, columns = (np.diff(_counts(x), axis=0, prepend=0).argmax(1) for x in (p, q))
    if (rows[0], columns[0]) != FIRST and (rows[0], columns[0]) == FIRST[::-1]:
        if _best_replies(columns, rows, A, B):
            raise Mistake("players-exchanged", "the row player's average comes first: return p, q.")
        raise Mistake(
            "first-exchanged", "first[0] is the row player's action of round 1, first[1] the column player's."
        )
    if (rows[0], columns[0]) != FIRST:
        raise Mistake(
            "first-ignored",
            f"round 1 is given: first = {FIRST}, what the row and the column player do. Replies begin in round 2.",
        )
    name_the_replies(rows, columns, A, B)


def _best_replies(rows: np.ndarray, columns: np.ndarray, A: np.ndarray, B: np.ndarray) -> bool:
    try:
        name_the_replies(rows, columns, A, B)
    except Mistake:
        return False
    return True


def _judge_shape(shape: tuple[int, ...], actions: int) -> None:
    if shape == (actions,):
        raise Mistake("only-the-end", "one row for each round: keep the average after every round, not the last alone.")
    if shape == (actions, ROUNDS):
        raise Mistake("rounds-in-columns", "one row for each round, one column for each action: turn the table, .T.")
    if shape in ((ROUNDS,), (ROUNDS, 1)):
        raise Mistake("moves-returned", "these are moves: return how often each action was played so far, [rounds, 3].")


def _counts(x: np.ndarray) -> np.ndarray:
    return x * np.arange(1, ROUNDS + 1)[:, None]


def _judge_averages(x: np.ndarray) -> None:
    sums, count = x.sum(1), np.arange(1, ROUNDS + 1)
    if np.allclose(sums, 1, atol=1e-3):
        # A player who never changes has averages of 0 and 1, too
        if np.isin(x.round(4), (0.0, 1.0)).all() and not np.allclose(x, x[0]):
            raise Mistake(
                "moves-returned",
                "each row is the move of one round: return the average of all rounds so far, .cumsum(0) / count.",
            )
        _judge_counts(x)
        return
    if np.allclose(_counts(x), _counts(x)[0], atol=1e-2):
        raise Mistake("same-tensor", f"before they are divided, all rows are those of the last round. {_SAME}")
    if np.allclose(sums, count, atol=1e-2):
        raise Mistake("counts-returned", "these are counts: divide those after round t by t.")
    if np.allclose(sums, count / ROUNDS, atol=1e-3):
        raise Mistake("divided-by-all-rounds", f"you divide by all {ROUNDS} rounds: after round t divide by t.")
    if np.allclose(sums, count - 1, atol=1e-2):
        raise Mistake("off-by-one", "row 0 is the average after the first round, where one action was played.")
    for wrong, late in (("t - 1", count[1:] - 1), ("t + 1", count[1:] + 1)):
        if np.allclose(sums[1:] * late, count[1:], atol=1e-2):
            raise Mistake("off-by-one", f"the counts after round t are divided by {wrong}: t actions were played.")
    t = int(np.abs(sums - 1).argmax())
    raise Mistake(
        "not-chances", f"each row should sum to 1, as chances do; that of round {t + 1} sums to {sums[t]:.3f}."
    )


def _judge_counts(x: np.ndarray) -> None:
    counts = _counts(x)
    steps = np.diff(counts, axis=0, prepend=0)
    if np.allclose(steps, steps.round(), atol=1e-2) and np.isin(steps.round(), (0, 1)).all():
        return
    if np.allclose(x, x[0], atol=1e-5):
        raise Mistake("same-tensor", f"each row is the average after the last round. {_SAME}")
    n = x.shape[1]
    with_prior = counts + n * x - 1
    if np.allclose(with_prior, with_prior.round(), atol=1e-2):
        raise Mistake("prior", "your counts begin at 1 for each action: begin at 0, the average is of what was played.")
    t = int(np.argmax((np.abs(steps - steps.round()) > 1e-2).any(1)))
    raise Mistake(
        "not-one-action",
        f"{t + 1} times the average after round {t + 1} is {show(counts[t])}, and it should be how often each action "
        "was played: one action each round, and all rounds weighed alike.",
    )


def _oblong(seed: int) -> tuple[Tensor, Tensor]:
    return normal(seed, 2, 4), normal(seed + 1, 2, 4)


def _look(answer: Any, *arguments: Any) -> dict[str, Any]:
    return dict(zip(("p", "q"), unpack(answer, "p", "q"), strict=True))


def _two_by_two() -> tuple[Any, ...]:
    return torch.tensor([[2.0, 0], [0, 1]]), torch.tensor([[0.0, 1], [3, 0]]), 3, (0, 0)


def _two_by_three() -> tuple[Any, ...]:
    return torch.tensor([[1.0, 0, 4], [0, 3, 2]]), torch.tensor([[0, 2.5, 1], [5, 1, 0]]), 4, (1, 0)


def _three_by_three() -> tuple[Any, ...]:
    "Where a table turned, or a reply to the own average, runs and gives another play."
    A = torch.tensor([[3.0, 3, 1], [2, 1, 3], [2, 2, 0]])
    return A, torch.tensor([[0.0, 1, 1], [1, 3, 1], [0, 1, 2]]), 4, (2, 0)


EXERCISE = Exercise(
    name="games.fictitious_play",
    points=2,
    lesson="games",
    reference=games.fictitious_play,
    probe=probe,
    judge=judge,
    examples=(
        Example(_two_by_two, look=_look),
        Example(_two_by_three, look=_look),
        Example(_three_by_three, look=_look),
    ),
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
