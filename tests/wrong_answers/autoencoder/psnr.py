"""What students write for autoencoder.psnr, each with the slug that its check must answer with."""

import torch


def _mse(x, y):
    return (x - y).square().flatten(1).mean(1)


def _turned(x, y):
    return 10 * torch.log10(_mse(x, y))


def _twice(x, y):
    return 20 * torch.log10(1 / _mse(x, y))


def _of_root(x, y):
    return 10 * torch.log10(1 / _mse(x, y).sqrt())


def _peak_255(x, y):
    return 10 * torch.log10(255**2 / _mse(x, y))


def _natural(x, y):
    return 10 * torch.log(1 / _mse(x, y))


def _bels(x, y):
    return torch.log10(1 / _mse(x, y))


def _of_sum(x, y):
    return 10 * torch.log10(1 / (x - y).square().flatten(1).sum(1))


def _one_for_all(x, y):
    return 10 * torch.log10(1 / (x - y).square().mean())


def _over_dim_1(x, y):
    return 10 * torch.log10(1 / (x - y).square().mean(1))


WRONG = [
    ("sign", _turned),
    ("twice", _twice),
    ("root-taken", _of_root),
    ("peak-255", _peak_255),
    ("natural-log", _natural),
    ("factor-forgotten", _bels),
    ("summed-over-pixels", _of_sum),
    ("one-for-the-batch", _one_for_all),
    ("wrong-shape", _over_dim_1),
]
