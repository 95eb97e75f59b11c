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


def _second_copy(model, x, sigma):
    return _error(model(_noisy(x, sigma)), _noisy(x, sigma))


def _second_copy_averaged(model, x, sigma):
    return nn.functional.mse_loss(model(_noisy(x, sigma)), _noisy(x, sigma))


def _target_is_the_noise(model, x, sigma):
    noisy = _noisy(x, sigma)
    return _error(model(noisy), noisy - x)


def _half(model, x, sigma):
    return 0.5 * _error(model(_noisy(x, sigma)), x)


def _axes_swapped(model, x, sigma):
    return (model(_noisy(x, sigma)) - x).square().sum(0).mean()


def _clean_images_too(model, x, sigma):
    return _error(model(_noisy(x, sigma)), x) + _error(model(x), x)


def _uniform(model, x, sigma):
    return _error(model(x + sigma * torch.rand_like(x)), x)


def _one_number(model, x, sigma):
    return _error(model(x + sigma * torch.randn(1)), x)


def _noise_on_the_output(model, x, sigma):
    return _error(_noisy(model(_noisy(x, sigma)), sigma), x)


def _one_image_of_noise(model, x, sigma):
    return _error(model(x + sigma * torch.randn(x.shape[1])), x)


def _clamped_output(model, x, sigma):
    return _error(model(_noisy(x, sigma)).clamp(0, 1), x)


def _sigmoid(model, x, sigma):
    return _error(model(_noisy(x, sigma)).sigmoid(), x)


def _over_the_variance(model, x, sigma):
    return _error(model(_noisy(x, sigma)), x) / sigma**2


def _cross_entropy(model, x, sigma):
    logits = model(_noisy(x, sigma))
    return nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)


def _averaged_twice(model, x, sigma):
    return _error(model(_noisy(x, sigma)), x) / len(x)


def _target_through_the_model(model, x, sigma):
    return _error(model(x), model(_noisy(x, sigma)))


def _two_draws(model, x, sigma):
    return sum(_error(model(_noisy(x, sigma)), x) for _ in range(2))


WRONG = [
    ("clean-input-too", _target_through_the_model),
    ("called-often", _two_draws),
    ("second-noisy-copy", _noise_on_the_output),
    ("same-noise-for-the-batch", _one_image_of_noise),
    ("terms.squared-error-of-output-cut-to-[0-1]-for-squared-error", _clamped_output),
    ("terms.squared-error-of-output's-sigmoid-for-squared-error", _sigmoid),
    ("terms.squared-error-over-sigma^2-for-squared-error", _over_the_variance),
    ("terms.binary-cross-entropy-for-squared-error", _cross_entropy),
    ("terms.squared-error-divided-by-images", _averaged_twice),
    ("second-noisy-copy", _second_copy),
    ("second-noisy-copy", _second_copy_averaged),
    ("terms.squared-error-to-noise-for-squared-error", _target_is_the_noise),
    ("terms.squared-error-half", _half),
    ("terms.squared-error-summed-over-images-and-averaged-over-pixels-for-squared-error", _axes_swapped),
    ("clean-input-too", _clean_images_too),
    ("uniform", _uniform),
    ("one-number-for-all", _one_number),
    ("shifted", _shifted),
    ("terms.squared-error-to-noisy-images-for-squared-error", _noisy_target),
    ("terms.squared-error-to-noisy-images-for-squared-error-averaged-over-pixels", _noisy_target_mse),
    ("clean-input", _no_noise),
    ("clean-input", _noise_behind),
    ("terms.squared-error-averaged-over-pixels", _mse_loss),
    ("terms.squared-error-summed-over-images", _summed),
    ("no-gradient", _no_model),
    ("terms.squared-error-of-noisy-images-for-squared-error", _model_forgotten),
    ("model-not-called", _never_called),
    ("clipped", _clipped_noise),
    ("terms.absolute-error-for-squared-error", _distances),
    ("not-averaged", _each),
    ("no-gradient", _item),
    ("other-sigma", _too_much),
]
