"""The game explorer without a browser: its picture from a state."""

from __future__ import annotations

import io
import textwrap
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from gencourse._palette import load_palette
from gencourse.widgets.game.numbers import (
    Box,
    Payoffs,
    column_replies,
    equilibria,
    is_point,
    learning_path,
    row_replies,
)
from gencourse.widgets.game.words import CELLS, format_payoff, improvement, stability, stable_cells, verdict


class GameState(NamedTuple):
    """What the explorer shows. A, B: [2][2]; start: [p, q], the chances of the first row and the first column."""

    A: Payoffs
    B: Payoffs
    rows: list[str]
    columns: list[str]
    rule: str
    start: list[float]
    rounds: int
    square: bool


def game_picture(state: GameState) -> bytes:
    """Draw the table with its arrows and, if it is shown, the square with a learning path, as PNG bytes."""
    figure = Figure(figsize=(8.4, 4.6), dpi=100, layout="constrained")
    table, square = figure.subplots(1, 2)
    _draw_table(table, state)
    if state.square:
        _draw_square(square, state)
    else:
        square.set_axis_off()
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_table(axes: Axes, state: GameState) -> None:
    A, B, rows, columns = state[:4]
    colours = load_palette()
    stable = stable_cells(A, B)
    for i, j in CELLS:
        look = {"linewidth": 3.0, "edgecolor": "0.1"} if (i, j) in stable else {"linewidth": 0.8, "edgecolor": "0.8"}
        axes.add_patch(Rectangle((2 * j, -2 * i), 1.2, -1.2, facecolor="none", **look))
        at = 2 * j + 0.6, -2 * i - 0.6
        axes.text(at[0] - 0.3, at[1] - 0.25, format_payoff(A[i][j]), color=colours["train"], ha="center", fontsize=13)
        axes.text(at[0] + 0.3, at[1] + 0.1, format_payoff(B[i][j]), color=colours["held_out"], ha="center", fontsize=13)
    for k in (0, 1):
        _draw_arrow(axes, (2 * k + 0.6, -1.3), (2 * k + 0.6, -1.9), A[1][k] - A[0][k], colours["train"])
        _draw_arrow(axes, (1.3, -2 * k - 0.6), (1.9, -2 * k - 0.6), B[k][1] - B[k][0], colours["held_out"])
        axes.text(2 * k + 0.6, 0.12, columns[k], ha="center", color=colours["held_out"])
        axes.text(-0.12, -2 * k - 0.6, rows[k], ha="right", va="center", color=colours["train"])
    said = f"{stability(*state[:4])} {improvement(*state[:4])}"
    axes.text(-1.4, -3.45, textwrap.fill(said, 56), fontsize=8.5, va="top", linespacing=1.4)
    axes.set(xlim=(-1.4, 3.3), ylim=(-4.9, 0.6), aspect="equal")
    axes.set_axis_off()


def _draw_arrow(axes: Axes, one: tuple[float, float], other: tuple[float, float], gain: float, colour: str) -> None:
    "From the worse cell to the better; a tie gets a line without a head."
    tail, head = (one, other) if gain >= 0 else (other, one)
    style = "-" if gain == 0 else "-|>"
    axes.annotate(
        "", head, tail, arrowprops={"arrowstyle": style, "color": colour, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
    )


def _draw_square(axes: Axes, state: GameState) -> None:
    A, B, rows, columns, rule, start, rounds, _ = state
    colours = load_palette()
    path = learning_path(A, B, rule, start, rounds)
    for boxes, colour, style in (
        (row_replies(A), colours["train"], "-"),
        (column_replies(B), colours["held_out"], "--"),
    ):
        for box in boxes:
            _draw_box(axes, box, colour, style)
    axes.plot(*path.play.T, color="0.45", linewidth=0.8)
    axes.plot(*path.average.T, color=colours["model"], linewidth=2)
    axes.plot(*path.average[-1], "o", color=colours["model"], markersize=7)
    axes.plot(*start, "o", markerfacecolor="white", markeredgecolor=colours["model"], markersize=7)
    for box in equilibria(A, B):
        if is_point(box):
            axes.add_patch(Circle((box.p_low, box.q_low), 0.035, fill=False, linewidth=2.2, color="0.1", zorder=4))
        else:
            axes.plot([box.p_low, box.p_high], [box.q_low, box.q_high], color="0.1", linewidth=5, alpha=0.4)
    axes.set(xlim=(-0.06, 1.06), ylim=(-0.06, 1.06), aspect="equal", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    axes.set_xlabel(f"p, chance of {rows[0]} (row)", fontsize=9)
    axes.set_ylabel(f"q, chance of {columns[0]} (column)", fontsize=9)
    said = f"{rule}, {rounds} rounds. {verdict(A, B, rule, path)}"
    axes.set_title(textwrap.fill(said[0].upper() + said[1:], 58), fontsize=8.5, loc="left")
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")


def _draw_box(axes: Axes, box: Box, colour: str, style: str) -> None:
    if np.prod([box.p_high - box.p_low, box.q_high - box.q_low]) > 0:  # a player who never cares
        axes.add_patch(Rectangle((0, 0), 1, 1, color=colour, alpha=0.12, linewidth=0))
    else:
        axes.plot([box.p_low, box.p_high], [box.q_low, box.q_high], color=colour, linestyle=style, linewidth=2.4)
