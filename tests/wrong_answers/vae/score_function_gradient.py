"""What students write for vae.score_function_gradient, each with the slug that its check must answer with."""

import torch


def _without_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps).mean(0)


def _by_variance(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std**2).mean(0)


def _times_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps * std).mean(0)


def _summed(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).sum(0)


def _pathwise(f, mean, std, eps):
    mean = mean.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(mean + std * eps).mean(), mean)
    return gradient


def _noise_scored(f, mean, std, eps):
    return (f(eps)[:, None] * eps / std).mean(0)


def _flipped(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * (mean - z) / std**2).mean(0)


def _averages_multiplied(f, mean, std, eps):
    z = mean + std * eps
    return f(z).mean() * (eps / std).mean(0)


def _z_over_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * z / std).mean(0)


def _of_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * (eps**2 - 1) / std).mean(0)


def _own_noise(f, mean, std, eps):
    eps = torch.randn_like(eps)
    return (f(mean + std * eps)[:, None] * eps / std).mean(0)


def _with_a_baseline(f, mean, std, eps):
    value = f(mean + std * eps)
    return ((value - value.mean())[:, None] * eps / std).mean(0)


def _each_draw(f, mean, std, eps):
    z = mean + std * eps
    return f(z)[:, None] * eps / std


def _one_mean(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).mean()


def _absolute(f, mean, std, eps):
    return (f(mean + std * eps).abs()[:, None] * eps / std).mean(0)


def _z_over_variance(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * z / std**2).mean(0)


def _z_alone(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * z).mean(0)


def _over_d_with_a_root(f, mean, std, eps):
    z = mean + std.sqrt() * eps
    return (f(z)[:, None] * eps / std).sum(0) / eps.shape[1]


def _minus_and_summed(f, mean, std, eps):
    return -(f(mean + std * eps)[:, None] * eps / std).sum(0)


def _scores_added_up(f, mean, std, eps):
    z = mean + std * eps
    return (f(z) * (eps / std).sum(1)).mean() * torch.ones_like(mean)


WRONG = [
    ("scores-added-up", _scores_added_up),
    ("mean-not-subtracted", _z_over_variance),
    ("z-alone", _z_alone),
    ("root-of-std-as-noise-scale+divided-by-d", _over_d_with_a_root),
    ("sign+summed", _minus_and_summed),
    ("absolute-value", _absolute),
    ("baseline", lambda f, mean, std, eps: ((f(mean + std * eps) - f(mean[None]))[:, None] * eps / std).mean(0)),
    ("std-forgotten", _without_std),
    ("divided-by-variance", _by_variance),
    ("multiplied-by-std", _times_std),
    ("summed", _summed),
    ("pathwise", _pathwise),
    ("f-of-noise", _noise_scored),
    ("sign", _flipped),
    ("averaged-too-early", _averages_multiplied),
    ("z-instead-of-eps", _z_over_std),
    ("gradient-of-std", _of_std),
    ("not-averaged", _each_draw),
    ("noise-of-its-own", _own_noise),
    ("baseline", _with_a_baseline),
    ("std-forgotten-in-z", lambda f, mean, std, eps: (f(mean + eps)[:, None] * eps / std).mean(0)),
    ("mean-forgotten-in-z", lambda f, mean, std, eps: (f(std * eps)[:, None] * eps / std).mean(0)),
    ("averaged-over-dimensions", lambda f, mean, std, eps: (f(mean + std * eps)[:, None] * eps / std).mean(1)),
    ("averaged-over-dimensions", _one_mean),
    ("f-forgotten", lambda f, mean, std, eps: (eps / std).mean(0)),
    ("variance-as-noise-scale", lambda f, mean, std, eps: (f(mean + std**2 * eps)[:, None] * eps / std).mean(0)),
]
