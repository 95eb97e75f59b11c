"""Labels as a widget takes them, one for each code or image, and the colours of their classes."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
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
    if isinstance(labels, Tensor) and labels.is_meta:
        raise ValueError("labels should hold numbers, but they lie on the meta device, which keeps shapes only.")
    if isinstance(labels, Tensor | np.ndarray):
        if labels.ndim != 1:
            raise ValueError(
                f"labels should have shape [N], one for each of the {things}, got {list(labels.shape)}. "
                "For one-hot rows, hand in labels.argmax(1)."
            )
        listed = labels.tolist()
    elif isinstance(labels, Mapping):
        raise TypeError(f"labels should be a tensor or a list, one for each of the {things}, got {a_type(labels)}.")
    elif isinstance(labels, Iterable) and not isinstance(labels, str):
        listed = list(labels)
    else:
        raise TypeError(f"labels should be a tensor or a list, one for each of the {things}, got {a_type(labels)}.")
    if len(listed) != count:
        raise ValueError(f"labels and {things} should go together, got {len(listed)} labels and {count} {things}.")
    return _as_names([label.item() if isinstance(label, Tensor | np.generic) else label for label in listed], things)


def _as_names(labels: list, things: str) -> list:
    "The labels as text or whole numbers, whatever type they came in; what names no class is refused."
    floats = [label for label in labels if isinstance(label, float)]
    bad = sum(not math.isfinite(label) for label in floats)
    if bad:
        raise ValueError(
            f"labels should name a class for each of the {things}, but {bad} of {len(labels)} are NaN or infinite. "
            f"Leave those {things} out, or leave labels out."
        )
    odd = next((label for label in labels if not isinstance(label, Hashable)), None)
    if odd is not None:
        raise TypeError(
            f"labels should be names or numbers, one for each of the {things}, but one of them is {a_type(odd)}. "
            "For one-hot rows, hand in torch.tensor(labels).argmax(1)."
        )
    whole = floats and all(label.is_integer() for label in floats)
    return [int(label) if isinstance(label, float) else label for label in labels] if whole else labels
