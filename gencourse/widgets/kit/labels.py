"""Labels as a widget takes them, one for each code or image, and the colours of their classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from torch import Tensor

from gencourse._validate import a_type

# hues spread over ten classes in an order that keeps neighbours apart: on a light page, and on a dark one
CLASS_COLOURS = [
    ("#CD5F62", "#D87879"),
    ("#547A00", "#9BC06A"),
    ("#0091CE", "#40A3D8"),
    ("#A1457F", "#E791C4"),
    ("#A48200", "#B39532"),
    ("#00828B", "#30C8CF"),
    ("#9E6CC6", "#AD83D1"),
    ("#A65100", "#EB9C62"),
    ("#00A06F", "#40AF84"),
    ("#5163BC", "#96ACFE"),
]


def list_labels(labels: Any, count: int, things: str) -> list:
    """Return the labels as a list, one for each of the `count` things ("codes"), or say what is wrong with them."""
    if isinstance(labels, Tensor | np.ndarray):
        if labels.ndim != 1:
            raise ValueError(
                f"labels should have shape [N], one for each of the {things}, got {list(labels.shape)}. "
                "For one-hot rows, hand in labels.argmax(1)."
            )
        listed = labels.tolist()
    elif isinstance(labels, Iterable) and not isinstance(labels, str):
        listed = list(labels)
    else:
        raise TypeError(f"labels should be a tensor or a list, one for each of the {things}, got {a_type(labels)}.")
    if len(listed) != count:
        raise ValueError(f"labels and {things} should go together, got {len(listed)} labels and {count} {things}.")
    return listed
