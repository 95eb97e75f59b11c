"""The density explorer without a browser: its scores, and its picture from points and state."""

from __future__ import annotations

import io
import math
from typing import NamedTuple

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from torch import Tensor

from gencourse._palette import load_palette
from gencourse.probability import fit_gaussian, kernel_log_density, log_likelihood

BANDWIDTHS = (0.001, 2.0)  # of the slider
FAR = 10.0  # times what holds eight points in ten: beyond it a point is not shown
LOWEST = -6.0  # the bars' left end: below it an arrow and the number


class DensityState(NamedTuple):
    """What the explorer shows. tab: "gaussian" or "kernel"; the other tab's numbers wait."""

    tab: str
    mean: list[float]
    cov: list[list[float]]
    bandwidth: float


class Scores(NamedTuple):
    """Mean log-likelihoods in nats per point."""

    train: float
    held_out: float


def gaussian_scores(train: Tensor, held_out: Tensor, mean: object, cov: object) -> Scores:
    """Score N(mean, cov) on both sets.  train: [N, 2], held_out: [M, 2]"""
    mean, cov = (torch.as_tensor(value, dtype=torch.float64) for value in (mean, cov))
    return Scores(*(log_likelihood(x.double(), mean, cov).item() for x in (train, held_out)))


def kernel_scores(train: Tensor, held_out: Tensor, bandwidth: float) -> Scores:
    """Score the kernel density of train on both sets. A training point keeps its own bump: it cannot lose."""
    return Scores(*(kernel_log_density(x.double(), train.double(), bandwidth).mean().item() for x in (train, held_out)))


def find_frame(train: Tensor, held_out: Tensor) -> dict:
    """Return the square to show, the bars' axes, and a Gaussian to start from that fits badly."""
    points = _crowd(torch.cat([train, held_out]).double())
    low, high = points.amin(0), points.amax(0)
    span = 1.3 * float((high - low).max())
    corner = (low + high) / 2 - span / 2
    fit = gaussian_scores(train, held_out, *fit_gaussian(train.double()))
    bottom = min(LOWEST, 2 * math.floor(min(fit) / 2) - 4)
    sharpest = kernel_scores(train, held_out, BANDWIDTHS[0]).train
    return {
        "low": corner.tolist(),
        "span": span,
        "gaussianAxis": [bottom, max(0, 2 * math.ceil(max(fit) / 2))],
        "kernelAxis": [bottom, max(0, 2 * math.ceil(sharpest / 2))],
        "bandwidths": list(BANDWIDTHS),
        "start": {
            "mean": [round(value, 2) for value in (corner + 0.3 * span).tolist()],
            "cov": [[(span / 8) ** 2, 0.0], [0.0, (span / 8) ** 2]],
        },
    }


def _crowd(points: Tensor) -> Tensor:
    "The points without those so far out that all others would lie on one spot of the square."
    tenth, middle, nine_tenths = torch.quantile(points, torch.tensor([0.1, 0.5, 0.9], dtype=torch.float64), dim=0)
    away = (points - middle).abs().amax(1)
    spread = (nine_tenths - tenth).max()
    return points[away <= FAR * spread] if spread > 0 else points


def density_picture(train: Tensor, held_out: Tensor, state: DensityState) -> bytes:
    """Draw what the explorer shows in this state, as PNG bytes."""
    frame = find_frame(train, held_out)
    figure = Figure(figsize=(7.2, 3.4), dpi=100, layout="constrained")
    pad, bars = figure.subplots(1, 2, width_ratios=[1.1, 1])
    if state.tab == "gaussian":
        scores = gaussian_scores(train, held_out, state.mean, state.cov)
        _draw_ellipses(pad, state)
    else:
        scores = kernel_scores(train, held_out, state.bandwidth)
        _draw_density(pad, train, state.bandwidth, frame)
    _draw_points(pad, train, held_out, frame)
    _draw_bars(bars, scores, frame["gaussianAxis" if state.tab == "gaussian" else "kernelAxis"])
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_points(axes: Axes, train: Tensor, held_out: Tensor, frame: dict) -> None:
    colours = load_palette()
    axes.scatter(*train.numpy().T, s=9, color=colours["train"], alpha=0.75, linewidth=0)
    axes.scatter(*held_out.numpy().T, s=16, marker="D", facecolor="none", edgecolor=colours["held_out"], linewidth=0.8)
    (left, bottom), span = frame["low"], frame["span"]
    axes.set(xlim=(left, left + span), ylim=(bottom, bottom + span), aspect="equal")
    _lighten(axes)


def _draw_ellipses(axes: Axes, state: DensityState) -> None:
    variances, directions = torch.linalg.eigh(torch.tensor(state.cov, dtype=torch.float64))
    short, long = variances.sqrt().tolist()
    angle = math.degrees(math.atan2(directions[1, 1], directions[0, 1]))
    for sigmas, style in ((1, "-"), (2, "--")):
        size = {"width": 2 * sigmas * long, "height": 2 * sigmas * short, "angle": angle}
        look = {"fill": False, "color": load_palette()["model"], "linestyle": style}
        axes.add_patch(Ellipse((state.mean[0], state.mean[1]), **size, **look))


def _draw_density(axes: Axes, train: Tensor, bandwidth: float, frame: dict, cells: int = 100) -> None:
    "A bump narrower than a cell is drawn as wide as one, or it would fall between the cells."
    (left, bottom), span = frame["low"], frame["span"]
    along = (torch.arange(cells, dtype=torch.float64) + 0.5) * span / cells
    grid = torch.cartesian_prod(bottom + along, left + along).flip(1)  # [cells * cells, 2], row by row from below
    width = math.hypot(bandwidth, span / cells / 2)
    log_density = kernel_log_density(grid, train.double(), width).reshape(cells, cells)
    opacity = 0.75 * (0.5 * (log_density - log_density.max())).exp()  # the square root shows the tails as well
    extent = (left, left + span, bottom, bottom + span)
    pixels = np.empty((cells, cells, 4))
    pixels[..., :3] = to_rgb(load_palette()["model"])
    pixels[..., 3] = opacity.numpy()
    axes.imshow(pixels, extent=extent, origin="lower", interpolation="bilinear")


def _draw_bars(axes: Axes, scores: Scores, axis: list[float]) -> None:
    low, high = axis
    colours = load_palette()
    for row, (name, score) in enumerate(zip(("train", "held_out"), scores, strict=True)):
        axes.barh(-row, high - low, left=low, height=0.2, color="0.93")
        axes.barh(-row, min(max(score, low), high) - low, left=low, height=0.2, color=colours[name])
        axes.text(low, 0.2 - row, name.replace("_", "-"), fontsize=9, va="bottom")
        axes.text(high, 0.2 - row, f"{score:.3f}".replace("-", "−"), fontsize=9, va="bottom", ha="right")
        if score < low:
            axes.plot(low, -row, marker="<", color="0.2", markersize=5, clip_on=False)
    axes.set(xlim=(low, high), ylim=(-2.2, 1.2), yticks=[])
    axes.set_title("Mean log-likelihood, nats per point", fontsize=9, loc="left")
    _lighten(axes)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def _lighten(axes: Axes) -> None:
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
