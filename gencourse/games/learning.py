"""Players who learn an equilibrium of one and the same game: by replying to averages, or by following a slope."""

from __future__ import annotations

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


def fictitious_play(A: Tensor, B: Tensor, rounds: int, first: tuple[int, int] = (0, 0)) -> tuple[Tensor, Tensor]:
    """Return how often each action was played so far, after each round: [rounds, m] and [rounds, n].

    A, B: [m, n]. Round 1 is `first`; then both reply at once, each with a best reply to the other's average so far,
    the lowest index at ties (Brown 1951). In zero-sum games the averages approach an equilibrium (Robinson 1951).
    """
    check_shape("A", A, ("m", "n"))
    check_shape("B", B, A.shape)
    check_in_range("rounds", rounds, 1, 10_000_000)
    (m, n), (i, j) = A.shape, first
    check_in_range("first[0]", i, 0, m - 1)
    check_in_range("first[1]", j, 0, n - 1)
    replies, answers = A.T.tolist(), B.tolist()  # what each action earns against one of the other's; lists are quicker
    # Totals, not averages: the best replies are the same, and no division rounds
    row_totals, column_totals = [0.0] * m, [0.0] * n
    history = []
    for _ in range(rounds):
        history.append((i, j))
        row_totals = [total + gain for total, gain in zip(row_totals, replies[j], strict=True)]
        column_totals = [total + gain for total, gain in zip(column_totals, answers[i], strict=True)]
        i, j = row_totals.index(max(row_totals)), column_totals.index(max(column_totals))
    played = torch.tensor(history, device=A.device)
    counts = torch.arange(1, rounds + 1, dtype=A.dtype, device=A.device)[:, None]
    one_hot = (torch.nn.functional.one_hot(played[:, k], size).to(A.dtype) for k, size in enumerate((m, n)))
    p, q = (actions.cumsum(0) / counts for actions in one_hot)
    return p, q


def gradient_play(
    A: Tensor, B: Tensor, steps: int, rate: float, start: tuple[float, float], *, by_turns: bool = False
) -> Tensor:
    """Return the path of the chances of the first row and the first column: [steps + 1, 2], the first is `start`.

    A, B: [2, 2]. Each step both players move up the slope of their own expected payoff and stay in [0, 1]: at once, or
    with by_turns the row player first, whose move the column player sees. At once with ever smaller steps the play
    either settles at an equilibrium or its average payoffs are those of one (Singh, Kearns & Mansour 2000).
    """
    check_shape("A", A, (2, 2))
    check_shape("B", B, (2, 2))
    check_in_range("start[0]", start[0], 0, 1)
    check_in_range("start[1]", start[1], 0, 1)
    row, column = (A[0] - A[1]).tolist(), (B[:, 0] - B[:, 1]).tolist()  # what the first action gains over the second
    path = [start]
    for _ in range(steps):
        p, q = path[-1]
        moved = _clip(p + rate * (row[0] * q + row[1] * (1 - q)))
        seen = moved if by_turns else p
        path.append((moved, _clip(q + rate * (column[0] * seen + column[1] * (1 - seen)))))
    return torch.tensor(path, dtype=(A + 0.0).dtype, device=A.device)  # payoffs may be whole numbers


def _clip(chance: float) -> float:
    return min(max(chance, 0.0), 1.0)
