"""The digit pad without a browser: its picture from data and a state."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gencourse._palette import load_palette
from gencourse.widgets.digit_pad.data import PadData, PadState, answer_to, find_nearest, typical_error
from gencourse.widgets.digit_pad.ink import SIDE


def digit_pad_picture(data: PadData, state: PadState) -> bytes:
    """Draw what the pad shows in this state, as PNG bytes."""
    figure = Figure(figsize=(7.2, 2.5), dpi=100, layout="constrained")
    if state.empty or data.model.trouble:
        axes = figure.subplots()
        axes.set_axis_off()
        axes.text(0.5, 0.5, data.model.trouble or "Nothing is drawn yet.", ha="center", color="0.4", fontsize=9)
        return _png(figure)
    answer = answer_to(data, state)
    near = find_nearest(data, state)
    wide = 2 + bool(data.model.latents)
    every = figure.subplots(1, wide + len(near), width_ratios=[2] * wide + [1] * len(near))
    _show(every[0], answer.given, "what the model gets")
    if data.model.latents:
        _draw_code(every[1], answer.code, data.reach)
    _show(every[wide - 1], answer.output, "what it returns")
    every[wide - 1].set_xlabel(error_line(data, state, answer.error), fontsize=8)
    for axes, neighbour in zip(every[wide:], near, strict=True):
        _show(axes, data.images[neighbour.index].reshape(SIDE, SIDE).numpy() / 255, neighbour.label or "near")
        axes.set_xlabel(f"{neighbour.distance:.1f} away", fontsize=8)
    return _png(figure)


def error_line(data: PadData, state: PadState, error: float) -> str:
    """Return the error in words, against what is typical."""
    typical = typical_error(data, state.noise)
    return f"squared error {error:.1f}" + (f", typical {typical:.1f}" if typical is not None else "")


def _draw_code(axes: Axes, code: np.ndarray, reach: float) -> None:
    reach = reach or float(np.abs(code).max()) or 1.0
    axes.barh(range(len(code)), np.clip(code, -reach, reach), color=load_palette()["model"])
    axes.set(xlim=(-reach, reach), ylim=(len(code) - 0.5, -0.5), xticks=[], yticks=[], box_aspect=1)
    axes.spines[:].set_color("0.85")
    axes.set_title(f"its code, {len(code)} numbers", fontsize=8, loc="left")


def _show(axes: Axes, pixels: np.ndarray, title: str) -> None:
    axes.imshow(pixels.clip(0, 1), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color("0.85")
    axes.set_title(title, fontsize=8, loc="left")


def _png(figure: Figure) -> bytes:
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()
