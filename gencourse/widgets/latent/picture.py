"""The latent explorer without a browser: its picture from data and a state."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from gencourse._palette import load_palette
from gencourse.widgets.kit.labels import CLASS_COLOURS
from gencourse.widgets.latent.data import LatentData, name_latents
from gencourse.widgets.latent.path import between, positions

FRAMES = 9  # of the film strip
MOST_NAMES = 16  # of numbers, one below the other


class LatentState(NamedTuple):
    """What the explorer shows. tab: "explore" or "between"; ends: indices of the two images; position: in [0, 1]."""

    tab: str
    z: list[float]
    holes: bool
    ends: tuple[int, int]
    position: float
    path: str


def find_z(data: LatentData, state: LatentState) -> list[float]:
    """Return the code that is decoded in this state."""
    if state.tab == "explore":
        return state.z
    return _way(data, state, torch.tensor([state.position]))[0].tolist()


def latent_picture(data: LatentData, state: LatentState) -> bytes:
    """Draw what the explorer shows in this state, as PNG bytes."""
    figure = Figure(figsize=(7.2, 3.4 if state.tab == "explore" else 4.4), dpi=100, layout="constrained")
    if state.tab == "explore":
        left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=[1.1, 1])[0]
        _draw_place(left.subplots(), data, state)
        _draw_pictures(right, data, torch.tensor([state.z]))
    else:
        top, bottom = figure.subfigures(2, 1, squeeze=False, height_ratios=[2.2, 1 + 0.4 * len(data.decoders)])[:, 0]
        left, right = top.subfigures(1, 2, squeeze=False, width_ratios=[1.1, 1])[0]
        _draw_place(left.subplots(), data, state)
        _draw_pictures(right, data, torch.tensor([find_z(data, state)]))
        _draw_strips(bottom, data, state)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _way(data: LatentData, state: LatentState, at: Tensor) -> Tensor:
    a, b = state.ends
    return between(data.codes[a], data.codes[b], at, state.path)


def _draw_place(axes: Axes, data: LatentData, state: LatentState) -> None:
    "The map with the point, or a bar for each number."
    z = find_z(data, state)
    colour = load_palette()["model"]
    if data.latent_dim != 2:
        low, high = data.low, data.high
        rows = range(1, data.latent_dim + 1)
        shares = [2 * (v - a) / (b - a) - 1 for v, a, b in zip(z, low, high, strict=True)]
        axes.barh(rows, shares, height=0.5, color=colour)
        every = -(-data.latent_dim // MOST_NAMES)
        axes.set(xlim=(-1, 1), ylim=(data.latent_dim + 0.6, 0.4), yticks=rows[::every], xticks=[])
        axes.set_yticklabels(name_latents(data)[::every])
        axes.set_title("The code", fontsize=9, loc="left")
        return _lighten(axes)
    axes.set(xlim=(data.low[0], data.high[0]), ylim=(data.low[1], data.high[1]), aspect="equal")
    _name_axes(axes)
    _draw_codes(axes, data)
    if state.tab == "between":
        way = _way(data, state, positions(40)).tolist()
        axes.plot(*zip(*way, strict=True), color="0.13", linewidth=1.4)
        for letter, end in (("A", way[0]), ("B", way[-1])):
            _mark(axes, data, end, markersize=11, color="0.13")
            _mark(axes, data, end, marker=rf"$\mathrm{{{letter}}}$", markersize=5, color="white", markeredgewidth=0)
    _mark(axes, data, z, markersize=12, color="white", alpha=0.85, markeredgewidth=0)  # a halo over the codes
    _mark(axes, data, z, markersize=8, color=colour, markerfacecolor="white", markeredgewidth=2.2)
    return _lighten(axes)


def _name_axes(axes: Axes) -> None:
    for axis, (low, high) in zip((axes.xaxis, axes.yaxis), (axes.get_xlim(), axes.get_ylim()), strict=True):
        last = low + 0.92 * (high - low)  # beyond stands the axis' name
        axis.set_ticks([tick for tick in MaxNLocator(7).tick_values(low, high) if low <= tick <= last])
    for name, end, shift in (("z1", (1, 0), (0, -5)), ("z2", (0, 1), (-5, 0))):
        look = {"fontsize": 8, "style": "italic", "color": "0.4", "ha": "right", "va": "top", "annotation_clip": False}
        axes.annotate(name, end, shift, xycoords="axes fraction", textcoords="offset points", in_layout=False, **look)


def _mark(axes: Axes, data: LatentData, z: list[float], **look: Any) -> None:
    axes.plot(*_inside(data, z), clip_on=False, **{"marker": "o", **look})


def _inside(data: LatentData, z: list[float]) -> tuple[float, float]:
    "A point beyond the map stands at its edge."
    x, y = (min(max(value, low), high) for value, low, high in zip(z, data.low, data.high, strict=True))
    return x, y


def _draw_codes(axes: Axes, data: LatentData) -> None:
    "Each code as the character of its class."
    if not data.labels:
        axes.scatter(*data.codes.T.numpy(), s=4, color="0.5", linewidth=0)
    labels = torch.tensor(data.labels)
    for i, (glyph, _) in enumerate(data.classes):
        look = {"marker": rf"$\mathrm{{{glyph}}}$", "color": CLASS_COLOURS[i % len(CLASS_COLOURS)][0]}
        axes.scatter(*data.codes[labels == i].T.numpy(), s=14 * len(glyph), linewidth=0, **look)


def _draw_pictures(figure: SubFigure, data: LatentData, z: Tensor) -> None:
    every = figure.subplots(1, len(data.decoders), squeeze=False)[0]
    for axes, decoder in zip(every, data.decoders, strict=True):
        _show(axes, decoder.decode(z)[0])
        axes.set_title(decoder.title, fontsize=9, loc="left")


def _draw_strips(figure: SubFigure, data: LatentData, state: LatentState) -> None:
    at = positions(FRAMES)
    codes = _way(data, state, at)
    strips = [(decoder.title, decoder.decode(codes)) for decoder in data.decoders]
    images = data.decoders[0].decode(data.codes) if data.images is None else data.images
    a, b = (images[end].double() for end in state.ends)
    weights = at[:, None, None, None]
    strips.append(("cross-fade", ((1 - weights) * a + weights * b).round().to(torch.uint8)))
    every = figure.subplots(len(strips), FRAMES, squeeze=False)
    for row, (title, pictures) in zip(every, strips, strict=True):
        for axes, picture in zip(row, pictures, strict=True):
            _show(axes, picture)
        row[0].set_title(title, fontsize=8, loc="left", pad=2)


def _show(axes: Axes, picture: Tensor) -> None:
    grey = picture.shape[2] == 1
    axes.imshow(
        (picture[..., 0] if grey else picture).numpy(), cmap="gray_r", vmin=0, vmax=255, interpolation="nearest"
    )
    axes.set_axis_off()


def _lighten(axes: Axes) -> None:
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
