"""Games played again and again: strategies that see the past, and what they earn (Axelrod & Hamilton 1981).

Actions are 0 and 1; in a dilemma 0 is to cooperate and 1 to defect. delta is the chance of another round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape
from gencourse.games.normal_form import check_dilemma

Strategy: TypeAlias = Callable[[list[int], list[int]], int]
"""(own, other) -> 0 or 1: the player's own past actions and the other's, oldest first, both [] in the first round."""


def always_cooperate(own: list[int], other: list[int]) -> int:
    """Cooperate."""
    return 0


def always_defect(own: list[int], other: list[int]) -> int:
    """Defect."""
    return 1


def tit_for_tat(own: list[int], other: list[int]) -> int:
    """Cooperate first, then do what the other did last."""
    return other[-1] if other else 0


def suspicious_tit_for_tat(own: list[int], other: list[int]) -> int:
    """Defect first, then do what the other did last."""
    return other[-1] if other else 1


def tit_for_two_tats(own: list[int], other: list[int]) -> int:
    """Defect only after two defections in a row."""
    return int(other[-2:] == [1, 1])


def grim_trigger(own: list[int], other: list[int]) -> int:
    """Cooperate until the other defects once, then defect for ever."""
    return int(1 in other)


def win_stay_lose_shift(own: list[int], other: list[int]) -> int:
    """Cooperate first; repeat the last action if the other cooperated, else change it (Nowak & Sigmund 1993)."""
    return own[-1] ^ other[-1] if own else 0


def alternator(own: list[int], other: list[int]) -> int:
    """Cooperate and defect by turns, beginning with cooperation."""
    return len(own) % 2


def coin_flip(chance: float = 0.5, generator: torch.Generator | None = None) -> Strategy:
    """Return the strategy that defects with this chance, whatever happened."""
    check_in_range("chance", chance, 0, 1)
    return lambda own, other: int(torch.rand((), generator=generator) < chance)


STRATEGIES: dict[str, Strategy] = {
    "always cooperate": always_cooperate,
    "always defect": always_defect,
    "tit for tat": tit_for_tat,
    "suspicious tit for tat": suspicious_tit_for_tat,
    "tit for two tats": tit_for_two_tats,
    "grim trigger": grim_trigger,
    "win-stay, lose-shift": win_stay_lose_shift,
    "alternator": alternator,
}


def play_repeated(
    first: Strategy, second: Strategy, rounds: int, noise: float = 0.0, generator: torch.Generator | None = None
) -> Tensor:
    """Let two strategies play and return what they did: int64 [rounds, 2].

    Both choose at once, from the past rounds only. With chance `noise` an action comes out as the other one, and
    that is what both remember.
    """
    check_in_range("rounds", rounds, 0, 10_000_000)
    check_in_range("noise", noise, 0, 1)
    # Without noise nothing is drawn, and the generator stays where it is
    slips = (torch.rand(rounds, 2, generator=generator) < noise).int().tolist() if noise else [[0, 0]] * rounds
    ours: list[int] = []
    theirs: list[int] = []
    for slip, other_slip in slips:
        # Both before either list grows: the second must not see the first's move
        action, reply = _ask(first, ours, theirs), _ask(second, theirs, ours)
        ours.append(action ^ slip)  # 1 turns an action into the other one
        theirs.append(reply ^ other_slip)
    return torch.tensor([ours, theirs], dtype=torch.int64).T


def repeated_payoffs(actions: Tensor, A: Tensor, B: Tensor) -> Tensor:
    """Return what the two players got in each round: [rounds, 2].  actions: [rounds, 2], A, B: [m, n]"""
    check_shape("actions", actions, ("rounds", 2))
    check_shape("B", B, A.shape)
    i, j = actions.unbind(1)
    return torch.stack([A[i, j], B[i, j]], dim=1)


def discounted(payoffs: Tensor, delta: float) -> Tensor:
    """Return the expected total if each round is followed by another with chance delta.  payoffs: [rounds, ...]

    Round t (from 0) takes place with chance delta^t. Rounds beyond those given are left out: hand in enough of them.
    """
    check_in_range("delta", delta, 0, 1)
    # 0^0 is 1: the first round always takes place
    chances = delta ** torch.arange(len(payoffs), dtype=payoffs.dtype, device=payoffs.device)
    return torch.tensordot(chances, payoffs, dims=1)


def round_robin(strategies: Sequence[Strategy] | Mapping[str, Strategy], rounds: int, A: Tensor, B: Tensor) -> Tensor:
    """Return what each strategy earns a round, on average, against each, itself included: [k, k], row against column.

    For strategies without chance and a symmetric game, B = A.T.
    """
    check_shape("B", B, A.shape)
    players = list(strategies.values() if isinstance(strategies, Mapping) else strategies)
    earned = torch.zeros(len(players), len(players), dtype=A.dtype)
    for i, one in enumerate(players):
        for j, other in enumerate(players[i:], start=i):  # the same play gives both their payoffs
            payoffs = repeated_payoffs(play_repeated(one, other, rounds), A, B).mean(0)
            earned[i, j], earned[j, i] = payoffs[0], payoffs[1]
    return earned


def grim_threshold(T: float = 5, R: float = 3, P: float = 1, S: float = 0) -> float:
    """Return the delta from which no strategy earns more against grim trigger than cooperating: (T - R) / (T - P)."""
    check_dilemma(T, R, P, S)
    return (T - R) / (T - P)


def tit_for_tat_threshold(T: float = 5, R: float = 3, P: float = 1, S: float = 0) -> float:
    """Return the delta from which no strategy earns more against tit for tat than cooperating (Axelrod 1981).

    The larger of (T - R) / (T - P), where always defecting pays, and (T - R) / (R - S), where alternating does. Above
    1, where 2 R < T + S, no chance of another round is enough.
    """
    check_dilemma(T, R, P, S)
    return max((T - R) / (T - P), (T - R) / (R - S))


def _ask(strategy: Strategy, own: list[int], other: list[int]) -> int:
    action = strategy(own, other)
    if action not in (0, 1):
        name = getattr(strategy, "__name__", "a strategy")
        raise ValueError(
            f"{name} should return 0 or 1 for every past, got {action!r} in round {len(own) + 1}. "
            "In the first round both lists are empty: does every path end with a return?"
        )
    return action
