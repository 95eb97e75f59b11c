"""The dilemma explorer without a browser: its picture from a state."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gencourse._palette import load_palette
from gencourse.widgets.dilemma.numbers import AFTER, OPPONENTS, expected, long_run, thresholds
from gencourse.widgets.dilemma.words import format_number

SHOWN = 50  # the last rounds


class DilemmaState(NamedTuple):
    """What the explorer shows. payoffs: T, R, P, S; history: [own, other] for each round, 0 cooperates, 1 defects."""

    payoffs: list[float]
    opponent: str
    delta: float
    noise: float
    history: list[list[int]]
    by: str


def dilemma_picture(state: DilemmaState) -> bytes:
    """Draw the rounds so far, and what three players expect over the chance of another round, as PNG bytes."""
    figure = Figure(figsize=(8.4, 4.6), dpi=100, layout="constrained")
    grid = figure.add_gridspec(2, 2, height_ratios=[1, 2.6])
    _draw_rounds(figure.add_subplot(grid[0, :]), state)
    panels = [figure.add_subplot(grid[1, k]) for k in (0, 1)]
    for axes, opponent in zip(panels, OPPONENTS, strict=True):
        _draw_expected(axes, state, opponent)
    said = [f"{name} {format_number(long_run(state.payoffs, name, state.noise))}" for name in AFTER]
    figure.supxlabel(f"In the long run, against itself, with {state.noise:.1%} noise: {', '.join(said)}.", fontsize=8.5)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_rounds(axes: Axes, state: DilemmaState) -> None:
    colours = load_palette()
    recent = np.array(state.history[-SHOWN:], dtype=int).reshape(-1, 2)
    looks = [("cooperate", "o", colours["train"]), ("defect", "s", colours["held_out"])]
    for player in (0, 1):
        for action, (name, marker, colour) in enumerate(looks):
            rounds = np.flatnonzero(recent[:, player] == action)
            axes.scatter(rounds, np.full(len(rounds), -player), s=26, marker=marker, color=colour, label=name)
    axes.set(xlim=(-1, SHOWN), ylim=(-1.6, 0.6), xticks=[], yticks=[0, -1])
    axes.set_yticklabels([state.by or "you", state.opponent])
    if len(recent):
        axes.legend(*(part[:2] for part in axes.get_legend_handles_labels()), loc="lower right", ncols=2, fontsize=8)
    else:
        axes.text(SHOWN / 2, -0.5, "no round played yet", ha="center", va="center", color="0.4")
    axes.tick_params(length=0, labelsize=9)
    axes.spines[:].set_visible(False)


def _draw_expected(axes: Axes, state: DilemmaState, opponent: str) -> None:
    colours = load_palette()
    looks = [(colours["train"], "-"), (colours["held_out"], "--"), (colours["model"], ":")]
    deltas = np.linspace(0, 0.999, 400)
    curves = [expected(state.payoffs, opponent, delta) for delta in deltas]
    now = expected(state.payoffs, opponent, state.delta)
    for (name, value), (colour, style) in zip(now.items(), looks, strict=True):
        axes.plot(
            deltas, [curve[name] for curve in curves], style, color=colour, label=f"{name} {format_number(value)}"
        )
        axes.plot(state.delta, value, "o", color=colour)
    axes.axvline(state.delta, color="0.1", linewidth=0.9)
    for limit in thresholds(state.payoffs, opponent):
        if limit.delta is not None:
            axes.axvline(limit.delta, color="0.5", linewidth=0.8, linestyle=":")
    room = 0.06 * (state.payoffs[0] - state.payoffs[3])
    limits = (state.payoffs[3] - room, state.payoffs[0] + room)
    axes.set(xlim=(0, 1), ylim=limits, xlabel=r"$\delta$, chance of another round")
    axes.set_title(rf"Against {opponent}, a round; at $\delta$ = {state.delta:.2f}", fontsize=9, loc="left")
    axes.legend(fontsize=8, frameon=False, loc="best")
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
