"""The cures explorer without a browser: its picture from data and a state."""

from __future__ import annotations

import io
import textwrap
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator

from gencourse.widgets.cures.checks import RUNS
from gencourse.widgets.cures.data import CuresData, Snapshot, Window, fitting_window, loupe_helps
from gencourse.widgets.cures.words import TITLES, rows, sentence, when
from gencourse.widgets.kit.labels import CLASS_COLOURS


class CuresState(NamedTuple):
    """What the explorer shows. moment: index of a snapshot; same_scale: one window for all, or one that fits."""

    loss: bool
    noise: bool
    moment: int
    same_scale: bool


def cures_picture(data: CuresData, state: CuresState) -> bytes:
    """Draw what the explorer shows in this state, as PNG bytes."""
    name = RUNS[state.loss, state.noise]
    snapshot = data.runs[name][state.moment]
    figure = Figure(figsize=(8.4, 4.4), dpi=100, layout="constrained")
    axes, side = figure.subplots(1, 2, width_ratios=[1.3, 1])
    window = data.common if state.same_scale else fitting_window(snapshot)
    _draw_map(axes, data, snapshot, window, size=22)
    _name_axes(axes)
    if state.same_scale and loupe_helps(data, snapshot):
        corner = (0.565 if window[0] >= 0 else 0.015, 0.565 if window[1] >= 0 else 0.015, 0.42, 0.42)
        inset = axes.inset_axes(corner)
        _draw_map(inset, data, snapshot, (0.0, 0.0, data.loupe), size=12)
        inset.set(xticks=[], yticks=[])
        axes.indicate_inset_zoom(inset, edgecolor="0.6")
    _write_numbers(side, data, state, name)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_map(axes: Axes, data: CuresData, snapshot: Snapshot, window: Window, size: int) -> None:
    for sigmas in (1, 2):
        axes.add_patch(Circle((0, 0), sigmas, fill=False, color="0.45", linestyle="--", linewidth=0.9))
    labels = torch.tensor(data.labels) if data.labels else torch.full((len(snapshot.mean),), -1)
    for label in labels.unique().tolist():
        colour = CLASS_COLOURS[label][0] if data.labels else "0.4"
        mean = snapshot.mean[labels == label].numpy()
        if snapshot.sigma is not None:
            width, height = 2 * snapshot.sigma[labels == label].numpy().T
            look = {"facecolor": (colour, 0.12), "edgecolor": (colour, 0.5), "linewidth": 0.7}
            where = {"offsets": mean, "offset_transform": axes.transData, "units": "xy"}
            axes.add_collection(EllipseCollection(width, height, 0 * width, **where, **look))
        marker = rf"$\mathrm{{{label}}}$" if data.labels else "o"
        axes.scatter(*mean.T, s=size if data.labels else size / 4, marker=marker, color=colour, linewidth=0)
    x, y, half = window
    axes.set(xlim=(x - half, x + half), ylim=(y - half, y + half), aspect="equal")
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")


def _name_axes(axes: Axes) -> None:
    for axis, (low, high) in zip((axes.xaxis, axes.yaxis), (axes.get_xlim(), axes.get_ylim()), strict=True):
        last = low + 0.92 * (high - low)  # beyond stands the axis' name
        axis.set_ticks([tick for tick in MaxNLocator(7).tick_values(low, high) if low <= tick <= last])
    for name, end, shift in (("z1", (1, 0), (0, -5)), ("z2", (0, 1), (-5, 0))):
        look = {"fontsize": 8, "style": "italic", "color": "0.4", "ha": "right", "va": "top", "annotation_clip": False}
        axes.annotate(name, end, shift, xycoords="axes fraction", textcoords="offset points", in_layout=False, **look)


def _write_numbers(axes: Axes, data: CuresData, state: CuresState, name: str) -> None:
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    switches = "   ".join(
        f"{what}: {'on' if on else 'off'}" for what, on in (("loss", state.loss), ("noise", state.noise))
    )
    axes.text(0, 0.98, switches, fontsize=10, va="top")
    axes.text(0, 0.88, TITLES[name], fontsize=9, weight="bold", va="top")
    axes.text(0, 0.82, when(data, state.moment), fontsize=9, va="top")
    for row, (label, text) in enumerate(rows(data, name, state.moment)):
        axes.text(0, 0.72 - 0.065 * row, label, fontsize=9, color="0.35", va="top")
        axes.text(1, 0.72 - 0.065 * row, text, fontsize=9, va="top", ha="right")
    said = textwrap.fill(sentence(data, name, state.moment), 46)
    axes.text(0, 0.29, said, fontsize=9, va="top", linespacing=1.4)
