"""The decoders that benchmarks/widgets.py shows: of the lesson's sizes, with weights by which a picture tells its z1.

A bar grows from the top as z1 goes from -3 to 3, so the mean grey of a picture is linear in z1. From it the page reads
which move of the mouse a picture answers. The other weights are random and add nothing; their multiplications are done.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from gencourse.networks import mlp

SPAN = 6.0  # of z1, about 0
SHIFT = 10.0  # SiLU and ReLU leave z1 + SHIFT as it is


def mlp_decoder() -> nn.Sequential:
    """The lesson's map decoder, 2-64-128-256-784."""
    layers = mlp(2, 64, 128, 256, 784)
    linear = [layer for layer in layers if isinstance(layer, nn.Linear)]
    for layer in linear[:-1]:
        _hand_on(layer, SHIFT if layer is linear[0] else 0.0)
    _draw_bar(linear[-1], rows=28, repeats=28)
    return nn.Sequential(layers, nn.Unflatten(1, (1, 28, 28)))


def conv_decoder() -> nn.Sequential:
    """Two linear layers and two transposed convolutions."""
    first, second = nn.Linear(2, 128), nn.Linear(128, 32 * 7 * 7)
    up, last = nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1)
    _hand_on(first, SHIFT)
    _draw_bar(second, rows=7, repeats=7)
    for layer in (up, last):
        _copy_first_channel(layer)
    unflatten = nn.Unflatten(1, (32, 7, 7))
    return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), unflatten, up, nn.ReLU(), last)


class ForKernel(nn.Module):
    """The same decoder with a step that the browser cannot run."""

    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, z: Tensor) -> Tensor:
        return self.decoder(z) + 0.004


@torch.no_grad()
def _hand_on(layer: nn.Linear, shift: float) -> None:
    "The first unit is the first input, and shift."
    layer.weight[0] = 0
    layer.weight[0, 0] = 1
    layer.bias[0] = shift


@torch.no_grad()
def _draw_bar(layer: nn.Linear, rows: int, repeats: int) -> None:
    "The first rows * repeats outputs are an image whose row r grows from 0 to 1 in the r-th part of the span."
    row = torch.arange(rows).repeat_interleave(repeats)
    layer.weight[: len(row)] = 0
    layer.weight[: len(row), 0] = rows / SPAN
    layer.bias[: len(row)] = rows * (SPAN / 2 - SHIFT) / SPAN - row


@torch.no_grad()
def _copy_first_channel(layer: nn.ConvTranspose2d) -> None:
    "Each pixel of the first channel becomes four of the first output."
    layer.weight[:, 0] = 0
    layer.weight[0, 0, 1:3, 1:3] = 1
    layer.bias[0] = 0
