"""A rate explorer for tests: untrained models whose rate falls with beta, on pictures of 8 x 8 pixels."""

from __future__ import annotations

import functools
from typing import Any

import torch
from torch import Tensor, nn

from gencourse.models import VAE
from gencourse.widgets import RateExplorer

BETAS = [0.0, 0.5, 1.0, 4.0]
LATENTS = 4
REACH = {0.0: 12.0, 0.5: 2.0, 1.0: 1.2, 4.0: 0.5}  # of the codes; the last unit has none


@functools.cache
def make_images(n: int = 40) -> Tensor:
    "Grey blobs at places of their own: [n, 1, 8, 8]."
    places = 8 * torch.rand(n, 2, generator=torch.Generator().manual_seed(0))
    grid = torch.stack(torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij"), -1)
    return torch.exp(-(grid - places[:, None, None]).square().sum(-1) / 4)[:, None]


@functools.cache
def fit_line(latent_dim: int) -> tuple[Tensor, Tensor, Tensor]:
    "Principal components, one less than there are latents, and the logits that their scores explain best."
    x = make_images().flatten(1)
    centred = x - x.mean(0)
    components = torch.linalg.svd(centred, full_matrices=False).Vh[: latent_dim - 1]
    components = components / (centred @ components.T).std(0)[:, None]
    scores = torch.cat([centred @ components.T, torch.ones(len(x), 1)], 1)
    back = torch.linalg.lstsq(scores, torch.logit(x, eps=0.05)).solution
    return x.mean(0), components, back


def make_vae(beta: float, latent_dim: int = LATENTS) -> VAE:
    "Codes with the scores in all units but the last, sigma .37 there, and 1 in the last, which no image moves."
    encoder, decoder = nn.Linear(64, 2 * latent_dim), nn.Linear(latent_dim, 64)
    mean, components, back = fit_line(latent_dim)
    reach = REACH.get(beta, 1.0)
    with torch.no_grad():
        for parameter in (*encoder.parameters(), decoder.weight):
            parameter.zero_()
        encoder.weight[: latent_dim - 1] = reach * components
        encoder.bias[: latent_dim - 1] = -reach * (components @ mean)
        encoder.bias[latent_dim:-1] = -2.0
        decoder.weight[:, :-1] = back[:-1].T / reach
        decoder.bias.copy_(back[-1])
    flat, square = nn.Flatten(), nn.Unflatten(1, (1, 8, 8))
    return VAE(nn.Sequential(flat, encoder), nn.Sequential(decoder, square), latent_dim=latent_dim, beta=beta)


def make_bank() -> dict[float, VAE]:
    return {beta: make_vae(beta) for beta in reversed(BETAS)}


def make_rates(**options: Any) -> RateExplorer:
    return RateExplorer(make_bank(), make_images(), **{"digits": 3, "samples": 5, **options})
