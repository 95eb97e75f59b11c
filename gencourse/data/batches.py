"""Batches as random rows of one tensor: no data set class, no workers, no copy from another device."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from gencourse._validate import a_type


def batches(
    x: Tensor | tuple[Tensor, ...],
    size: int,
    *,
    shuffle: bool = True,
    drop_last: bool = False,
    generator: torch.Generator | None = None,
) -> Batches:
    """Cut x [N, ...] into batches of `size` rows, in a new random order in each epoch.

    x: a tensor, or a tuple of tensors of equal length on one device, which gives tuples. Loop over the result once an
    epoch; its len() is the number of batches. Each batch is a copy on x's device. The last one is smaller where `size`
    does not divide N, or left out by `drop_last`. Orders come from `generator`, or from torch's own on x's device.
    Raises TypeError if x is anything else, ValueError if its lengths differ or no batch would be left.
    """
    return Batches(x, size, shuffle=shuffle, drop_last=drop_last, generator=generator)


class Batches:
    """What batches() returns: iterable again and again, with a len()."""

    def __init__(
        self,
        x: Tensor | tuple[Tensor, ...],
        size: int,
        *,
        shuffle: bool,
        drop_last: bool,
        generator: torch.Generator | None,
    ) -> None:
        self.x = x
        self.size = operator.index(size)
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator
        self._tensors = x if isinstance(x, tuple) else (x,)
        _check_tensors(self._tensors)
        self._rows = len(self._tensors[0])
        if self.size < 1:
            raise ValueError(f"size should be at least 1, got {size}.")
        if not len(self):
            raise ValueError(
                f"size should be at most {self._rows}, the rows of x, got {size}: with drop_last=True no batch is left."
            )

    def __len__(self) -> int:
        whole, rest = divmod(self._rows, self.size)
        return whole + (rest > 0 and not self.drop_last)

    def __iter__(self) -> Iterator[Any]:  # tensors if x is one, else tuples
        for rows in self._order().split(self.size)[: len(self)]:
            # index_select takes a third of the time of tensor[rows]
            parts = tuple(tensor.index_select(0, rows) for tensor in self._tensors)
            yield parts if isinstance(self.x, tuple) else parts[0]

    def _order(self) -> Tensor:
        "Row numbers [N] on x's device, made there where possible, so that the host never waits for a GPU."
        device, generator = self._tensors[0].device, self.generator
        if not self.shuffle:
            return torch.arange(self._rows, device=device)
        if generator is None or generator.device.type == device.type:
            return torch.randperm(self._rows, device=device, generator=generator)
        order = torch.randperm(self._rows, device=generator.device, generator=generator)
        if device.type == "cuda":
            order = order.pin_memory()  # a copy from ordinary memory would make the host wait
        return order.to(device, non_blocking=device.type == "cuda")


def _check_tensors(tensors: tuple[Tensor, ...]) -> None:
    if not tensors:
        raise TypeError("x should be a tensor [N, ...] or a tuple of tensors, got an empty tuple.")
    for tensor in tensors:
        if not isinstance(tensor, Tensor) or tensor.ndim == 0:
            got = "a single number" if isinstance(tensor, Tensor) else a_type(tensor)
            raise TypeError(f"x should be a tensor [N, ...] or a tuple of tensors, got {got}.")
    lengths = [len(tensor) for tensor in tensors]
    if len(set(lengths)) > 1:
        raise ValueError(f"The tensors of x should have equal lengths, got {lengths}.")
    if not lengths[0]:
        raise ValueError("x should have at least one row, got none.")
    devices = sorted({str(tensor.device) for tensor in tensors})
    if len(devices) > 1:
        raise ValueError(f"The tensors of x should lie on one device, got {' and '.join(devices)}.")
