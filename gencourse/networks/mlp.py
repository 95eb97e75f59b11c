"""The multilayer perceptron."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from torch import nn


def mlp(*sizes: int, activation: Callable[[], nn.Module] = nn.SiLU) -> nn.Sequential:
    """Return linear layers from each size to the next, with an activation between them and none after the last.

    mlp(784, 400, 20) takes [B, 784] to [B, 20] through 400 hidden units; mlp(784, 20) is linear.
    """
    if len(sizes) < 2 or not all(isinstance(size, int) and size > 0 for size in sizes):
        got = ", ".join(map(repr, sizes))
        raise ValueError(f"mlp should get at least two sizes, input first, as in mlp(784, 400, 20), got mlp({got}).")
    if isinstance(activation, nn.Module):  # one module in all places would share its weights, as PReLU has
        name = type(activation).__name__
        raise TypeError(f"activation should be a class such as nn.{name}, got nn.{name}(): leave the parentheses out.")
    layers: list[nn.Module] = []
    for width_in, width_out in pairwise(sizes):
        layers += [nn.Linear(width_in, width_out), activation()]
    return nn.Sequential(*layers[:-1])
