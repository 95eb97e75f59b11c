"""The autoencoder."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from gencourse._validate import check_shape
from gencourse.probability import corrupt


class Autoencoder(nn.Module):
    """An encoder to a narrow code and a decoder back, trained to return its input (Hinton & Salakhutdinov 2006).

    encoder: [B, ...] -> [B, latent_dim]; decoder: [B, latent_dim] -> [B, ...], the shape that the encoder takes.
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module, *, latent_dim: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self.latent_dim = latent_dim

    def encode(self, x: Tensor) -> Tensor:
        """Return the codes [B, latent_dim] of x: [B, ...]."""
        z = self.encoder(x)
        check_shape("the encoder's output", z, ("B", self.latent_dim), f"latent_dim is {self.latent_dim}.")
        return z

    def decode(self, z: Tensor) -> Tensor:
        """Return the outputs [B, ...] for the codes z: [B, latent_dim]."""
        return self.decoder(z)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))

    def loss(self, x: Tensor) -> dict[str, Tensor]:
        """Return the squared error, summed over features and averaged over the batch.  x: [B, ...]"""
        return {"loss": _squared_error(x, self(x))}

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Decode n codes drawn from N(0, I): [n, ...].

        Nothing in the loss makes codes follow N(0, I), so these are poor samples.
        """
        weight = next(self.parameters())  # tells where the model is, and in which dtype
        z = torch.randn(n, self.latent_dim, generator=generator, dtype=weight.dtype, device=weight.device)
        return self.decode(z)


def denoising_loss(model: nn.Module, x: Tensor, sigma: float) -> Tensor:
    """Return the squared error between x and what the model makes of x with noise (Vincent et al. 2008): a scalar.

    Summed over features, averaged over the batch; the noise has standard deviation sigma.  x: [B, ...]
    """
    return _squared_error(x, model(corrupt(x, sigma)))  # the target is the clean x


def sparsity_penalty(h: Tensor) -> Tensor:
    """Return the sum of |h| over the units, averaged over the batch: a scalar.  h: [B, units]"""
    check_shape("h", h, ("B", "units"))
    return h.abs().sum(1).mean()  # not the square, whose slope fades before a unit is silent


def _squared_error(x: Tensor, output: Tensor) -> Tensor:
    if output.shape != x.shape:  # else a broadcast could hide it
        raise ValueError(
            f"the model should return the shape of x, {list(x.shape)}, got {list(output.shape)}. "
            "For images end its decoder with nn.Unflatten(1, (1, 28, 28))."
        )
    return (output - x).square().flatten(1).sum(1).mean()
