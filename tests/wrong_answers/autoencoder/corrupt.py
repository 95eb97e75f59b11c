"""What students write for autoencoder.corrupt, each with the slug that its check must answer with."""

import math

import torch


def _same_for_all(x, sigma):
    return x + sigma * torch.randn(x.shape[-2:])


def _same_image(x, sigma):
    return x + sigma * torch.randn(1, *x.shape[1:])


def _one_each(x, sigma):
    return x + sigma * torch.randn(len(x), 1, 1, 1)


def _rand(x, sigma):
    return x + sigma * torch.rand_like(x)


def _rand_of_that_spread(x, sigma):
    return x + sigma * math.sqrt(12) * (torch.rand_like(x) - 0.5)


def _clamped(x, sigma):
    return (x + sigma * torch.randn_like(x)).clamp(0, 1)


def _as_variance(x, sigma):
    return x + math.sqrt(sigma) * torch.randn_like(x)


def _sigma_squared(x, sigma):
    return x + sigma**2 * torch.randn_like(x)


def _no_sigma(x, sigma):
    return x + torch.randn_like(x)


def _mixed(x, sigma):
    return (1 - sigma) * x + sigma * torch.randn_like(x)


def _times(x, sigma):
    return x * (1 + sigma * torch.randn_like(x))


def _only_noise(x, sigma):
    return sigma * torch.randn_like(x)


def _seeded(x, sigma):
    torch.manual_seed(0)
    return x + sigma * torch.randn_like(x)


def _unchanged(x, sigma):
    return x


def _in_place(x, sigma):
    x += sigma * torch.randn_like(x)
    return x


def _darker(x, sigma):
    return x + sigma * (torch.randn_like(x) - 0.1)


def _brighter(x, sigma):
    return x + sigma * torch.randn_like(x) + 0.05


def _shared_by_columns(x, sigma):
    return x + sigma * torch.randn_like(x[..., :1])


def _laplace(x, sigma):
    return x + sigma * torch.distributions.Laplace(0.0, math.sqrt(0.5)).sample(x.shape)


def _half(x, sigma):
    return x + 0.5 * torch.randn_like(x)


def _one_number(x, sigma):
    return x + sigma * torch.randn(1)


def _faded(x, sigma):
    return 0.85 * x + sigma * torch.randn_like(x)


def _from_minus_1(x, sigma):
    return x + sigma * (2 * torch.rand_like(x) - 1)


def _rand_unscaled(x, sigma):
    return x + torch.rand_like(x)


def _rand_around_0(x, sigma):
    return x + sigma * (torch.rand_like(x) - 0.5)


def _divided(x, sigma):
    return x + torch.randn_like(x) / sigma


def _clamped_below(x, sigma):
    return (x + sigma * torch.randn_like(x)).clamp(min=0)


def _product(x, sigma):
    return x * sigma * torch.randn_like(x)


def _same_variance(x, sigma):
    return (1 - sigma**2) ** 0.5 * x + sigma * torch.randn_like(x)


def _only_brighter(x, sigma):
    return x + (sigma * torch.randn_like(x)).clamp(min=0)


def _absolute(x, sigma):
    return x + sigma * torch.randn_like(x).abs()


def _on_ink(x, sigma):
    return torch.where(x > 0, x + sigma * torch.randn_like(x), x)


def _folded(x, sigma):
    return (x + sigma * torch.randn_like(x)).abs()


def _rescaled(x, sigma):
    noisy = x + sigma * torch.randn_like(x)
    return (noisy - noisy.min()) / (noisy.max() - noisy.min())


def _shared_by_rows(x, sigma):
    return x + sigma * torch.randn_like(x[..., :1, :])


WRONG = [
    ("noise-shared", _shared_by_rows),
    ("never-negative", _folded),
    ("never-negative", _rescaled),
    ("paper-untouched", _on_ink),
    ("multiplied", _product),
    ("noise-depends-on-x", _same_variance),
    ("some-untouched", _only_brighter),
    ("absolute", _absolute),
    ("one-number-for-all", _one_number),
    ("noise-depends-on-x", _faded),
    ("uniform-from-minus-1", _from_minus_1),
    ("sigma-forgotten+uniform", _rand_unscaled),
    ("uniform-around-0", _rand_around_0),
    ("divided-by-sigma", _divided),
    ("clipped", _clamped_below),
    ("shifted", _darker),
    ("shifted", _brighter),
    ("same-noise-for-the-batch", _same_for_all),
    ("same-noise-for-the-batch", _same_image),
    ("one-number-per-image", _one_each),
    ("uniform", _rand),
    ("uniform-noise", _rand_of_that_spread),
    ("clipped", _clamped),
    ("sigma-as-variance", _as_variance),
    ("sigma-squared", _sigma_squared),
    ("sigma-forgotten", _no_sigma),
    ("mixed", _mixed),
    ("noise-wider-for-some", _times),
    ("noise-alone", _only_noise),
    ("same-noise-each-time", _seeded),
    ("no-noise", _unchanged),
    ("changed-its-input", _in_place),
    ("noise-shared", _shared_by_columns),
    ("noise-shape", _laplace),
    ("other-spread", _half),
]
