"""The widget of lesson 04: drag q over the posterior, and see log p(x) fall into the bound and a gap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from gencourse.widgets.bound.numbers import BEND, MOST_CORRELATION, NOISE, OBSERVED, PRECISION, one_latent, two_latents
from gencourse.widgets.bound.picture import BoundState, bound_picture
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.traits import Numbers

__all__ = ["BoundExplorer", "BoundState", "bound_picture"]

FAR = 10.0  # for x, means and stds; the sliders end earlier
NARROW = 0.01


class BoundExplorer(CourseWidget):
    """A q to drag over the true posterior: log p(x) = bound + gap, and the gap is KL(q || posterior).

    Tab "one" has a curved model of one latent, where q = N(mean, std^2) meets the posterior of `x`; tab "two" a
    linear-Gaussian model of two latents whose posterior has this `correlation`, and q is diagonal: `means` and `stds`
    [2]. The traits hold what the widget shows; set them and it moves. `log_prob`, `bound` and `gap` are in nats.
    """

    _folder = Path(__file__).parent
    _kit_styles = ("stage",)

    tab = traitlets.Enum(["one", "two"], "one").tag(sync=True)
    x = traitlets.Float(1.5).tag(sync=True)
    mean = traitlets.Float(0.0).tag(sync=True)
    std = traitlets.Float(1.0).tag(sync=True)
    correlation = traitlets.Float(0.6).tag(sync=True)
    means = Numbers((2,)).tag(sync=True)
    stds = Numbers((2,)).tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        x: float = 1.5,
        mean: float = 0.0,
        std: float = 1.0,
        correlation: float = 0.6,
        tab: str = "one",
        means: Sequence[float] = (0.0, 0.0),
        stds: Sequence[float] = (0.6, 0.6),
    ) -> None:
        super().__init__(x=x, mean=mean, std=std, correlation=correlation, tab=tab, means=means, stds=stds)
        self._frame = {
            "one": {"bend": BEND, "noise": NOISE},
            "two": {"observed": list(OBSERVED), "precision": PRECISION, "most": MOST_CORRELATION},
            "start": {"mean": self.mean, "std": self.std, "means": self.means, "stds": self.stds},
        }

    @property
    def log_prob(self) -> float:
        """log p(x) of the tab that is shown, in nats. No q changes it."""
        return self.state.parts.log_prob

    @property
    def bound(self) -> float:
        """The ELBO of the q that is shown: the mean of log p(x, z) - log q(z) for z from q, in nats."""
        return self.state.parts.bound

    @property
    def gap(self) -> float:
        """log_prob - bound, which is KL(q || posterior), in nats."""
        return self.state.parts.gap

    @property
    def state(self) -> BoundState:
        """What the widget shows now; `bound_picture` draws it."""
        if self.tab == "one":
            return BoundState("one", self.x, [self.mean], [self.std], one_latent(self.x, self.mean, self.std))
        parts = two_latents(self.correlation, self.means, self.stds)
        return BoundState("two", self.correlation, self.means, self.stds, parts)

    def picture(self) -> bytes:
        return bound_picture(self.state)

    def describe(self) -> str:
        log_prob, bound, gap = self.state.parts
        return f"{self._model()}. log p(x) {log_prob:.3f} = bound {bound:.3f} + gap {gap:.3f}, in nats."

    def __repr__(self) -> str:
        return f"BoundExplorer({self._model()}; gap {self.gap:.3f} nats)"

    def _model(self) -> str:
        if self.tab == "one":
            return f"One latent, x = {self.x:.3g}; q has mean {self.mean:.3g} and standard deviation {self.std:.3g}"
        means, stds = (", ".join(f"{value:.3g}" for value in values) for values in (self.means, self.stds))
        return (
            f"Two latents, posterior correlation {self.correlation:.3g}; "
            f"q has means {means} and standard deviations {stds}"
        )

    @traitlets.validate("x", "mean")
    def _check_place(self, proposal: Any) -> float:
        return _check(proposal["trait"].name, proposal["value"], -FAR, FAR)

    @traitlets.validate("std")
    def _check_std(self, proposal: Any) -> float:
        return _check("std", proposal["value"], NARROW, FAR, _WIDTH)

    @traitlets.validate("correlation")
    def _check_correlation(self, proposal: Any) -> float:
        fix = "at 1 the posterior would be a line, and have no density."
        return _check("correlation", proposal["value"], -MOST_CORRELATION, MOST_CORRELATION, fix)

    @traitlets.validate("means")
    def _check_means(self, proposal: Any) -> list[float]:
        return [_check(f"means[{i}]", value, -FAR, FAR) for i, value in enumerate(proposal["value"])]

    @traitlets.validate("stds")
    def _check_stds(self, proposal: Any) -> list[float]:
        return [_check(f"stds[{i}]", value, NARROW, FAR, _WIDTH) for i, value in enumerate(proposal["value"])]


_WIDTH = "it is q's standard deviation, exp(logvar / 2)."


def _check(name: str, value: float, low: float, high: float, fix: str = "") -> float:
    if math.isnan(value) or not low <= value <= high:
        because = f": {fix}" if fix else "."
        raise traitlets.TraitError(f"{name} should be between {low:g} and {high:g}, got {value:g}{because}")
    return value
