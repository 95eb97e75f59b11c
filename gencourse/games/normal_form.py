"""Games played once: two tables of payoffs, best replies and equilibria (Nash 1950, 1951).

A: [m, n] is what the row player gets, B: [m, n] what the column player gets, for each row i and column j that the two
choose at the same time. Payoffs have no unit; more is better.
"""

from __future__ import annotations

import html
from typing import NamedTuple

import torch
from torch import Tensor

from gencourse._validate import check_finite, check_shape


class Game(NamedTuple):
    """Two tables of payoffs, A and B: [m, n], and what each player's actions are called."""

    A: Tensor
    B: Tensor
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def _repr_html_(self) -> str:
        "The two tables as one: in each cell the row player's payoff, then the column player's."
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.columns)
        lines = [f"<tr><td></td>{head}</tr>"]
        for name, a, b in zip(self.rows, self.A.tolist(), self.B.tolist(), strict=True):
            cells = "".join(f"<td>{x:g}, {y:g}</td>" for x, y in zip(a, b, strict=True))
            lines.append(f'<tr><th scope="row">{html.escape(name)}</th>{cells}</tr>')
        return f"<table>{''.join(lines)}</table>"


def prisoners_dilemma(T: float = 5, R: float = 3, P: float = 1, S: float = 0) -> Game:
    """Return the dilemma with temptation T > reward R > punishment P > sucker's payoff S (Axelrod & Hamilton 1981).

    Action 0 is to cooperate, 1 to defect.
    """
    check_dilemma(T, R, P, S)
    return _symmetric([[R, S], [T, P]], ("cooperate", "defect"))


def check_dilemma(T: float, R: float, P: float, S: float) -> None:
    """Raise ValueError unless T > R > P > S."""
    if not T > R > P > S:
        raise ValueError(f"a prisoner's dilemma needs T > R > P > S, got T = {T:g}, R = {R:g}, P = {P:g}, S = {S:g}.")


def stag_hunt() -> Game:
    """Return Rousseau's hunt: a stag takes both hunters, a hare is safe. Two equilibria, one better for both."""
    return _symmetric([[4, 0], [3, 3]], ("stag", "hare"))


def chicken() -> Game:
    """Return the game of two drivers heading for each other: two equilibria, in each one gives way."""
    return _symmetric([[3, 1], [4, 0]], ("swerve", "drive on"))


def coordination() -> Game:
    """Return the battle of the sexes: both want to meet, each prefers another place (Luce & Raiffa 1957)."""
    names = ("opera", "football")
    return Game(_table([[3, 0], [0, 2]]), _table([[2, 0], [0, 3]]), names, names)


def matching_pennies() -> Game:
    """Return the zero-sum game in which the row player wins if the two coins match: no pure equilibrium."""
    return _zero_sum([[1, -1], [-1, 1]], ("heads", "tails"))


def rock_paper_scissors() -> Game:
    """Return the zero-sum game of three actions, each beaten by the next; win 1, lose -1, draw 0."""
    return _zero_sum([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], ("rock", "paper", "scissors"))


def best_response(A: Tensor) -> Tensor:
    """Return which rows are best replies of the row player to each column: bool [m, n].  A: [m, n]

    Ties are all best. Those of the column player are best_response(B.T).T.
    """
    check_shape("A", A, ("m", "n"))
    check_finite("A", A)  # nan equals nothing: a column with one would have no best reply
    return A == A.amax(dim=0, keepdim=True)


def pure_nash(A: Tensor, B: Tensor) -> Tensor:
    """Return the cells from which no player gains by moving alone: bool [m, n].  A, B: [m, n]"""
    check_shape("B", B, A.shape)
    return best_response(A) & best_response(B.T).T


def mixed_nash(A: Tensor, B: Tensor) -> tuple[float, float] | None:
    """Return the chances p, q of the first row and the first column in the mixed equilibrium; None without one.

    A, B: [2, 2]. Each player's mix makes the *other* indifferent, so p comes from B and q from A. Both lie strictly
    between 0 and 1. None also where a player is indifferent whatever the other does.
    """
    check_shape("A", A, (2, 2))
    check_shape("B", B, (2, 2))
    p, q = _indifference(B), _indifference(A.T)
    return (p, q) if 0 < p < 1 and 0 < q < 1 else None  # nan fails here too


def expected_payoffs(A: Tensor, B: Tensor, p: Tensor, q: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the two players get on average from the mixes p: [..., m] and q: [..., n]; each [...]."""
    _check_mixes(A, B, p, q)
    A, B = A.to(p.dtype), B.to(p.dtype)
    return (p @ A * q).sum(-1), (p @ B * q).sum(-1)  # p^T A q, for each row of mixes


def nash_conv(A: Tensor, B: Tensor, p: Tensor, q: Tensor) -> Tensor:
    """Return how much the two players together could gain by moving alone: [...], 0 exactly at an equilibrium.

    p: [..., m], q: [..., n]: each player's chances, or a row of them for each round (Lanctot et al. 2017,
    arXiv:1711.00832).
    """
    row, column = expected_payoffs(A, B, p, q)
    A, B = A.to(p.dtype), B.to(p.dtype)
    # Some best reply is pure: the largest entry
    return ((q @ A.T).amax(-1) - row) + ((p @ B).amax(-1) - column)


def _indifference(B: Tensor) -> float:
    "The chance of the first row at which both columns of B: [2, 2] pay the same; nan or infinite without one."
    (a, b), (c, d) = B.tolist()
    slope = (a - b) - (c - d)  # how fast the first column's advantage grows with that chance
    return (d - c) / slope if slope else float("nan")


def _check_mixes(A: Tensor, B: Tensor, p: Tensor, q: Tensor) -> None:
    check_shape("B", B, A.shape)
    check_shape("p", p, (*p.shape[:-1], A.shape[0]), "It has one chance for each row of A.")
    check_shape("q", q, (*q.shape[:-1], A.shape[1]), "It has one chance for each column of A.")


def _table(payoffs: list[list[float]]) -> Tensor:
    return torch.tensor(payoffs, dtype=torch.get_default_dtype())  # whole numbers would make it int64


def _symmetric(payoffs: list[list[float]], names: tuple[str, ...]) -> Game:
    "The game that looks the same to both players."
    return Game(_table(payoffs), _table(payoffs).T.clone(), names, names)


def _zero_sum(payoffs: list[list[float]], names: tuple[str, ...]) -> Game:
    "The game in which one player wins what the other loses."
    return Game(_table(payoffs), 0 - _table(payoffs), names, names)  # 0 - 0 is 0, where -0. would print as -0
