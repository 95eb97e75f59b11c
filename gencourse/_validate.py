"""Checks on what a caller hands in: each error says what was expected, what arrived and the likely fix."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line needs CourseError without waiting for torch
    from torch import Tensor


class CourseError(Exception):
    """A failure the user can mend. Its text is one line; commands print it alone, without a traceback."""


def check_shape(name: str, x: Tensor, shape: Sequence[int | str], fix: str = "") -> None:
    """Raise unless the tensor x has this shape. A letter in `shape` stands for any size: ("N", 2).

    Raises TypeError if x is no tensor, ValueError if its shape differs.
    """
    expected = "[" + ", ".join(map(str, shape)) + "]"
    if not hasattr(x, "shape") or not hasattr(x, "detach"):
        raise TypeError(f"{name} should be a tensor of shape {expected}, got {_describe(x)}.")
    fits = x.ndim == len(shape) and all(want in (got, str(want)) for want, got in zip(shape, x.shape, strict=True))
    if not fits:
        raise ValueError(_sentences(f"{name} should have shape {expected}, got {list(x.shape)}.", fix))


def check_in_range(name: str, value: float, low: float, high: float, fix: str = "") -> None:
    """Raise ValueError unless low <= value <= high. NaN and infinity are refused too, also where high is math.inf."""
    if not (low <= value <= high and value < math.inf):
        limits = f"between {_digits(low)} and {_digits(high)}" if low < high else _digits(low)
        limits = f"at least {_digits(low)}" if high == math.inf else limits
        raise ValueError(_sentences(f"{name} should be {limits}, got {_digits(value)}.", fix))


def check_finite(name: str, x: Tensor, fix: str = "") -> None:
    """Raise ValueError if the tensor x holds NaN or infinite values."""
    if x.is_meta:
        raise ValueError(f"{name} should hold numbers, but it lies on the meta device, which keeps shapes only.")
    bad = int((~x.isfinite()).sum())
    if bad:
        raise ValueError(_sentences(f"{name} should be finite, but {bad} of {x.numel()} values are not.", fix))


def a_type(value: object) -> str:
    """Return the name of a value's type with its article: "a list", "an int", "an ndarray"."""
    name = type(value).__name__
    vowel = name.lower().startswith(("a", "e", "i", "o", "un", "nd"))  # by its sound: a UserDict, but an ndarray
    return f"{'an' if vowel else 'a'} {name}"


def _digits(value: float) -> str:
    "A whole number with all its digits, 1,000,000 and not 1e+06."
    whole = math.isfinite(value) and value == int(value) and abs(value) < 1e15
    return (f"{int(value):,}" if abs(value) >= 1_000_000 else f"{int(value)}") if whole else f"{value:g}"


def _describe(value: object) -> str:
    module = type(value).__module__.split(".")[0]
    return a_type(value) + (f" from {module}" if module != "builtins" else "")


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)
