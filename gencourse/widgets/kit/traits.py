"""Traits that several widgets use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets
from torch import Tensor


class Numbers(traitlets.TraitType):
    """Numbers of one shape: a list, an array or a tensor goes in, nested lists of float come out.

    shape: sizes, or a function that finds them from the widget.
    """

    def __init__(self, shape: tuple[int, ...] | Callable[[Any], tuple[int, ...]]) -> None:
        super().__init__()
        self.shape = shape

    def validate(self, obj: Any, value: Any) -> list:
        shape = self.shape(obj) if callable(self.shape) else self.shape
        expected = f"{self.name} should hold finite numbers of shape {list(shape)}"
        try:
            numbers = np.asarray(value.detach().cpu() if isinstance(value, Tensor) else value, dtype=np.float64)
        except (TypeError, ValueError, NotImplementedError):  # the last from a tensor on the meta device
            raise traitlets.TraitError(f"{expected}, got {value!r}.") from None
        if value is None:
            raise traitlets.TraitError(f"{expected}, got {value!r}.")
        if numbers.shape != shape:
            raise traitlets.TraitError(f"{expected}, got shape {list(numbers.shape)}.")
        if not np.isfinite(numbers).all():
            raise traitlets.TraitError(f"{expected}, got {numbers.tolist()}.")
        return numbers.tolist()
