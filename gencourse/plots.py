"""Figures from tensors, one look, each with a sentence for those who cannot see it.

Every function takes `alt`, that sentence, and returns a Picture that a notebook shows. No pyplot: nothing global.
"""

from __future__ import annotations

import base64
import functools
import html
import io
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from gencourse._palette import load_colours
from gencourse._validate import check_shape

# Only what the file sets: all else stays as the user has it
STYLE = matplotlib.rc_params_from_file(str(Path(__file__).with_name("course.mplstyle")), use_default_template=False)
COLOURS = [load_colours()[name] for name in ("blue", "vermillion", "bluish_green", "reddish_purple", "orange", "black")]
MARKERS = ["o", "^", "s", "P", "v", "x"]  # a second sign beside the colour
HELD_OUT = 1  # its colour's place; its mark is an open diamond, as in the widgets
P = ParamSpec("P")


def _styled(draw: Callable[P, Picture]) -> Callable[P, Picture]:
    @functools.wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Picture:
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)

    return styled


class Picture:
    """A matplotlib figure with its text alternative, shown as an image that a screen reader can name."""

    def __init__(self, figure: Figure, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt should be a sentence that describes the figure to those who cannot see it, got none.")
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        return f"Picture({self.alt!r})"

    def png(self) -> bytes:
        """Return the figure as a PNG file."""
        buffer = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            # A file's own settings, its dpi among them, are read here and not where the figure was drawn
            self.figure.savefig(buffer, format="png", bbox_inches="tight", pad_inches=0.06)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        # JupyterLab gives a bare PNG no text alternative, so the image stands in HTML
        png = self.png()
        width = int.from_bytes(png[16:20], "big") // 2  # the PNG header's width; saved at twice the screen's resolution
        source = "data:image/png;base64," + base64.b64encode(png).decode("ascii")
        # Whose dark and light mean something: a page's dark theme turns the ink of the others
        pixels = ' class="pixels"' if any(axes.images for axes in self.figure.axes) else ""
        image = f'<img alt="{html.escape(self.alt)}" width="{width}"{pixels} src="{source}">'
        return {"text/html": image, "text/plain": repr(self)}


@_styled
def show_images(images: Tensor, *, columns: int = 8, titles: Sequence[str] = (), alt: str) -> Picture:
    """Draw images [N, 1, H, W] with values in [0, 1] in rows, dark ink on white; values outside are cut."""
    check_shape("images", images, ("N", 1, "H", "W"), "For flat images, use x.unflatten(1, (1, 28, 28)).")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    row_height = 0.95 if titles else 0.75
    figure, axes = _panels(rows, columns, width=0.75 * columns, height=row_height * rows)
    for k, ax in enumerate(axes):
        ax.set_axis_off()
        if k < len(images):
            # One range for all: else each image is stretched to its own
            ax.imshow(_array(images[k, 0]), vmin=0, vmax=1, cmap="gray_r")
        if k < len(titles):
            ax.set_title(titles[k], loc="center", fontsize=9)
    return Picture(figure, alt)


@_styled
def show_histogram(
    values: Tensor,
    *,
    bins: int = 30,
    densities: Mapping[str, Callable[[Tensor], Tensor]] | None = None,
    xlabel: str = "",
    alt: str,
) -> Picture:
    """Draw the histogram of values [N], its area 1, and over it named densities, each a function from [M] to [M]."""
    check_shape("values", values, ("N",))
    figure, (ax,) = _panels(1, 1)
    heights, edges = np.histogram(_array(values), bins=bins, density=True)
    ax.stairs(heights, edges, fill=True, color=COLOURS[0], alpha=0.35, label=f"histogram of {len(values):,}")
    x = torch.linspace(float(edges[0]), float(edges[-1]), 300, dtype=values.dtype, device=values.device)
    for k, (name, density) in enumerate((densities or {}).items(), start=1):
        ax.plot(_array(x), _array(density(x)), color=COLOURS[k], label=name)
    ax.set(xlabel=xlabel, ylabel="density")
    ax.legend()
    return Picture(figure, alt)


@_styled
def show_points(clouds: Mapping[str, Tensor], *, apart: bool = False, alt: str) -> Picture:
    """Draw named clouds of points [N, 2], in one panel or each in its own on the same axes (`apart`)."""
    for name, points in clouds.items():
        check_shape(name, points, ("N", 2))
    count = len(clouds) if apart else 1
    figure, axes = _panels(1, count, width=3.4 * count + 1.4, height=3.2, share=True)
    looks = _looks(clouds)
    for k, (name, points) in enumerate(clouds.items()):
        ax = axes[k if apart else 0]
        _scatter(ax, points, name, **looks[name])
        if apart:
            ax.set_title(name)
    if not apart and len(clouds) > 1:
        axes[0].legend(loc="upper left", bbox_to_anchor=(1, 1))  # outside: points may lie anywhere
    return Picture(figure, alt)


@_styled
def show_paths(
    panels: Mapping[str, Mapping[str, Tensor]],
    *,
    marks: Mapping[str, tuple[float, float]] | None = None,
    xlabel: str,
    ylabel: str,
    alt: str,
) -> Picture:
    """Draw named paths of points [T, 2] as lines, in panels by title on the same axes, with named places in each."""
    figure, axes = _panels(1, len(panels), width=2.8 * len(panels) + 1.6, height=3.2, share=True)
    for ax, (title, paths) in zip(axes, panels.items(), strict=True):
        for k, (name, path) in enumerate(paths.items()):
            check_shape(name, path, ("T", 2))
            ax.plot(*_array(path).T, color=COLOURS[k], label=name, linewidth=1.8 if k else 1)
        for k, (name, place) in enumerate((marks or {}).items()):
            ax.plot(*place, "oX*"[k % 3], color="black", linestyle="none", label=name, zorder=3)
        ax.set(title=title, xlabel=xlabel)
        ax.set_aspect("equal")
    axes[0].set_ylabel(ylabel)
    axes[-1].legend(loc="upper left", bbox_to_anchor=(1, 1))
    return Picture(figure, alt)


@_styled
def show_density(densities: Mapping[str, Callable[[Tensor], Tensor]], points: Tensor, *, alt: str) -> Picture:
    """Draw named densities over the plane, each a function from points [M, 2] to densities [M], with points [N, 2]."""
    check_shape("points", points, ("N", 2))
    figure, axes = _panels(1, len(densities), width=3.2 * len(densities) + 0.4, height=3.0, share=True)
    low, high = points.amin(0) - 0.5, points.amax(0) + 0.5
    xs, ys = (torch.linspace(float(a), float(b), 160, device=points.device) for a, b in zip(low, high, strict=True))
    grid = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), dim=-1)  # [160, 160, 2], y by rows
    for ax, (name, density) in zip(axes, densities.items(), strict=True):
        values = _array(density(grid.flatten(0, 1)).reshape(160, 160))  # a density takes [160 * 160, 2]
        ax.contourf(_array(xs), _array(ys), values, levels=12, cmap="Blues")
        _scatter(ax, points, "", size=3, colour="black")
        ax.set_title(name)
    return Picture(figure, alt)


@_styled
def show_curves(
    x: Tensor,
    curves: Mapping[str, Tensor],
    *,
    xlabel: str,
    ylabel: str,
    logx: bool = False,
    logy: bool = False,
    ylim: tuple[float, float] | None = None,
    alt: str,
) -> Picture:
    """Draw named curves [N] over x: [N], each with a colour and, up to 50 points, a marker of its own."""
    check_shape("x", x, ("N",))
    figure, (ax,) = _panels(1, 1)
    looks = _looks(curves)
    for name, y in curves.items():
        check_shape(name, y, (len(x),))
        colour, marker, filled = looks[name].values()
        look = {"marker": marker if len(x) <= 50 else None, "markerfacecolor": colour if filled else "none"}
        ax.plot(_array(x), _array(y), color=colour, markersize=3.5, label=name, **look)
    if logx:
        ax.set_xscale("log")
    if logy:
        ax.set_yscale("log")
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=ylim)
    ax.legend()
    return Picture(figure, alt)


@_styled
def show_signals(panels: Mapping[str, Mapping[str, Tensor]], *, columns: int = 2, alt: str) -> Picture:
    """Draw signals [T] as lines, in panels by title; a panel's lines by name share its axes, and all panels theirs."""
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    figure, axes = _panels(rows, columns, width=4.2 * columns, height=1.7 * rows + 0.3, share=True)
    for ax, (title, lines) in zip(axes, panels.items(), strict=False):  # the last row may not be full
        for k, (name, signal) in enumerate(lines.items()):
            check_shape(name, signal, ("T",))
            # The first line is wide and pale: a second one that covers it leaves it in sight
            ax.plot(_array(signal), color=COLOURS[k], label=name, linewidth=1.2 if k else 1.8, alpha=1 if k else 0.45)
        ax.set_title(title)
    if any(len(lines) > 1 for lines in panels.values()):
        axes[0].legend(loc="upper right")
    for ax in axes[len(panels) :]:
        ax.set_axis_off()
    return Picture(figure, alt)


@_styled
def show_autoencoder(features: int, width: int, *, what: str = "signal", alt: str = "") -> Picture:
    """Draw an autoencoder as a labelled diagram: `features` numbers, an encoder to `width`, a decoder back."""
    figure, (ax,) = _panels(1, 1, width=6.4, height=2.5)
    ax.set_axis_off()
    ax.set(xlim=(-0.6, 10.6), ylim=(-2.1, 1.7))
    high, low = 1.2, 0.25
    for x, half, label in ((0, high, f"{what}\n{features:,} numbers"), (10, high, f"output\n{features:,} numbers")):
        ax.fill_between([x - 0.15, x + 0.15], -half, half, color=COLOURS[0], linewidth=0)
        ax.text(x, -half - 0.15, label, ha="center", va="top", fontsize=9)
    ax.fill_between([4.85, 5.15], -low, low, color=COLOURS[1], linewidth=0)
    ax.text(5, low + 0.15, f"code z, in the latent space\n{width:,} numbers", ha="center", va="bottom", fontsize=9)
    ax.fill_between([0.5, 4.5], [-high, -low], [high, low], color=COLOURS[0], alpha=0.15, linewidth=0)
    ax.fill_between([5.5, 9.5], [-low, -high], [low, high], color=COLOURS[0], alpha=0.15, linewidth=0)
    for x, label in ((2.2, "encoder"), (7.8, "decoder")):
        ax.text(x, 0, label, ha="center", va="center")
    arrow = {"arrowstyle": "<->", "color": "0.4", "linewidth": 0.8}
    ax.annotate("", (1.1, -1.7), (8.9, -1.7), arrowprops=arrow)
    ax.text(5, -1.62, "squared error: how far is the output from the input?", ha="center", va="bottom", fontsize=9)
    sentence = (
        f"Diagram: {features:,} numbers go through an encoder to a code of {width:,}, and a decoder brings them back."
    )
    return Picture(figure, alt or sentence)


@_styled
def show_gan(latent_dim: int, features: int, *, what: str = "sample", alt: str = "") -> Picture:
    """Draw a GAN as a labelled diagram: noise to a generator, its fakes and data to a discriminator, and a logit."""
    figure, (ax,) = _panels(1, 1, width=6.6, height=2.3)
    ax.set_axis_off()
    ax.set(xlim=(-0.8, 11.2), ylim=(-1.6, 1.9))
    for name, x, y, colour in (("generator", 3, 0.9, COLOURS[1]), ("discriminator", 8, 0, COLOURS[0])):
        ax.fill_between([x - 1, x + 1], y - 0.5, y + 0.5, color=colour, alpha=0.2, linewidth=0)
        ax.text(x, y, name, ha="center", va="center")
    for x, y, label in (
        (0, 0.9, f"noise z\n{latent_dim:,} numbers"),
        (5.5, 0.95, f"fake {what}\n{features:,} numbers"),
        (3, -0.9, f"real {what}\nfrom the data"),
        (10.6, 0, "logit:\nreal?"),
        (8, -0.95, "its labels are free:\n1 for real, 0 for fake"),
    ):
        ax.text(x, y, label, ha="center", va="center", fontsize=9)
    forward = {"arrowstyle": "->", "color": "0.25", "linewidth": 1.0}
    ends = (0.9, 0.9, 1.9, 0.9), (4.1, 0.65, 6.9, 0.2), (4.1, -0.8, 6.9, -0.2), (9.1, 0, 10, 0)
    for x, y, to_x, to_y in ends:
        ax.annotate("", (to_x, to_y), (x, y), arrowprops=forward)
    back = {"arrowstyle": "->", "color": COLOURS[1], "linestyle": "--", "connectionstyle": "angle,angleA=90,angleB=0"}
    ax.annotate("", (4.1, 1.35), (8, 0.55), arrowprops=back)
    ax.text(8.2, 1.35, "gradient to the generator:\nhow to look more real", va="center", fontsize=9, color=COLOURS[1])
    sentence = (
        f"Diagram: {latent_dim:,} numbers of noise go through a generator to a fake {what} of {features:,}; fakes and "
        "real ones go to a discriminator, which returns a logit; a gradient leads back through it to the generator."
    )
    return Picture(figure, alt or sentence)


def _panels(
    rows: int, columns: int, *, width: float = 5.6, height: float = 3.2, share: bool = False
) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(width, height))
    axes = figure.subplots(rows, columns, squeeze=False, sharex=share, sharey=share)
    return figure, list(axes.flat)


def _looks(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    "By name a colour, a marker and whether it is filled: in order, and for what is held out as in the widgets."
    names = list(names)
    held_out = [name for name in names if name.lower().replace("_", "-").startswith(("held-out", "held out"))]
    free = itertools.cycle(k for k in range(len(COLOURS)) if not held_out or k != HELD_OUT)
    looks = {name: {"colour": COLOURS[HELD_OUT], "marker": "D", "filled": False} for name in held_out}
    for name, k in zip((name for name in names if name not in held_out), free, strict=False):
        looks[name] = {"colour": COLOURS[k], "marker": MARKERS[k], "filled": True}
    return looks


def _scatter(
    ax: Axes, points: Tensor, name: str, *, size: float = 11, colour: str, marker: str = "o", filled: bool = True
) -> None:
    x, y = _array(points).T
    look = (
        {"color": colour, "linewidths": 0}
        if filled
        else {"facecolors": "none", "edgecolors": colour, "linewidths": 0.9}
    )
    ax.scatter(x, y, s=size, marker=marker, alpha=0.7 if filled else None, label=name, **look)
    ax.set_aspect("equal")  # a round cloud should look round


def _array(x: Tensor) -> np.ndarray:
    return x.detach().float().cpu().numpy()  # numpy has no bfloat16
