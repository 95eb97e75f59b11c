"""The widget of lesson 04: drag q over the posterior, and see log p(x) fall into the bound and a gap."""

from gencourse.widgets.bound.explorer import BoundExplorer, BoundState, bound_picture

__all__ = ["BoundExplorer", "BoundState", "bound_picture"]
