"""The tiny VAE of vae.train_step, which keeps a diary."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.record import record
from gencourse.exercises.core.steps import BACKWARD
from gencourse.exercises.core.uses import normal

STEPS, BATCH, LATENT, PIXELS, RATE = 3, 16, 12, 28 * 28, 2e-3  # z: 576 numbers in all, whose spread tells 0.7 from 1
SIZES = {"encoder": (PIXELS, LATENT), "logvar": (LATENT,), "decoder": (LATENT, PIXELS), "bias": (PIXELS,)}
Weights = dict[str, Tensor]


class Diary:
    "A linear VAE. It notes each z that it decodes, and when gradients arrive."

    def __init__(self, seed: int, batch: int = BATCH) -> None:
        self.batch = batch
        self.events: list[int] = []
        self.codes: list[np.ndarray] = []
        self.weights = {name: nn.Parameter(weight) for name, weight in make_weights(seed).items()}
        for weight in self.weights.values():
            weight.register_hook(lambda grad: self.events.append(BACKWARD))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return encode(self.weights, x)

    def decode(self, z: Tensor) -> Tensor:
        if isinstance(z, tuple):
            raise Mistake(
                "moments-decoded",
                "you decode what encode returned, mean and logvar: draw z = reparameterize(mean, logvar) first.",
            )
        code = record(z, name="what you decode")
        if code.shape != (self.batch, LATENT):
            raise Mistake(
                "code-of-wrong-shape",
                f"decode takes z of shape [B, latent_dim] = {[self.batch, LATENT]}, got {list(code.shape)}: one z an "
                "image.",
            )
        self.codes.append(code)
        return decode(self.weights, z)


def make_images(seed: int, batch: int = BATCH) -> Tensor:
    return torch.rand(STEPS, batch, 1, 28, 28, generator=torch.Generator().manual_seed(seed))


def make_weights(seed: int) -> Weights:
    generator = torch.Generator().manual_seed(seed + 1)  # not the numbers of the images
    weights = {name: 0.06 * torch.randn(size, generator=generator) for name, size in SIZES.items()}
    return weights | {"logvar": torch.linspace(-2.2, -0.8, LATENT)}  # far from 0, where sigma and sigma^2 agree


def flatten(weights: Weights) -> np.ndarray:
    return np.concatenate([weight.detach().double().numpy().ravel() for weight in weights.values()])


def unflatten(flat: np.ndarray) -> Weights:
    parts = torch.from_numpy(flat).split([int(np.prod(size)) for size in SIZES.values()])
    return {name: part.reshape(size) for (name, size), part in zip(SIZES.items(), parts, strict=True)}


def parts_of(moves: np.ndarray) -> list[np.ndarray]:
    "[steps, weights] as one array for each of SIZES."
    return np.split(moves, np.cumsum([np.prod(size, dtype=int) for size in SIZES.values()])[:-1], axis=1)


def encode(weights: Any, x: Tensor) -> tuple[Tensor, Tensor]:
    mean = x.flatten(1) @ weights["encoder"]
    return mean, weights["logvar"] + 2 * x.flatten(1)[:, :1] - 1  # each image has its own, told by its first pixel


def decode(weights: Any, z: Tensor) -> Tensor:
    return (z @ weights["decoder"] + weights["bias"]).reshape(-1, 1, 28, 28)


class _Plain(nn.Module):
    "A linear VAE with 16 latents, as many as the lesson's. It keeps the last z."

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = nn.Linear(PIXELS, 32), nn.Linear(16, PIXELS)
        self.decoded: Any = None

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean, logvar = self.encoder(x.flatten(1)).chunk(2, dim=1)
        return mean, logvar

    def decode(self, z: Tensor) -> Tensor:
        self.decoded = z
        return self.decoder(z).view(-1, 1, 28, 28)


def lessons_call(seed: int, batch: int) -> tuple[Any, ...]:
    "Arguments of the step as the lesson has them."
    plain = _Plain()
    optimizer = torch.optim.SGD(plain.parameters(), lr=1e-4)
    return plain.encode, plain.decode, optimizer, normal(seed, batch, 1, 28, 28).sigmoid()
