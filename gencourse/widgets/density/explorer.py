"""The widget of lesson 00: a Gaussian to drag over 2-D points, and a kernel density with its bandwidth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import traitlets
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape
from gencourse.probability import fit_gaussian
from gencourse.widgets.density.picture import (
    BANDWIDTHS,
    DensityState,
    Scores,
    density_picture,
    find_frame,
    gaussian_scores,
    kernel_scores,
)
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.traits import Numbers

__all__ = ["DensityExplorer", "DensityState", "Scores", "density_picture", "gaussian_scores", "kernel_scores"]

MOST_POINTS = 1_000  # more would not follow the hand
FARTHEST, NARROWEST = 1e9, 1e-4  # a bandwidth is 0.001 to 2


class DensityExplorer(CourseWidget):
    """Two models of the points, judged on train and on held_out while the learner changes them.

    train, held_out: [N, 2], at most 1,000 points each. `mean` [2], `cov` [2, 2], `bandwidth` and `tab` ("gaussian" or
    "kernel") hold what the widget shows; set them and it moves. All computing happens in the browser.
    """

    _folder = Path(__file__).parent

    mean = Numbers((2,)).tag(sync=True)
    cov = Numbers((2, 2)).tag(sync=True)
    bandwidth = traitlets.Float(0.3).tag(sync=True)
    tab = traitlets.Enum(["gaussian", "kernel"], "gaussian").tag(sync=True)
    _train = traitlets.Bytes().tag(sync=True)
    _held_out = traitlets.Bytes().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self, train: Tensor, held_out: Tensor, *, mean: Any = None, cov: Any = None, bandwidth: float = 0.3
    ) -> None:
        self._points = _check_points("train", train, at_least=3), _check_points("held_out", held_out, at_least=1)
        _check_spread(self._points[0])
        frame = find_frame(*self._points)
        mean = frame["start"]["mean"] if mean is None else mean
        cov = frame["start"]["cov"] if cov is None else cov
        train_bytes, held_out_bytes = (points.numpy().astype("<f4").tobytes() for points in self._points)
        super().__init__(mean=mean, cov=cov, bandwidth=bandwidth, _train=train_bytes, _held_out=held_out_bytes)
        self._frame = {**frame, "start": {"mean": self.mean, "cov": self.cov}}

    @property
    def state(self) -> DensityState:
        """What the widget shows now; `density_picture` draws it."""
        return DensityState(self.tab, self.mean, self.cov, self.bandwidth)

    @property
    def scores(self) -> Scores:
        """Mean log-likelihood of train and held_out under the model shown, in nats per point."""
        if self.tab == "gaussian":
            return gaussian_scores(*self._points, self.mean, self.cov)
        return kernel_scores(*self._points, self.bandwidth)

    def picture(self) -> bytes:
        return density_picture(*self._points, self.state)

    def describe(self) -> str:
        train, held_out = self.scores
        return f"{self._model()}. Mean log-likelihood in nats per point: train {train:.2f}, held-out {held_out:.2f}."

    def __repr__(self) -> str:
        train, held_out = self._points
        return f"DensityExplorer({len(train)} training points, {len(held_out)} held out; {self._model()})"

    def _model(self) -> str:
        if self.tab == "kernel":
            return f"kernel density with bandwidth {self.bandwidth:.3g}"
        rows = ", ".join(map(_in_brackets, self.cov))
        return f"Gaussian with mean {_in_brackets(self.mean)} and covariance [{rows}]"

    @traitlets.validate("cov")
    def _check_cov(self, proposal: Any) -> list[list[float]]:
        (a, b), (b_too, c) = proposal["value"]
        if abs(b - b_too) > 1e-5 * max(abs(a), abs(c)):
            raise traitlets.TraitError(f"cov should be symmetric, but cov[0][1] is {b:g} and cov[1][0] is {b_too:g}.")
        if not (a > 0 and c > 0 and a * c - b * b > 1e-12 * a * c):
            raise traitlets.TraitError(
                f"cov should be positive definite, got {[[a, b], [b, c]]}: in some direction it has no spread. "
                "Both diagonal entries should be above 0, and their product above the square of the other."
            )
        return [[a, b], [b, c]]

    @traitlets.validate("bandwidth")
    def _check_bandwidth(self, proposal: Any) -> float:
        least, most = BANDWIDTHS
        if not least <= proposal["value"] <= most:
            raise traitlets.TraitError(
                f"bandwidth should be between {least:g} and {most:g}, got {proposal['value']:g}: "
                "it is the width of each point's bump."
            )
        return proposal["value"]


def _check_points(name: str, x: Any, at_least: int) -> Tensor:
    "The points as float32 on the CPU."
    points = take_tensor(name, x, "[N, 2]").to(torch.float32)
    check_shape(name, points, ("N", 2), "The explorer draws points in the plane.")
    few = f"{name}[:{MOST_POINTS}] takes fewer." if len(points) > at_least else ""
    check_in_range(f"the number of points in {name}", len(points), at_least, MOST_POINTS, few)
    check_finite(name, points)
    check_in_range(f"the largest coordinate of {name}", points.abs().max().item(), 0, FARTHEST, "Scale the points.")
    return points.clone()


def _check_spread(train: Tensor) -> None:
    variances = torch.linalg.eigvalsh(fit_gaussian(train.double())[1])
    if variances[1] < NARROWEST**2:
        raise ValueError(
            f"train should spread by at least {NARROWEST:g}, got points within about {variances[1].sqrt():.2g} of each "
            "other. Scale them: 100 * (train - train.mean(0))."
        )
    if variances[0] <= 1e-10 * variances[1]:
        raise ValueError("train should spread in two directions, but its points lie on one line: no Gaussian fits it.")


def _in_brackets(values: list[float]) -> str:
    return "[" + ", ".join(f"{value:.2f}" for value in values) + "]"
