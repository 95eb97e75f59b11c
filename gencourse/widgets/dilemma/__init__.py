"""The repeated dilemma of lesson 07: play it against named strategies, and see when cooperation pays."""

from gencourse.widgets.dilemma.explorer import DilemmaExplorer, DilemmaState, dilemma_picture

__all__ = ["DilemmaExplorer", "DilemmaState", "dilemma_picture"]
