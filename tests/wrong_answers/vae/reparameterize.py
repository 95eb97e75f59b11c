"""What students write for vae.reparameterize, each with the slug that its check must answer with."""

import torch
from torch.distributions import Normal


def _variance_as_deviation(mean, logvar):
    std = logvar.exp()
    return mean + std * torch.randn_like(std)


def _one_noise(mean, logvar):
    eps = torch.randn(mean.shape[1])
    return mean + torch.exp(0.5 * logvar) * eps


def _one_number(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(1)


def _one_noise_an_image(mean, logvar):
    eps = torch.randn(mean.shape[0], 1)
    return mean + torch.exp(0.5 * logvar) * eps


def _torch_normal(mean, logvar):
    return torch.normal(mean, torch.exp(0.5 * logvar))


def _sample_without_r(mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).sample()


def _detached_sigma(mean, logvar):
    std = torch.exp(0.5 * logvar)
    return mean + std.detach() * torch.randn_like(mean)


def _detached_mean(mean, logvar):
    return mean.detach() + torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _no_mean(mean, logvar):
    return torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.rand_like(mean)


def _centred_uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * (2 * torch.rand_like(mean) - 1)


def _no_exp(mean, logvar):
    return mean + 0.5 * logvar * torch.randn_like(mean)


def _logvar_itself(mean, logvar):
    return mean + logvar * torch.randn_like(mean)


def _root(mean, logvar):
    return mean + torch.sqrt(logvar) * torch.randn_like(mean)


def _unscaled(mean, logvar):
    return mean + torch.randn_like(mean)


def _minus_half(mean, logvar):
    return mean + torch.exp(-0.5 * logvar) * torch.randn_like(mean)


def _half_of_the_half(mean, logvar):
    return mean + torch.sqrt(torch.exp(0.5 * logvar)) * torch.randn_like(mean)


def _mean_alone(mean, logvar):
    return mean


def _seeded(mean, logvar):
    torch.manual_seed(0)
    return mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _cut_off(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn_like(mean).clamp(-2, 2)


def _softplus(mean, logvar):
    return mean + torch.nn.functional.softplus(logvar) * torch.randn_like(mean)


def _cooled(mean, logvar):
    return mean + 0.7 * torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _minus_the_mean(mean, logvar):
    return torch.exp(0.5 * logvar) * torch.randn_like(mean) - mean


def _sigma_times_both(mean, logvar):
    return (mean + torch.randn_like(mean)) * torch.exp(0.5 * logvar)


def _noise_itself(mean, logvar):
    return torch.randn_like(mean)


def _swapped(mean, logvar):
    return logvar + torch.exp(0.5 * mean) * torch.randn_like(mean)


def _twice(mean, logvar):
    return mean + torch.exp(2 * logvar) * torch.randn_like(mean)


def _moments_change_places(mean, logvar):
    return torch.exp(0.5 * logvar) + mean * torch.randn_like(mean)


def _noise_inside_the_exp(mean, logvar):
    return mean + torch.exp(0.5 * logvar * torch.randn_like(mean))


def _absolute_noise(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn_like(mean).abs()


def _noise_of_one_length(mean, logvar):
    eps = torch.nn.functional.normalize(torch.randn_like(mean), dim=1) * mean.shape[1] ** 0.5
    return mean + torch.exp(0.5 * logvar) * eps


WRONG = [
    ("noise-of-one-length", _noise_of_one_length),
    ("mean-for-sigma", _moments_change_places),
    ("noise-inside-the-exp", _noise_inside_the_exp),
    ("noise-above-0", _absolute_noise),
    ("logvar-as-log-sigma", _variance_as_deviation),
    ("one-noise-for-the-batch", _one_noise),
    ("one-noise-for-the-batch", _one_number),
    ("noise-shared", _one_noise_an_image),
    ("no-gradient", _torch_normal),
    ("no-gradient", _sample_without_r),
    ("sigma-detached", _detached_sigma),
    ("mean-detached", _detached_mean),
    ("mean-forgotten", _no_mean),
    ("uniform-noise", _uniform),
    ("uniform-noise", _centred_uniform),
    ("exp-forgotten", _no_exp),
    ("logvar-as-sigma", _logvar_itself),
    ("root-of-logvar", _root),
    ("noise-not-scaled", _unscaled),
    ("exponent-sign", _minus_half),
    ("root-twice", _half_of_the_half),
    ("no-noise", _mean_alone),
    ("same-noise-again", _seeded),
    ("noise-shape", _cut_off),
    ("softplus-for-exp", _softplus),
    ("noise-spread", _cooled),
    ("mean-subtracted", _minus_the_mean),
    ("mean-scaled", _sigma_times_both),
    ("sigma-and-mean-forgotten", _noise_itself),
    ("moments-swapped", _swapped),
    ("exponent-doubled", _twice),
]
