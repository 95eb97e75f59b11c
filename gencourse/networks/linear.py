"""The linear autoencoder's two halves."""

from __future__ import annotations

from torch import nn


def linear_autoencoder(features: int, width: int) -> tuple[nn.Linear, nn.Linear]:
    """Return an encoder [B, features] -> [B, width] and a decoder back, each linear with a bias."""
    return nn.Linear(features, width), nn.Linear(width, features)
