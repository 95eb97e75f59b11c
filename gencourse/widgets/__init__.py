"""Widgets: state in Python, drawing and computing in the browser."""

from gencourse.widgets.bottleneck import BottleneckExplorer
from gencourse.widgets.density import DensityExplorer
from gencourse.widgets.latent import LatentExplorer

__all__ = ["BottleneckExplorer", "DensityExplorer", "LatentExplorer"]
