"""Layers put together, without a method: models are handed these."""

from gencourse.networks.linear import linear_autoencoder
from gencourse.networks.mlp import mlp

__all__ = ["linear_autoencoder", "mlp"]
