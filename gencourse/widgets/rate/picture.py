"""The rate explorer without a browser: its picture from data and a state."""

from __future__ import annotations

import io
import textwrap
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gencourse._palette import load_palette
from gencourse.widgets.rate.data import RateData
from gencourse.widgets.rate.words import name, nats, rows, sentence

MOST_NAMED = 12  # points with their beta beside them


class RateState(NamedTuple):
    """What the explorer shows. beta: one of the bank's"""

    beta: float


def rate_picture(data: RateData, state: RateState) -> bytes:
    """Draw what the explorer shows in this state, as PNG bytes."""
    index = data.betas.index(state.beta)
    figure = Figure(figsize=(8.6, 5.0), dpi=100, layout="constrained")
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=[1.2, 1])[0]
    _draw_plane(left.subplots(), data, index)
    numbers, bars, *strips = right.subplots(5, 1, height_ratios=[2.6, 1.5, 0.62, 0.62, 0.62])
    _write_numbers(numbers, data, index)
    _draw_bars(bars, data, index)
    model = data.models[index]
    titles = ("images", "their reconstructions", "new samples: the same z at every beta")
    for axes, title, pictures in zip(
        strips, titles, (data.originals, model.reconstructions, model.samples), strict=True
    ):
        _show_row(axes, title, pictures)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_plane(axes: Axes, data: RateData, index: int) -> None:
    colours, chosen = load_palette(), data.models[index]
    low, high = data.distortions
    axes.axhline(data.floor, color=colours["held_out"], linewidth=1.2)
    where = {"xy": (data.most_rate, data.floor), "xytext": (-4, -10), "textcoords": "offset points"}
    axes.annotate(f"floor of grey pixels, {nats(data.floor)}", **where, ha="right", fontsize=8, color="0.3")
    axes.plot(0, data.mean_image, "D", color=colours["held_out"], markerfacecolor="white", markersize=6)
    _label(axes, 0, data.mean_image, f"one mean image for all, {nats(data.mean_image)}")
    axes.axline(
        (chosen.rate, chosen.distortion), slope=-chosen.beta, color=colours["model"], linestyle="--", linewidth=1.2
    )
    places = [(min(m.rate, data.most_rate), min(m.distortion, high)) for m in data.models]
    axes.plot(*zip(*places, strict=True), color=colours["train"], linewidth=1.4)
    below = 0  # names at the right edge stand one under the other
    for i, (model, (x, y)) in enumerate(zip(data.models, places, strict=True)):
        beyond = model.rate > data.most_rate, model.distortion > high
        size, marker = (10 if i == index else 5), ">" if beyond[0] else "^" if beyond[1] else "o"
        axes.plot(x, y, marker, color=colours["model" if i == index else "train"], markersize=size, clip_on=False)
        if i == index or any(beyond) or len(data.models) <= MOST_NAMED:
            far = f", rate {nats(model.rate)}" if beyond[0] else f", {nats(model.distortion)}" if beyond[1] else ""
            below += beyond[0]
            _label(axes, x, y, f"β {name(model.beta)}{far}", below=below if beyond[0] else 0)
    axes.set(xlim=(-0.03 * data.most_rate, data.most_rate), ylim=(low, high))
    axes.set_xlabel("rate, nats per image", fontsize=9)
    axes.set_ylabel("distortion, nats per image", fontsize=9)
    axes.set_title(f"at this beta: distortion + {name(chosen.beta)} × rate = {nats(chosen.cost)}", fontsize=9)
    _lighten(axes)


def _label(axes: Axes, x: float, y: float, text: str, below: int = 0) -> None:
    "Above and to the right of its point, or in this line below it."
    offset = {"xytext": (-4, -4 - 11 * below) if below else (8, 4), "textcoords": "offset points"}
    axes.annotate(text, (x, y), **offset, ha="right" if below else "left", fontsize=8, color="0.3")


def _write_numbers(axes: Axes, data: RateData, index: int) -> None:
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.text(0, 1, f"Beta {name(data.models[index].beta)}", fontsize=10, weight="bold", va="top")
    for row, (label, text) in enumerate(rows(data, index)):
        axes.text(0, 0.86 - 0.1 * row, label, fontsize=9, color="0.35", va="top")
        axes.text(1, 0.86 - 0.1 * row, text, fontsize=9, va="top", ha="right")
    axes.text(0, 0.31, textwrap.fill(sentence(data, index), 56), fontsize=8.5, va="top", linespacing=1.35)


def _draw_bars(axes: Axes, data: RateData, index: int) -> None:
    model, most = data.models[index], 1.1 * data.most_kl
    for i, (kl, active) in enumerate(zip(model.kl, model.active, strict=True)):
        axes.bar(i + 1, max(min(kl, most), 0.015 * most), color=load_palette()["model"] if active else "0.65")
        if kl > most:
            axes.annotate("▲", (i + 1, most), ha="center", va="top", fontsize=6, color="white")
    axes.set(xlim=(0.4, data.latent_dim + 0.6), ylim=(0, most), xticks=[])
    axes.set_title("KL of each unit, nats; grey: inactive", fontsize=8, loc="left", pad=3)
    _lighten(axes)


def _show_row(axes: Axes, title: str, pictures: torch.Tensor) -> None:
    strip = torch.nn.functional.pad(pictures, (0, 2)).permute(1, 0, 2).flatten(1)
    axes.imshow(strip.numpy(), cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
    axes.set_title(title, fontsize=8, loc="left", pad=2)
    axes.set_axis_off()


def _lighten(axes: Axes) -> None:
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
