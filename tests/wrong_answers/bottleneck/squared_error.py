"""What students write for bottleneck.squared_error, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F


def _mse(x, reconstruction):
    return F.mse_loss(reconstruction, x)


def _sum_of_everything(x, reconstruction):
    return ((reconstruction - x) ** 2).sum()


def _wrong_axes(x, reconstruction):
    return ((reconstruction - x) ** 2).mean(1).sum()


def _absolute(x, reconstruction):
    return (reconstruction - x).abs().sum(1).mean()


def _distance(x, reconstruction):
    return (reconstruction - x).norm(dim=1).mean()


def _halved(x, reconstruction):
    return 0.5 * ((reconstruction - x) ** 2).sum(1).mean()


def _each_point(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1)


def _plain_number(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1).mean().item()


def _no_grad(x, reconstruction):
    with torch.no_grad():
        return ((reconstruction - x) ** 2).sum(1).mean()


def _half_of_the_gradient(x, reconstruction):
    error = reconstruction - x
    return (error * error.detach()).sum(1).mean()


WRONG = [
    ("partly-detached", _half_of_the_gradient),
    ("averaged-over-features", _mse),
    ("summed-over-batch", _sum_of_everything),
    ("summed-batch-averaged-features", _wrong_axes),
    ("absolute", _absolute),
    ("root", _distance),
    ("halved", _halved),
    ("not-averaged", _each_point),
    ("no-gradient", _plain_number),
    ("no-gradient", _no_grad),
]
