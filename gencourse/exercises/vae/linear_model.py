"""The models of vae.iwae_bound: one that is linear and Gaussian and keeps its codes, and one of the lesson's size."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.record import record
from gencourse.exercises.core.uses import normal

BATCH, DIM, LATENT = 250, 5, 3


class Model:
    "q(z|x) with means and logvars of each x, log p(x, z), and a diary of the codes."

    def __init__(self, seed: int, shift: float) -> None:
        generator = torch.Generator().manual_seed(1000 + seed)  # not the seed of the learner's draws

        def noise(*shape: int) -> Tensor:
            return torch.randn(shape, generator=generator, dtype=torch.float64)

        self.shift = shift
        self.W = torch.linalg.qr(noise(DIM, LATENT)).Q * torch.tensor([1.6, 1.0, 0.6])
        self.x = noise(BATCH, LATENT) @ self.W.T + noise(BATCH, DIM)
        # Not the posterior: there all weights would be equal, and the bound the ELBO
        self.encoder = (0.4 * self.W + 0.1 * noise(DIM, LATENT)).requires_grad_()
        logvar = torch.tensor([-0.6, -1.2, 0.5], dtype=torch.float64)
        self.logvar = (logvar + 0.2 * torch.rand(LATENT, generator=generator, dtype=torch.float64)).requires_grad_()
        self.codes: list[np.ndarray] = []
        self.pictures: list[np.ndarray] = []  # of which x each code is

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean = 1 + _times(x, self.encoder.T)  # away from 0: draws from the prior are told from draws of q
        return mean, self.logvar + 0.8 * x[:, :LATENT].sin()

    def log_joint(self, x: Tensor, z: Tensor) -> Tensor:
        if not isinstance(z, Tensor) or x.ndim != 2 or z.shape != (len(x), LATENT):
            shape = list(z.shape) if isinstance(z, Tensor) else type(z).__name__
            raise Mistake(
                "codes-of-wrong-shape",
                f"log_joint(x, z) takes one code for each image, z: {[len(x), LATENT]}, got {shape}: call it once for "
                "each of the `samples` draws.",
            )
        self.codes.append(record(z, name="the codes"))
        self.pictures.append(self._which(x))
        return self.log_p(x, z)

    def _which(self, x: Tensor) -> np.ndarray:
        "The number of each row: a learner may ask for all draws at once, with x repeated."
        if torch.equal(x, self.x):
            return np.arange(BATCH)
        return (x[:, None] == self.x).all(2).int().argmax(1).numpy()

    def log_p(self, x: Tensor, z: Tensor) -> Tensor:
        "log N(z; 0, I) + log N(x; W z, I), and the shift."
        squares = (x - _times(z, self.W)).square().sum(-1) + z.square().sum(-1)
        return -0.5 * squares - (DIM + LATENT) / 2 * math.log(2 * math.pi) + self.shift


def _times(x: Tensor, matrix: Tensor) -> Tensor:
    "x @ matrix.T without the threads of a matrix product, which are slow to meet on a busy machine."
    return (x[..., None, :] * matrix).sum(-1)


class Asked:
    "Moments of 16 latents from 28 x 28 pixels; it counts the codes that it is asked about."

    def __init__(self) -> None:
        self.codes = 0

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x.flatten(1)[:, :16], x.flatten(1)[:, 16:32] - 1

    def log_joint(self, x: Tensor, z: Tensor) -> Tensor:
        self.codes += len(z)
        return -0.5 * (x.flatten(1)[:, :16] - z).square().sum(1)


def lessons_call(seed: int, batch: int, samples: int) -> tuple[Any, ...]:
    "Arguments of the bound as the lesson has them."
    asked = Asked()
    return normal(seed, batch, 1, 28, 28), asked.encode, asked.log_joint, samples


def alike_call(shift: float = 0.0) -> tuple[Any, ...]:
    """Two images and three draws, so that log K is not log B. All codes of an image have one weight, wherever they lie.

    log w is 1 + shift for the first image and 3 + shift for the second.
    """

    def encode(x: Tensor) -> tuple[Tensor, Tensor]:
        return x + 1, torch.full_like(x, 0.5)

    def log_joint(x: Tensor, z: Tensor) -> Tensor:
        mean, logvar = encode(x)
        return (Normal(mean, (logvar / 2).exp()).log_prob(z) + x + shift).sum(1)

    return torch.tensor([[1.0], [3.0]]), encode, log_joint, 3


def in_turn_call() -> tuple[Any, ...]:
    "One image and two draws: log w is 0 for the first code and 2 for the second, wherever they lie."
    log_w = iter((0.0, 2.0))

    def encode(x: Tensor) -> tuple[Tensor, Tensor]:
        return x + 1, torch.full_like(x, 0.5)

    def log_joint(x: Tensor, z: Tensor) -> Tensor:
        mean, logvar = encode(x)
        due = torch.tensor([[next(log_w, 0.0)] for _ in z])  # all codes may come in one call
        return (Normal(mean, (logvar / 2).exp()).log_prob(z) + due).sum(1)

    return torch.tensor([[1.0]]), encode, log_joint, 2
