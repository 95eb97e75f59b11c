"""A VAE with one of its three faults left, and answers that cannot be judged by their bound."""

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from gencourse.networks import mlp


def _trained(x, *, std=lambda logvar: (0.5 * logvar).exp(), eps=torch.randn_like, kl=lambda kl: kl.sum(1), beta=1.0):
    encoder, decoder = mlp(784, 256, 32), mlp(16, 256, 784)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *decoder.parameters()])
    steps = 10 * len(x) // 64
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (64,))]
        mean, logvar = encoder(batch).chunk(2, dim=1)
        z = mean + std(logvar) * eps(mean)
        distortion = binary_cross_entropy_with_logits(decoder(z), batch, reduction="none").sum(1)
        rate = kl(0.5 * (mean.square() + logvar.exp() - 1 - logvar))
        loss = (distortion + beta * rate).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    return lambda x: encoder(x).chunk(2, dim=1), decoder


def _exp_of_logvar(x):
    return _trained(x, std=torch.exp)


def _one_eps_a_batch(x):
    return _trained(x, eps=lambda mean: torch.randn(1, mean.shape[1]))


def _kl_averaged(x):
    return _trained(x, kl=lambda kl: kl.mean(1))


def _kl_of_a_pixel(x):
    return _trained(x, beta=1 / 784)


def _untrained(x):
    encoder, decoder = mlp(784, 256, 32), mlp(16, 256, 784)
    return lambda x: encoder(x).chunk(2, dim=1), decoder


def _mean_digit(x):
    logits = x.mean(0).clamp(1e-4).logit()
    return (lambda x: (torch.zeros(len(x), 16),) * 2), (lambda z: logits.expand(len(z), -1))


def _remembers_by_place(x):
    "The decoder returns what the encoder has seen, and no code says what"
    seen = []

    def encode(x):
        seen.append(x)
        return (torch.zeros(len(x), 16),) * 2

    return encode, lambda z: 20 * (seen[-1] - 0.5)


def _one_network(x):
    return nn.Identity()


def _sigma_for_logvar(x):
    encode, decode = _trained(x)
    return lambda x: (encode(x)[0], (0.5 * encode(x)[1]).exp()), decode


WRONG = [
    ("bound-too-high", _exp_of_logvar),
    ("bound-too-high", _one_eps_a_batch),
    ("kl-too-weak", _kl_averaged),
    ("kl-too-weak", _kl_of_a_pixel),
    ("code-unused", _untrained),
    ("code-unused", _mean_digit),
    ("code-unused", _remembers_by_place),
    ("not-a-tuple", _one_network),
    ("bound-too-high", _sigma_for_logvar),
]
