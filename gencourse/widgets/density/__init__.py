"""The widget of lesson 00: a Gaussian to drag over 2-D points, and a kernel density with its bandwidth."""

from gencourse.widgets.density.explorer import (
    DensityExplorer,
    DensityState,
    Scores,
    density_picture,
    gaussian_scores,
    kernel_scores,
)

__all__ = ["DensityExplorer", "DensityState", "Scores", "density_picture", "gaussian_scores", "kernel_scores"]
