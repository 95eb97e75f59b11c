"""What a caller hands in as a tensor: an array too, and a sentence for what holds no numbers that can be read."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse._validate import a_type


def take_tensor(name: str, x: Any, shape: str) -> Tensor:
    """Return a tensor or an array as a dense tensor on the CPU, without gradients. `shape` reads like "[N, 2]"."""
    expected = f"{name} should be a tensor of shape {shape}"
    if isinstance(x, list | tuple):
        raise TypeError(f"{expected}, got {a_type(x)}. {_from_list(name, x)}")
    if not isinstance(x, Tensor | np.ndarray):
        raise TypeError(f"{expected}, got {a_type(x)}.")
    kind = str(x.dtype).removeprefix("torch.")
    if isinstance(x, np.ndarray):
        if x.dtype.kind not in "biuf":
            raise TypeError(f"{name} should hold real numbers, got an array of {kind}.{_from_kind(name, x.dtype.kind)}")
        x = torch.from_numpy(np.array(x, dtype=x.dtype.newbyteorder("=")))  # of any order and stride
    if x.is_complex():
        raise TypeError(f"{name} should hold real numbers, got {kind}.{_from_kind(name, 'c')}")
    if x.is_meta:
        raise ValueError(f"{name} should hold numbers, but it lies on the meta device, which keeps shapes only.")
    x = x.detach()
    return (x.to_dense() if x.layout != torch.strided else x).cpu()


def _from_list(name: str, x: list | tuple) -> str:
    if any(isinstance(part, Tensor) for part in x):
        return "Write torch.stack(...)." if isinstance(x, list) else f"Hand in the one that is meant: {name}[0]."
    return f"Write torch.tensor({name})." if name.isidentifier() else "Make a tensor of it: torch.tensor(...)."


def _from_kind(name: str, kind: str) -> str:
    return {"c": f" Write {name}.real.", "O": f" Write {name}.astype(float)."}.get(kind, "")
