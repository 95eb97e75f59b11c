"""The two switches of lesson 05: a loss on the codes, noise on the codes, and what each does to the map."""

from gencourse.widgets.cures.explorer import CuresExplorer, CuresState, cures_picture, find_cures

__all__ = ["CuresExplorer", "CuresState", "cures_picture", "find_cures"]
