"""What the game explorer says of a game and of a path; js/words.js says the same in the browser."""

from __future__ import annotations

from collections.abc import Sequence

from gencourse import games
from gencourse.widgets.game.numbers import Path, Payoffs, as_tensors, equilibria, is_point, nash_conv, scale

Cell = tuple[int, int]
CELLS: list[Cell] = [(0, 0), (0, 1), (1, 0), (1, 1)]


def stability(A: Payoffs, B: Payoffs, rows: Sequence[str], columns: Sequence[str]) -> str:
    """Say which cells are stable, and which mixture is."""
    names = [_name(cell, rows, columns) for cell in stable_cells(A, B)]
    said = {
        0: "No cell is stable: in each, someone gains by moving alone.",
        1: f"Stable: {''.join(names)}. No one gains by moving alone.",
    }
    sentences = [said.get(len(names), f"Stable: {' and '.join(names)}. In each, no one gains by moving alone.")]
    if mixed := games.mixed_nash(*as_tensors(A, B)):
        p, q = map(format_chance, mixed)
        sentences.append(
            f"Mixed equilibrium: row plays {rows[0]} with chance {p}, column {columns[0]} with chance {q}."
        )
    if not all(map(is_point, equilibria(A, B))):
        sentences.append("Where someone is indifferent, a whole line of mixtures is stable.")
    return " ".join(sentences)


def improvement(A: Payoffs, B: Payoffs, rows: Sequence[str], columns: Sequence[str]) -> str:
    """Say whether another cell is better for both than what is stable."""
    sums = [A[i][j] + B[i][j] for i, j in CELLS]
    if max(sums) - min(sums) < 1e-9 and _differs(A):
        return f"The two payoffs always sum to {format_payoff(sums[0])}: no cell can be better for both."
    stable = [(_name(cell, rows, columns), A[cell[0]][cell[1]], B[cell[0]][cell[1]]) for cell in stable_cells(A, B)]
    if not stable and (mixed := games.mixed_nash(*as_tensors(A, B))):
        stable = [("the mixed equilibrium", *_expected(A, B, mixed))]
    sentences = []
    for name, u, v in stable:
        better = [(i, j) for i, j in CELLS if A[i][j] > u + 1e-9 and B[i][j] > v + 1e-9]
        if better:
            i, j = max(better, key=lambda cell: A[cell[0]][cell[1]] + B[cell[0]][cell[1]])
            now, then = (f"{format_payoff(x)} and {format_payoff(y)}" for x, y in ((u, v), (A[i][j], B[i][j])))
            sentences.append(
                f"In {_name((i, j), rows, columns)} both get more than in {name}: {then} instead of {now}."
            )
    return " ".join(sentences) or "No other cell is better for both."


def verdict(A: Payoffs, B: Payoffs, rule: str, path: Path) -> str:
    """Say what the path came to."""
    size = scale(A, B)
    of_play, of_average = (nash_conv(A, B, points[-1]) / size for points in path)
    recent = path.play[-(1 + (len(path.play) - 1) // 10) :]
    still = max(abs(recent - path.play[-1]).max(axis=1))
    if of_play <= 0.01 and still <= 0.01:
        return "The play comes to rest: no one gains by moving alone."
    if rule == "replicator" and still <= 1e-6:
        return "The play stands still and is no equilibrium: an action without a share cannot grow."
    if of_average <= 0.1:
        return "The play keeps moving; its average is near an equilibrium."
    return "Neither the play nor its average is near an equilibrium after these rounds."


def stable_cells(A: Payoffs, B: Payoffs) -> list[Cell]:
    """Return the pure Nash equilibria."""
    stable = games.pure_nash(*as_tensors(A, B))
    return [(i, j) for i, j in CELLS if stable[i, j]]


def format_payoff(value: float) -> str:
    """3, −1.5 or 0.33: at most two decimals and a true minus sign."""
    return _minus(f"{value:.2f}".rstrip("0").rstrip("."))


def format_chance(value: float) -> str:
    """0.33"""
    return _minus(f"{value:.2f}")


def _minus(text: str) -> str:
    return ("0" if text == "-0" else text.replace("-0.00", "0.00")).replace("-", "\N{MINUS SIGN}")


def _name(cell: Cell, rows: Sequence[str], columns: Sequence[str]) -> str:
    return f"({rows[cell[0]]}, {columns[cell[1]]})"


def _differs(A: Payoffs) -> bool:
    return len({value for row in A for value in row}) > 1


def _expected(A: Payoffs, B: Payoffs, mixed: tuple[float, float]) -> tuple[float, float]:
    p, q = mixed
    weights = [p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)]
    of_A, of_B = (sum(w * X[i][j] for w, (i, j) in zip(weights, CELLS, strict=True)) for X in (A, B))
    return of_A, of_B
