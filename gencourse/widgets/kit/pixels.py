"""Pixels as a widget takes them."""

from __future__ import annotations

from torch import Tensor


def check_pixels(name: str, x: Tensor) -> None:
    """Raise ValueError unless all pixels lie in [0, 1], a hair aside."""
    low, high = x.min().item(), x.max().item()
    if low < -0.01 or high > 1.01:
        raise ValueError(f"{name} should lie in [0, 1], got {low:.3g} to {high:.3g}.{_likely_fix(name, low, high)}")


def _likely_fix(name: str, low: float, high: float) -> str:
    if low >= 0:
        return f" Divide by {'255' if high <= 255 else f'{name}.max()'}." if high > 2 else ""
    if low >= -1.01 and high <= 1.01:
        return f" From -1 to 1 they come back by ({name} + 1) / 2."
    if low >= -10 and high <= 10:
        return f" Were they standardised? Undo it, {name} * std + mean; if they are logits, {name}.sigmoid()."
    return ""
