"""The numbers behind the game explorer: replies, all equilibria and learning paths of a 2x2 game.

p and q are the chances of the row and the column player's first action; payoffs are nested lists [2][2].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from gencourse import games

Payoffs = Sequence[Sequence[float]]
RULES = ("fictitious play", "gradient play", "replicator")
STEP = 0.04  # of gradient play, in payoffs scaled to a range of 1
TIME = 0.2  # that a round of the replicator takes, in the same payoffs


class Box(NamedTuple):
    """A rectangle of the unit square, often a segment or a point."""

    p_low: float
    p_high: float
    q_low: float
    q_high: float


class Path(NamedTuple):
    """play and average: [rounds + 1, 2], the chances p and q and their running averages. Row 0 is the start."""

    play: np.ndarray
    average: np.ndarray


def row_gain(A: Payoffs, q: float, total: float = 1.0) -> float:
    """Return what the row player's first action earns above the second, against the first column in q of `total`."""
    return q * (A[0][0] - A[1][0]) + (total - q) * (A[0][1] - A[1][1])


def column_gain(B: Payoffs, p: float, total: float = 1.0) -> float:
    """Return what the column player's first action earns above the second, against the first row in p of `total`."""
    return p * (B[0][0] - B[0][1]) + (total - p) * (B[1][0] - B[1][1])


def row_replies(A: Payoffs) -> list[Box]:
    """Return where p is a best reply to q: at most three segments, or the whole square."""
    return [Box(*p, *q) for p, q in _replies(row_gain(A, 1.0), row_gain(A, 0.0))]


def column_replies(B: Payoffs) -> list[Box]:
    """Return where q is a best reply to p."""
    return [Box(*p, *q) for q, p in _replies(column_gain(B, 1.0), column_gain(B, 0.0))]


def equilibria(A: Payoffs, B: Payoffs) -> list[Box]:
    """Return all Nash equilibria: where both reply best. Most games have one or three points, some a segment."""
    boxes = {_meet(one, other) for one in row_replies(A) for other in column_replies(B)} - {None}
    return sorted(box for box in boxes if box and not any(_holds(other, box) for other in boxes if other != box))


def is_point(box: Box) -> bool:
    """Return whether the box is one pair of strategies."""
    return box.p_low == box.p_high and box.q_low == box.q_high


def nash_conv(A: Payoffs, B: Payoffs, point: Sequence[float]) -> float:
    """Return what both players together could gain by moving alone from the chances (p, q)."""
    p, q = (torch.tensor([chance, 1 - chance], dtype=torch.float64) for chance in map(float, point))
    return games.nash_conv(*as_tensors(A, B), p, q).item()


def as_tensors(A: Payoffs, B: Payoffs) -> tuple[Tensor, Tensor]:
    """Return the tables as the functions of gencourse.games take them."""
    return torch.tensor(A, dtype=torch.float64), torch.tensor(B, dtype=torch.float64)


def scale(A: Payoffs, B: Payoffs) -> float:
    """Return the larger of the two players' payoff ranges, or 1 where all payoffs are equal."""
    return max(max(map(max, X)) - min(map(min, X)) for X in (A, B)) or 1.0


def learning_path(A: Payoffs, B: Payoffs, rule: str, start: Sequence[float], rounds: int) -> Path:
    """Let both players learn at the same time from `start`: (p, q), by one of the RULES."""
    if rule == "fictitious play":
        return _fictitious_path(A, B, start, rounds)
    if rule == "gradient play":
        rate = STEP / scale(A, B)
        play = games.gradient_play(*as_tensors(A, B), rounds, rate, (float(start[0]), float(start[1]))).numpy()
    else:
        play = _replicator_path(A, B, start, rounds)
    return Path(play, np.cumsum(play, axis=0) / np.arange(1, rounds + 2)[:, None])


def _fictitious_path(A: Payoffs, B: Payoffs, start: Sequence[float], rounds: int) -> Path:
    "Reply to the average so far, in which the start counts as one round; a tie goes to the first action."
    (p_sum, q_sum), play, average = start, [tuple(start)], [tuple(start)]
    for n in range(1, rounds + 1):
        reply = (float(row_gain(A, q_sum, n) >= 0), float(column_gain(B, p_sum, n) >= 0))  # sums keep ties exact
        p_sum, q_sum = p_sum + reply[0], q_sum + reply[1]
        play.append(reply)
        average.append((p_sum / (n + 1), q_sum / (n + 1)))
    return Path(np.array(play, dtype=np.float64), np.array(average, dtype=np.float64))


def _replicator_path(A: Payoffs, B: Payoffs, start: Sequence[float], rounds: int) -> np.ndarray:
    "dp/dt = p (1 - p) gain (Taylor & Jonker 1978), a Runge-Kutta step of order four for each round."
    size, path = scale(A, B), [np.array(start, dtype=np.float64)]

    def slope(point: np.ndarray) -> np.ndarray:
        p, q = point
        return np.array([p * (1 - p) * row_gain(A, q) / size, q * (1 - q) * column_gain(B, p) / size])

    for _ in range(rounds):
        now = path[-1]
        k1 = slope(now)
        k2 = slope(now + 0.5 * TIME * k1)
        k3 = slope(now + 0.5 * TIME * k2)
        k4 = slope(now + TIME * k3)
        path.append(np.clip(now + TIME / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0, 1))
    return np.array(path)


def _replies(at_one: float, at_zero: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    "Best replies and what they reply to, from the gain of the first action where the other's chance is 1 and 0."
    likes = _where_not_negative(at_zero, at_one)
    dislikes = _where_not_negative(-at_zero, -at_one)
    found = [((1.0, 1.0), likes), ((0.0, 0.0), dislikes)]
    if likes and dislikes:
        low, high = max(likes[0], dislikes[0]), min(likes[1], dislikes[1])
        if low <= high:
            found.append(((0.0, 1.0), (low, high)))
    return [(reply, other) for reply, other in found if other]


def _where_not_negative(at_zero: float, at_one: float) -> tuple[float, float] | None:
    "Where the line through these two values is at least 0 on [0, 1]."
    if at_zero < 0 and at_one < 0:
        return None
    low = 0.0 if at_zero >= 0 else at_zero / (at_zero - at_one)
    high = 1.0 if at_one >= 0 else at_zero / (at_zero - at_one)
    return low, high


def _meet(one: Box, other: Box) -> Box | None:
    p = max(one.p_low, other.p_low), min(one.p_high, other.p_high)
    q = max(one.q_low, other.q_low), min(one.q_high, other.q_high)
    return Box(*p, *q) if p[0] <= p[1] and q[0] <= q[1] else None


def _holds(outer: Box | None, inner: Box) -> bool:
    if outer is None:
        return False
    across = outer.p_low <= inner.p_low and inner.p_high <= outer.p_high
    return across and outer.q_low <= inner.q_low and inner.q_high <= outer.q_high
