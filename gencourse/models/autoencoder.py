"""The autoencoder."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from gencourse._validate import check_shape


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
        output = self(x)
        if output.shape != x.shape:  # else a broadcast could hide it
            raise ValueError(
                f"the decoder should return the shape of x, {list(x.shape)}, got {list(output.shape)}. "
                "For images end it with nn.Unflatten(1, (1, 28, 28))."
            )
        return {"loss": (output - x).square().flatten(1).sum(1).mean()}

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Decode n codes drawn from N(0, I): [n, ...].

        Nothing in the loss makes codes follow N(0, I), so these are poor samples.
        """
        weight = next(self.parameters())
        z = torch.randn(n, self.latent_dim, generator=generator, dtype=weight.dtype, device=weight.device)
        return self.decode(z)
