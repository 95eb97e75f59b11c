"""New codes where codes lie (lesson 03)."""

from __future__ import annotations

import torch
from torch import Tensor

NEIGHBOURS = 20


def draw(codes: Tensor, n: int) -> Tensor:
    """Return n new codes, each from a Gaussian fitted to 20 neighbours of one code.  codes: [N, k], returns [n, k]"""
    chosen = codes[torch.randint(len(codes), (n,), device=codes.device)]
    nearest = torch.cdist(chosen, codes).topk(NEIGHBOURS, largest=False).indices
    near = codes[nearest]  # [n, NEIGHBOURS, latent_dim]
    mean = near.mean(1)
    # A sum of centred neighbours with standard normal weights has their covariance
    weights = torch.randn(n, NEIGHBOURS, 1, device=codes.device)
    return mean + (weights * (near - mean[:, None])).sum(1) / NEIGHBOURS**0.5
