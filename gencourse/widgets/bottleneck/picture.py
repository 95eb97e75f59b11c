"""The bottleneck explorer without a browser: its picture from the numbers and a state."""

from __future__ import annotations

import io
import math
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from gencourse._palette import load_palette
from gencourse.widgets.bottleneck.flat import Bottleneck, Flats

COLUMNS = 5  # of waves


class BottleneckState(NamedTuple):
    """What the explorer shows. tab: "numbers" or "width"; signal: an index; z: [k]; mixing: [k, k]."""

    tab: str
    signal: int
    z: list[float]
    mixing: list[list[float]]
    width: int


def find_output(bottleneck: Bottleneck, state: BottleneckState) -> Tensor:
    """Return what is drawn beside the signal: the decoder's output, or PCA's at the chosen width.  [D] float64"""
    if state.tab == "width":
        return bottleneck.flats.project(bottleneck.choices[state.signal][None], state.width)[0]
    z, mixing = (torch.tensor(value, dtype=torch.float64) for value in (state.z, state.mixing))
    return bottleneck.decode(z, mixing)


def find_limits(bottleneck: Bottleneck) -> list[float]:
    """Return the lowest and highest value that the plots show: all choices and some room to push."""
    low, high = bottleneck.choices.min().item(), bottleneck.choices.max().item()
    room = 0.2 * (high - low) or 1.0
    return [low - room, high + room]


def find_error_axis(bottleneck: Bottleneck) -> list[float]:
    """Return the ends of a logarithmic axis. What is below a 10,000th of the largest error stands on its floor."""
    errors = [*bottleneck.flats.errors, bottleneck.error]
    most = max(*errors, 1e-12)
    return [max(min(errors), 1e-4 * most) / 3, 1.5 * most]


def bottleneck_picture(bottleneck: Bottleneck, state: BottleneckState) -> bytes:
    """Draw what the explorer shows in this state, as PNG bytes."""
    figure = Figure(figsize=(7.2, 3.4), dpi=100, layout="constrained")
    output = find_output(bottleneck, state)
    if state.tab == "numbers":
        halves = figure.subfigures(2, 1, squeeze=False, height_ratios=[1.5, 1])[:, 0]
        _draw_signal(halves[0].subplots(), bottleneck, state, output)
        _draw_waves(halves[1], bottleneck, state)
    else:
        left, right = figure.subplots(1, 2, width_ratios=[1.5, 1])
        _draw_signal(left, bottleneck, state, output)
        _draw_errors(right, bottleneck, state.width)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_signal(axes: Axes, bottleneck: Bottleneck, state: BottleneckState, output: Tensor) -> None:
    x = bottleneck.choices[state.signal]
    error = (output - x).square().sum().item()
    axes.plot(x, color="0.55", linewidth=0.9)
    axes.plot(output, color=load_palette()["train"], linewidth=1.4)
    axes.set(xlim=(0, len(x) - 1), ylim=find_limits(bottleneck))
    axes.set_title(f"Signal {state.signal + 1}: squared error {error:.3g}", fontsize=9, loc="left")
    _lighten(axes)


def _draw_waves(figure: SubFigure, bottleneck: Bottleneck, state: BottleneckState) -> None:
    mixing = torch.tensor(state.mixing, dtype=torch.float64)
    waves = bottleneck.waves(mixing) * (mixing @ bottleneck.code_cov @ mixing.T).diag().sqrt()[:, None]
    reach = 1.05 * waves.abs().max().item() or 1.0
    rows = math.ceil(len(waves) / COLUMNS)
    every = figure.subplots(rows, COLUMNS, squeeze=False).flatten()
    for axes in every[len(waves) :]:
        axes.set_axis_off()
    for i, (axes, wave) in enumerate(zip(every, waves, strict=False)):
        axes.plot(wave, color="0.45", linewidth=0.8)
        axes.set(xticks=[], yticks=[], ylim=(-reach, reach))
        axes.spines[:].set_visible(False)
        axes.set_title(f"z{i + 1} = {state.z[i]:.2f}".replace("-", "−"), fontsize=8, loc="left", pad=1)


def _draw_errors(axes: Axes, bottleneck: Bottleneck, width: int) -> None:
    flats: Flats = bottleneck.flats
    low, high = find_error_axis(bottleneck)
    errors = [max(error, low) for error in flats.errors]
    colours = load_palette()
    axes.plot(flats.widths, errors, color=colours["train"], marker="o", markersize=2.5, linewidth=1.2)
    axes.plot(width, errors[flats.widths.index(width)], color=colours["train"], marker="o", markersize=7)
    look = {"marker": "D", "markersize": 6, "markerfacecolor": "none", "color": colours["held_out"]}
    axes.plot(bottleneck.latent_dim, max(bottleneck.error, low), **look)
    axes.set(yscale="log", ylim=(low, high))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title("Mean squared error against width", fontsize=9, loc="left")
    _lighten(axes)


def _lighten(axes: Axes) -> None:
    axes.tick_params(length=0, which="both", labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
