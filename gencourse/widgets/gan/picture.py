"""The GAN playground without a browser: where its game starts."""

from __future__ import annotations

import io
from typing import NamedTuple

from matplotlib.figure import Figure

from gencourse._palette import load_palette
from gencourse.widgets.gan.draws import draw_real, draw_untrained
from gencourse.widgets.gan.worlds import REACH, World


class GANState(NamedTuple):
    """What a game starts from. world: the data; seed: of all that is random."""

    world: World
    seed: int


def gan_picture(state: GANState) -> bytes:
    """Draw the real points and those of the untrained generator, as PNG bytes."""
    figure = Figure(figsize=(4.8, 5.0), dpi=100, layout="constrained")
    axes = figure.subplots()
    colours = load_palette()
    real, fake = draw_real(state.world, state.seed), draw_untrained(state.seed)
    axes.scatter(*real.T, s=16, color=colours["train"], linewidth=0, label="real")
    axes.scatter(*fake.T, s=20, marker="D", color=colours["held_out"], linewidth=0, label="generated, untrained")
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    axes.set_title(f"{state.world.title}: before the game", fontsize=10, loc="left")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=2, frameon=False, fontsize=9)
    axes.tick_params(length=0, labelsize=8, labelcolor="0.4")
    axes.spines[:].set_color("0.85")
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()
