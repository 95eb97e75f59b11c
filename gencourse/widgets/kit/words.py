"""Numbers as text: so many digits as matter, and never an exponent."""

from __future__ import annotations


def short(value: float) -> str:
    """Return three digits, two below 1, and never an exponent: 155.1, 1.34, 0.0045."""
    if value < 1e-5:
        return "under 0.00001"
    if value >= 100:
        return f"{value:.1f}"
    return digits(value, 3 if value >= 0.995 else 2)


def digits(value: float, most: int) -> str:
    """Return a positive number with `most` digits that count, and never an exponent: 0.0010."""
    power = int(f"{value:.{most - 1}e}".split("e")[1])  # after rounding: 0.00099999 is 0.0010
    return f"{value:.{max(0, most - 1 - power)}f}"
