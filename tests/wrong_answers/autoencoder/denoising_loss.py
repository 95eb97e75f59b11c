"""What students write for autoencoder.denoising_loss, each with the slug that its check must answer with."""

import torch
from torch import nn


def _noisy(x, sigma):
    return x + sigma * torch.randn_like(x)


def _error(a, b):
    return (a - b).square().flatten(1).sum(1).mean()


def _noisy_target(model, x, sigma):
    noisy = _noisy(x, sigma)
    return _error(model(noisy), noisy)


def _noisy_target_mse(model, x, sigma):
    noisy = _noisy(x, sigma)
    return nn.functional.mse_loss(model(noisy), noisy)


def _no_noise(model, x, sigma):
    return _error(model(x), x)


def _noise_behind(model, x, sigma):
    return _error(_noisy(model(x), sigma), x)


def _mse_loss(model, x, sigma):
    return nn.functional.mse_loss(model(_noisy(x, sigma)), x)


def _summed(model, x, sigma):
    return (model(_noisy(x, sigma)) - x).square().sum()


def _no_model(model, x, sigma):
    model(_noisy(x, sigma))
    return _error(_noisy(x, sigma), x)


def _model_forgotten(model, x, sigma):
    noisy = _noisy(x, sigma)
    return _error(noisy, x) + 0 * model(noisy).sum()


def _never_called(model, x, sigma):
    return _error(_noisy(x, sigma), x)


def _clipped_noise(model, x, sigma):
    return _error(model(_noisy(x, sigma).clamp(0, 1)), x)


def _distances(model, x, sigma):
    return (model(_noisy(x, sigma)) - x).abs().sum(1).mean()


def _each(model, x, sigma):
    return (model(_noisy(x, sigma)) - x).square().sum(1)


def _item(model, x, sigma):
    return _error(model(_noisy(x, sigma)), x).item()


def _too_much(model, x, sigma):
    return _error(model(_noisy(x, 2 * sigma)), x)


def _shifted(model, x, sigma):
    noisy = x + sigma * (torch.randn_like(x) - 0.2)
    return (model(noisy) - x).square().sum(1).mean()


WRONG = [
    ("shifted", _shifted),
    ("noisy-target", _noisy_target),
    ("noisy-target-averaged", _noisy_target_mse),
    ("clean-input", _no_noise),
    ("clean-input", _noise_behind),
    ("averaged-over-pixels", _mse_loss),
    ("summed-over-batch", _summed),
    ("no-gradient", _no_model),
    ("model-forgotten", _model_forgotten),
    ("model-not-called", _never_called),
    ("clipped", _clipped_noise),
    ("absolute", _distances),
    ("not-averaged", _each),
    ("no-gradient", _item),
    ("other-sigma", _too_much),
]
