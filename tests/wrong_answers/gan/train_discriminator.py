"""Discriminators that were trained too little, on too little, or that say it the wrong way."""

import torch
from torch import nn
from torch.nn.functional import softplus

from gencourse.builds.train_discriminator import train_discriminator
from gencourse.networks import mlp


def _trained(real, fake, steps, sizes=(128, 128), rate=3e-3):
    net = mlp(2, *sizes, 1)
    optimizer = torch.optim.Adam(net.parameters(), rate)
    for _ in range(steps):
        real_, fake_ = (x[torch.randint(len(x), (128,))] for x in (real, fake))
        loss = softplus(-net(real_)).mean() + softplus(net(fake_)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def _in_300_steps(real, fake):
    return _trained(real, fake, 300)


def _on_a_quarter_of_the_points(real, fake):
    return train_discriminator(real[:500], fake[:500])


def _a_straight_line(real, fake):
    return _trained(real, fake, 500, sizes=())


def _by_the_radius_alone(real, fake):
    "The strongest rival that sees no bumps: how far from the circle through their middles"

    def shown(x):
        return (x.norm(dim=1, keepdim=True) - 2).square()

    line = nn.Linear(1, 1)
    optimizer = torch.optim.Adam(line.parameters(), 0.05)
    for _ in range(500):
        loss = softplus(-line(shown(real))).mean() + softplus(line(shown(fake))).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return lambda x: line(shown(x))


def _swapped(real, fake):
    return train_discriminator(fake, real)


def _probabilities(real, fake):
    return nn.Sequential(train_discriminator(real, fake), nn.Sigmoid())


def _untrained(real, fake):
    return mlp(2, 128, 128, 1)


def _remembers_the_order(real, fake):
    "Half and half, as they were given"
    return lambda x: torch.where(torch.arange(len(x)) < len(x) // 2, 5.0, -5.0)


def _the_loss(real, fake):
    return torch.zeros(())


WRONG = [
    ("finds-too-little", _in_300_steps),
    ("finds-too-little", _on_a_quarter_of_the_points),
    ("finds-too-little", _a_straight_line),
    ("finds-too-little", _by_the_radius_alone),
    ("real-and-generated-swapped", _swapped),
    ("probabilities", _probabilities),
    ("finds-too-little", _untrained),
    ("finds-too-little", _remembers_the_order),
    ("returned-no-discriminator", _the_loss),
]
