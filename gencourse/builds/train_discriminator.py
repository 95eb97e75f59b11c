"""A discriminator that tells points apart which it has not seen (lesson 08)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from gencourse.networks import mlp


def train_discriminator(real: Tensor, fake: Tensor) -> nn.Module:
    """Train on real and generated points, [N, 2] each; return the network from points [B, 2] to logits [B, 1]."""
    steps, size = 2000, 128
    net = mlp(2, 128, 128, 1, activation=nn.ReLU).to(real.device)
    optimizer = torch.optim.Adam(net.parameters())
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps)
    for _ in range(steps):
        some_real, some_fake = (x[torch.randint(len(x), (size,), device=x.device)] for x in (real, fake))
        loss = softplus(-net(some_real)).mean() + softplus(net(some_fake)).mean()  # cross-entropy of the logits
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    return net
