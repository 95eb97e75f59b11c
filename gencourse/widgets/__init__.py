"""Widgets: state in Python, drawing and computing in the browser."""

from gencourse.widgets.density import DensityExplorer

__all__ = ["DensityExplorer"]
