"""The bound explorer without a browser: its picture from a state."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from gencourse._palette import load_palette
from gencourse.widgets.bound.numbers import Parts, least_gap, linear_gaussian, log_posterior

LOWEST = {"one": -8.0, "two": -6.0}  # the column's foot


class BoundState(NamedTuple):
    """What the explorer shows. given: x in tab "one", the posterior's correlation in tab "two"."""

    tab: str
    given: float
    means: list[float]
    stds: list[float]
    parts: Parts


def bound_picture(state: BoundState) -> bytes:
    """Draw q over the posterior, and the column of bound and gap, as PNG bytes."""
    figure = Figure(figsize=(7.2, 3.4), dpi=100, layout="constrained")
    plot, column = figure.subplots(1, 2, width_ratios=[1.5, 1])
    (_draw_densities if state.tab == "one" else _draw_ellipses)(plot, state)
    _draw_column(column, state)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_densities(axes: Axes, state: BoundState) -> None:
    colours = load_palette()
    z = np.linspace(-3.5, 3.5, 701)
    posterior = np.exp(log_posterior(state.given, z))
    axes.plot(z, _normal(z, 0.0, 1.0), color="0.5", linewidth=0.8, label="prior p(z)")
    axes.fill_between(z, posterior, color=colours["train"], alpha=0.15, linewidth=0)
    axes.plot(z, posterior, color=colours["train"], label="posterior p(z|x)")
    axes.plot(z, _normal(z, state.means[0], state.stds[0]), color=colours["model"], linestyle="--", label="q(z)")
    axes.set(xlim=(-3.5, 3.5), ylim=(0, 1.6), xlabel="z", yticks=[])
    axes.set_title(f"x = {state.given:.2f}", fontsize=9, loc="left")
    _finish(axes)


def _draw_ellipses(axes: Axes, state: BoundState) -> None:
    model, colours = linear_gaussian(state.given), load_palette()
    variances, directions = np.linalg.eigh(np.linalg.inv(model.precision))
    angle = np.degrees(np.arctan2(directions[1, 1], directions[0, 1]))
    long, short = np.sqrt(variances[::-1])
    for sigmas in (1, 2):
        sizes = {"width": 2 * sigmas * long, "height": 2 * sigmas * short, "angle": angle}
        name = "posterior p(z|x)" if sigmas == 1 else None
        axes.add_patch(Ellipse((model.mean[0], model.mean[1]), **sizes, fill=False, color=colours["train"], label=name))
        sizes = {"width": 2 * sigmas * state.stds[0], "height": 2 * sigmas * state.stds[1]}
        look = {"fill": False, "color": colours["model"], "linestyle": "--", "label": "q(z)" if sigmas == 1 else None}
        axes.add_patch(Ellipse((state.means[0], state.means[1]), **sizes, **look))
    axes.set(xlim=(-1.6, 2.4), ylim=(-1.7, 2.3), aspect="equal", xlabel="z1", ylabel="z2")
    axes.set_title(f"posterior correlation {state.given:.2f}", fontsize=9, loc="left")
    _finish(axes)


def _draw_column(axes: Axes, state: BoundState) -> None:
    log_prob, bound, gap = state.parts
    low, colours = LOWEST[state.tab], load_palette()
    top = max(bound, low)
    axes.bar(0, top - low, bottom=low, color=colours["model"], width=1)
    height = log_prob - top
    axes.bar(0, height, bottom=top, width=1, facecolor="none", edgecolor=colours["held_out"], hatch="////")
    axes.plot([-0.5, 0.8], [log_prob, log_prob], color="0.1", linewidth=2)
    if state.tab == "two":
        highest = log_prob - least_gap(linear_gaussian(state.given).precision)
        axes.plot([-0.6, 0.6], [highest, highest], color="0.1", linewidth=1, linestyle=":")
    middle, room = (log_prob + top) / 2, -low / 11
    labels = {
        f"log p(x) {log_prob:.3f}": max(log_prob, middle + room),
        f"gap {gap:.3f}": middle,
        f"bound {bound:.3f}": min(max(top, low + room / 2), middle - room),
    }
    for text, height in labels.items():
        axes.text(0.9, height, text.replace("-", "−"), fontsize=9, va="center")
    axes.set(xlim=(-0.6, 3.2), ylim=(low, 0), xticks=[])
    axes.set_title("log p(x) = bound + gap, in nats", fontsize=9, loc="left")
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_visible(False)


def _normal(z: np.ndarray, mean: float, std: float) -> np.ndarray:
    return np.exp(-0.5 * ((z - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi))


def _finish(axes: Axes) -> None:
    axes.legend(fontsize=8, frameon=False, loc="upper left")
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
