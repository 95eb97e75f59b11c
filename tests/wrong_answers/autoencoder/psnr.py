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


def _sum_in_ln(x, y):
    return 10 * torch.log(1 / (x - y).square().flatten(1).sum(1))


def _signal_to_noise(x, y):
    return 10 * torch.log10(x.square().flatten(1).mean(1) / _mse(x, y))


def _peak_not_squared(x, y):
    return 10 * torch.log10(255 / _mse(x, y))


def _ten_inside(x, y):
    return torch.log10(10 / _mse(x, y))


def _not_squared(x, y):
    return 10 * torch.log10(1 / (x - y).flatten(1).mean(1))


def _lessons_pixels(x, y):
    return 10 * torch.log10(784 / (x - y).square().flatten(1).sum(1))


def _variance(x, y):
    return 10 * torch.log10(1 / (x - y).flatten(1).var(1))


def _of_the_batch(x, y):
    return (10 * torch.log10(1 / (x - y).square().mean())).repeat(len(x))


def _cut(x, y):
    return 10 * torch.log10(1 / _mse(x, y.clamp(0, 1)))


def _over_the_images(x, y):
    return 10 * torch.log10(1 / (x - y).square().flatten(1).mean(0))


def _keeps_channels(x, y):
    return 10 * torch.log10(1 / (x - y).square().mean(dim=(-2, -1)))


WRONG = [
    ("terms.10-log10(1/mse-of-whole-batch)-for-10-log10(1/mse)", _of_the_batch),
    ("terms.10-log10(1/mse-of-reconstruction-cut-to-[0-1])-for-10-log10(1/mse)", _cut),
    ("averaged-over-images", _over_the_images),
    ("not-averaged", _keeps_channels),
    ("terms.10-log10(784/sum-of-squares)-for-10-log10(1/mse)", _lessons_pixels),
    ("terms.10-log10(1/variance-of-error-with-n-1)-for-10-log10(1/mse)", _variance),
    ("terms.10-ln(1/sum-of-squares)-for-10-log10(1/mse)", _sum_in_ln),
    ("terms.10-log10(mean-of-x^2/mse)-for-10-log10(1/mse)", _signal_to_noise),
    ("terms.10-log10(255/mse)-for-10-log10(1/mse)", _peak_not_squared),
    ("terms.log10(10/mse)-for-10-log10(1/mse)", _ten_inside),
    ("nan", _not_squared),
    ("terms.10-log10(1/mse)-sign", _turned),
    ("terms.10-log10(1/mse)-twice", _twice),
    ("terms.10-log10(1/mse)-half", _of_root),
    ("terms.20-log10(255)-added", _peak_255),
    ("terms.10-ln(1/mse)-for-10-log10(1/mse)", _natural),
    ("terms.10-log10(1/mse)-weight", _bels),
    ("terms.10-log10(1/sum-of-squares)-for-10-log10(1/mse)", _of_sum),
    ("one-for-the-batch", _one_for_all),
    ("not-averaged", _over_dim_1),
]
