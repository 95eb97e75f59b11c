"""A small VAE, trained from nothing (lesson 05), and one that reaches a rate that was asked for (lesson 06)."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from gencourse.networks import mlp
from gencourse.probability import bernoulli_log_prob, kl_standard_normal, reparameterize

Encode = Callable[[Tensor], tuple[Tensor, ...]]
Decode = Callable[[Tensor], Tensor]


def train_vae(x: Tensor) -> tuple[Encode, Decode]:
    """Train a VAE with 16 latents for ten epochs on x: [N, 784] in [0, 1].

    Returns encode: [B, 784] -> mean and logvar, each [B, 16], and decode: [B, 16] -> logits [B, 784].
    """
    return _train(x, lambda rate: 1.0)


def train_at_rate(x: Tensor, rate: float) -> tuple[Encode, Decode]:
    """Train like train_vae, with beta steered so that the KL comes to `rate` nats per picture.

    Each batch makes beta a little larger where its KL is above the rate, and smaller where it is below.
    """
    log_beta = 0.0

    def steer(kl: float) -> float:
        nonlocal log_beta
        log_beta += 0.02 * (kl - rate) / rate
        return math.exp(log_beta)

    return _train(x, steer)


def _train(x: Tensor, beta: Callable[[float], float], epochs: int = 10, size: int = 64) -> tuple[Encode, Decode]:
    encoder, decoder = mlp(784, 256, 32).to(x.device), mlp(16, 256, 784).to(x.device)
    steps = epochs * len(x) // size
    optimizer = torch.optim.AdamW([*encoder.parameters(), *decoder.parameters()])
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (size,), device=x.device)]
        mean, logvar = encoder(batch).chunk(2, dim=1)
        logits = decoder(reparameterize(mean, logvar))
        kl = kl_standard_normal(mean, logvar).mean()
        loss = beta(kl.item()) * kl - bernoulli_log_prob(batch, logits).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    return lambda x: encoder(x).chunk(2, dim=1), decoder
