"""One small instance of every model, for the tests that hold for all of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from gencourse.models import GAN, PCA, VAE, Autoencoder
from gencourse.networks import mlp


class SmallModel(NamedTuple):
    """make(): the model as a user constructs it; batch(n): what its loss takes; prepare(model): before first use.

    floor(n): what no model of n different examples can get its loss below; noise: the share of the first loss above
    that floor at which training on one batch may hover. plays: whether the loss is a game's, which has no floor: its
    players are tested one by one, against an opponent who stands still.
    """

    make: Callable[[], nn.Module]
    batch: Callable[[int], Tensor]
    sample_shape: tuple[int, ...]
    prepare: Callable[[nn.Module], object] = lambda model: None
    floor: Callable[[int], float] = lambda n: 0.0
    noise: float = 0.01
    plays: bool = False

    def ready(self) -> nn.Module:
        model = self.make()
        self.prepare(model)
        return model


def _points(n: int) -> Tensor:
    return torch.randn(n, 3) @ torch.randn(3, 12) + 1


def _images(n: int) -> Tensor:
    return torch.rand(n, 1, 4, 4)


def _black_and_white(n: int) -> Tensor:
    return torch.rand(n, 1, 8, 8).round()


def _autoencoder() -> Autoencoder:
    encoder = nn.Sequential(nn.Flatten(), mlp(16, 32, 3))
    return Autoencoder(encoder, nn.Sequential(mlp(3, 32, 16), nn.Unflatten(1, (1, 4, 4))), latent_dim=3)


def _vae() -> VAE:
    encoder = nn.Sequential(nn.Flatten(), mlp(64, 32, 6))
    return VAE(encoder, nn.Sequential(mlp(3, 32, 64), nn.Unflatten(1, (1, 8, 8))), latent_dim=3)


def _gan() -> GAN:
    generator = nn.Sequential(mlp(3, 32, 64), nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))
    return GAN(generator, nn.Sequential(nn.Flatten(), mlp(64, 32, 1)), latent_dim=3)


# A new model in gencourse.models needs an entry here: test_models_contract fails without.
SMALL_MODELS = {
    "Autoencoder": SmallModel(_autoencoder, _images, (1, 4, 4)),
    "GAN": SmallModel(_gan, _black_and_white, (1, 8, 8), plays=True),
    "PCA": SmallModel(lambda: PCA(2), _points, (12,), prepare=lambda pca: pca.fit(_points(50))),
    # -log p cannot be below log n on average; the same image for all would leave a share of .8
    "VAE": SmallModel(_vae, _black_and_white, (1, 8, 8), floor=math.log, noise=0.3),
}
GAMES = [name for name, small in SMALL_MODELS.items() if small.plays]
TRAINED = [name for name, small in SMALL_MODELS.items() if list(small.make().parameters())]
