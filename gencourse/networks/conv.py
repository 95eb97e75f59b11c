"""A convolutional encoder and its mirror image, for grey images of 28 x 28 pixels."""

from __future__ import annotations

from torch import nn


def conv_encoder(outputs: int, *, channels: int = 16, hidden: int = 128) -> nn.Sequential:
    """Return two convolutions that halve the image and two linear layers: [B, 1, 28, 28] -> [B, outputs].

    A variational encoder needs outputs = 2 * latent_dim.
    """
    return nn.Sequential(
        nn.Conv2d(1, channels, 4, stride=2, padding=1),  # [B, channels, 14, 14]
        nn.SiLU(),
        nn.Conv2d(channels, 2 * channels, 4, stride=2, padding=1),  # [B, 2 channels, 7, 7]
        nn.SiLU(),
        nn.Flatten(),  # [B, 2 channels * 7 * 7]
        nn.Linear(2 * channels * 7 * 7, hidden),
        nn.SiLU(),
        nn.Linear(hidden, outputs),  # no activation: means and logvars take any sign
    )


def conv_decoder(latent_dim: int, *, channels: int = 16, hidden: int = 128) -> nn.Sequential:
    """Return conv_encoder's layers in reverse: [B, latent_dim] -> [B, 1, 28, 28], without a last activation."""
    return nn.Sequential(
        nn.Linear(latent_dim, hidden),
        nn.SiLU(),
        nn.Linear(hidden, 2 * channels * 7 * 7),
        nn.SiLU(),
        nn.Unflatten(1, (2 * channels, 7, 7)),  # [B, 2 channels, 7, 7]
        # 4 is a multiple of the stride: else some pixels get more terms than others, a checkerboard
        nn.ConvTranspose2d(2 * channels, channels, 4, stride=2, padding=1),  # [B, channels, 14, 14]
        nn.SiLU(),
        nn.ConvTranspose2d(channels, 1, 4, stride=2, padding=1),  # [B, 1, 28, 28]
    )


def conv_classifier(classes: int = 10, *, channels: int = 16, features: int = 64) -> nn.Sequential:
    """Return conv_encoder's convolutions with a linear layer to the classes: [B, 1, 28, 28] -> logits [B, classes].

    All but its last layer, classifier[:-1], gives features [B, features] in which samples can be compared.
    """
    return conv_encoder(classes, channels=channels, hidden=features)
