"""Pixels as a widget takes them."""

from __future__ import annotations

from torch import Tensor


def check_pixels(name: str, x: Tensor) -> None:
    """Raise ValueError unless all pixels lie in [0, 1], a hair aside."""
    if x.min() < -0.01 or x.max() > 1.01:
        fix = " Divide by 255." if x.max() > 2 and x.min() >= 0 else ""
        raise ValueError(f"{name} should lie in [0, 1], got {x.min():.3g} to {x.max():.3g}.{fix}")
