"""Widgets: state in Python, drawing and computing in the browser."""

from gencourse.widgets.bottleneck import BottleneckExplorer
from gencourse.widgets.density import DensityExplorer

__all__ = ["BottleneckExplorer", "DensityExplorer"]
