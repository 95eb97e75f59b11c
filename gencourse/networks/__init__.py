"""Layers put together, without a method: models are handed these."""

from gencourse.networks.conv import conv_classifier, conv_decoder, conv_encoder
from gencourse.networks.linear import linear_autoencoder
from gencourse.networks.mlp import mlp

__all__ = ["conv_classifier", "conv_decoder", "conv_encoder", "linear_autoencoder", "mlp"]
