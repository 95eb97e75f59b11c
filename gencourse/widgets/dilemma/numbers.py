"""The numbers behind the dilemma explorer: what three players expect against two others, and what noise does.

Payoffs are (T, R, P, S): temptation, reward, punishment, sucker's payoff. All numbers are payoffs a round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

PLAYERS = ("always cooperate", "always defect", "alternate D, C")
OPPONENTS = ("grim trigger", "tit for tat")
AFTER = {  # chance to mean cooperation after both cooperated, only I did, only the other did, neither did
    "tit for tat": (1.0, 0.0, 1.0, 0.0),
    "win-stay, lose-shift": (1.0, 0.0, 0.0, 1.0),
}


class Threshold(NamedTuple):
    """The chance of another round from which a player earns no more than cooperation; None if no chance below 1 is."""

    player: str
    delta: float | None


def expected(payoffs: Sequence[float], opponent: str, delta: float) -> dict[str, float]:
    """Return what each of the PLAYERS expects against this opponent: (1 - delta) sum delta^t payoff_t.

    delta: the chance of another round, below 1. There is no noise.
    """
    T, R, P, S = payoffs
    once = (1 - delta) * T
    alternating = {
        "grim trigger": once + (delta * S + delta**2 * P) / (1 + delta),  # T, then S, P, S, P, ...
        "tit for tat": (T + delta * S) / (1 + delta),  # T, S, T, S, ...
    }
    return dict(zip(PLAYERS, (R, once + delta * P, alternating[opponent]), strict=True))


def thresholds(payoffs: Sequence[float], opponent: str) -> list[Threshold]:
    """Return from which delta on always defecting, and alternating, earn no more than cooperating."""
    T, R, P, S = payoffs
    if opponent == "tit for tat":
        alternating = (T - R) / (R - S)
    else:  # the root of (P - T) d^2 + (S - R) d + (T - R) in (0, 1): it falls from T - R to P + S - 2 R
        a, b, c = P - T, S - R, T - R
        alternating = 2 * c / (-b + (b * b - 4 * a * c) ** 0.5)
    found = ((T - R) / (T - P), alternating)
    return [Threshold(name, at if at < 1 else None) for name, at in zip(PLAYERS[1:], found, strict=True)]


def long_run(payoffs: Sequence[float], strategy: str, noise: float) -> float:
    """Return what a strategy of AFTER earns against itself in the long run, if each action slips with chance `noise`.

    Exact: by the stationary distribution of the Markov chain on what the two did last; without noise both cooperate.
    """
    T, R, P, S = payoffs
    if noise == 0:
        return float(R)
    return float(stationary(strategy, noise) @ [R, S, T, P])


def stationary(strategy: str, noise: float) -> np.ndarray:
    """Return how often both cooperate, only the first does, only the second does, neither does: [4]. noise: above 0"""
    mine = np.array(AFTER[strategy])
    mine = mine * (1 - noise) + (1 - mine) * noise
    yours = mine[[0, 2, 1, 3]]  # the other sees the same rounds from the other side
    move = np.stack([mine * yours, mine * (1 - yours), (1 - mine) * yours, (1 - mine) * (1 - yours)], axis=1)
    system = np.vstack([move.T - np.eye(4), np.ones(4)])
    return np.linalg.lstsq(system, np.array([0.0, 0, 0, 0, 1]), rcond=None)[0]
