"""What students write for the autoencoders lesson's exercises, each with the slug that a check must answer with."""

import math

import torch
from torch import nn


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


def _make(padding=1, stride=2, first=nn.SiLU, between=nn.SiLU, side=7, channels=16, hidden=128, end=None, size=4):
    def conv_encoder(outputs):
        layers = [nn.Conv2d(1, channels, size, stride, padding), first()]
        layers += [nn.Conv2d(channels, 2 * channels, size, stride, padding), nn.SiLU(), nn.Flatten()]
        layers += [nn.Linear(2 * channels * side**2, hidden), between(), nn.Linear(hidden, outputs)]
        return nn.Sequential(*layers, *([end()] if end else []))

    return conv_encoder


def _no_flatten(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, 2, 1), nn.SiLU(), nn.Conv2d(16, 32, 4, 2, 1), nn.SiLU(), nn.Linear(1568, outputs)
    )


def _only_linear(outputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.SiLU(), nn.Linear(128, outputs))


def _one_convolution(outputs):
    return nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.SiLU(), nn.Flatten(), nn.Linear(32 * 14**2, outputs))


def _always_ten(outputs):
    return _make()(10)


def _class_itself(outputs):
    return nn.Conv2d


WRONG_ANSWERS = {
    "autoencoder.psnr": [
        ("sign", _turned),
        ("twice", _twice),
        ("root-taken", _of_root),
        ("peak-255", _peak_255),
        ("natural-log", _natural),
        ("factor-forgotten", _bels),
        ("summed-over-pixels", _of_sum),
        ("one-for-the-batch", _one_for_all),
        ("wrong-shape", _over_dim_1),
    ],
    "autoencoder.corrupt": [
        ("same-noise-for-the-batch", _same_for_all),
        ("same-noise-for-the-batch", _same_image),
        ("one-number-per-image", _one_each),
        ("uniform", _rand),
        ("not-gaussian", _rand_of_that_spread),
        ("clipped", _clamped),
        ("sigma-as-variance", _as_variance),
        ("sigma-squared", _sigma_squared),
        ("sigma-forgotten", _no_sigma),
        ("noise-depends-on-x", _mixed),
        ("noise-depends-on-x", _times),
        ("noise-depends-on-x", _only_noise),
        ("same-noise-each-time", _seeded),
        ("no-noise", _unchanged),
        ("changed-its-input", _in_place),
    ],
    "autoencoder.denoising_loss": [
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
    ],
    "autoencoder.sparsity_penalty": [
        ("signed", lambda h: h.sum(1).mean()),
        ("signed-sum", lambda h: h.sum()),
        ("signed-averaged", lambda h: h.mean()),
        ("averaged-over-units", lambda h: h.abs().mean()),
        ("summed-over-batch", lambda h: h.abs().sum()),
        ("squared", lambda h: h.square().sum(1).mean()),
        ("root-of-squares", lambda h: h.norm(dim=1).mean()),
        ("not-averaged", lambda h: h.abs().sum(1)),
        ("no-gradient", lambda h: (h != 0).float().sum(1).mean()),
    ],
    "autoencoder.conv_encoder": [
        ("sizes-do-not-fit", _make(padding=0)),
        ("no-padding", _make(padding=0, side=5)),
        ("not-halved", _make(stride=1, side=26, channels=16)),
        ("not-halved", _make(size=3, padding=0, side=6)),
        ("no-activation", _make(first=nn.Identity)),
        ("no-activation", _make(between=nn.Identity)),
        ("activation-at-the-end", _make(end=nn.SiLU)),
        ("activation-at-the-end", _make(end=nn.Sigmoid)),
        ("sizes-do-not-fit", _no_flatten),
        ("no-convolution", _only_linear),
        ("other-channels", _one_convolution),
        ("other-channels", _make(channels=8)),
        ("other-layers", _make(hidden=64)),
        ("wrong-shape", _always_ten),
        ("not-a-module", _class_itself),
    ],
}
