"""Denoisers that are none, or lazy ones: none of them trains for long."""

import torch
from torch import nn

from gencourse.builds.denoiser import train_denoiser
from gencourse.networks import mlp
from gencourse.probability import corrupt


def _best_linear(x, sigma):
    "Mean and covariance of lesson 00: the strongest rival that trains nothing"
    mean, cov = x.mean(0), torch.cov(x.T)
    gain = torch.linalg.solve(cov + sigma**2 * torch.eye(784), cov)
    return lambda noisy: mean + (noisy - mean) @ gain


def _as_in_the_lesson(x, sigma):
    "Its network, its loss, its time"
    net = nn.Sequential(mlp(784, 1024, 784), nn.Sigmoid())
    steps = 12 * len(x) // 64
    optimizer = torch.optim.AdamW(net.parameters())
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (64,))]
        loss = (net(corrupt(batch, sigma)) - batch).square().sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    return net


def _trained_without_noise(x, sigma):
    net = mlp(784, 256, 784)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(1200):
        batch = x[torch.randint(len(x), (100,))]
        loss = (net(batch) - batch).square().sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def _forgot_the_sigmoid(x, sigma):
    return train_denoiser(x[:800], sigma)[0]  # a fifth of the digits: right but for the sigmoid, and soon done


def _mean_digit(x, sigma):
    return lambda noisy: x.mean(0).expand_as(noisy)


def _the_noisy_one(x, sigma):
    return nn.Identity()


def _a_loss(x, sigma):
    return torch.zeros(())


def _nothing(x, sigma):
    corrupt(x, sigma)


WRONG = [
    ("not-clean-enough", _best_linear),
    ("not-clean-enough", _as_in_the_lesson),
    ("the-noise-is-kept", _trained_without_noise),
    ("logits-not-pictures", _forgot_the_sigmoid),
    ("one-picture-for-all", _mean_digit),
    ("the-noise-is-kept", _the_noisy_one),
    ("returned-no-denoiser", _a_loss),
    ("returned-no-denoiser", _nothing),
]
