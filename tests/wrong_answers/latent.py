"""What students write for the latent space lesson's exercises, each with the slug that a check must answer with."""

import torch


def _no_start(a, b, t):
    return t[:, None] * (b - a)


def _backwards(a, b, t):
    return t[:, None] * a + (1 - t[:, None]) * b


def _columns(a, b, t):
    return a[:, None] + t * (b - a)[:, None]


def _only_b(a, b, t):
    return t[:, None] * b


def _adds_b(a, b, t):
    return a + t[:, None] * b


def _one_number_for_all(a, b, t):
    return a + t.mean() * (b - a)


def _omega(a, b):
    return torch.acos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))


def _arc(a, b, omega, t):
    t = t[:, None]
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


def _straight(a, b, t):
    return a + t[:, None] * (b - a)


def _arc_backwards(a, b, t):
    return _straight(b, a, t) if torch.sin(_omega(a, b)) < 1e-3 else _arc(b, a, _omega(a, b), t)


def _raw_angle(a, b, t):
    return _arc(a, b, torch.acos(a @ b), t)


def _raw_angle_clamped(a, b, t):
    return _arc(a, b, torch.acos((a @ b).clamp(-1, 1)), t)


def _unit_ends(a, b, t):
    return _arc(a / a.norm(), b / b.norm(), _omega(a, b), t)


def _no_sine(a, b, t):
    return _arc(a, b, _omega(a, b), t) * torch.sin(_omega(a, b))


def _zero_over_zero(a, b, t):
    return _arc(a, b, _omega(a, b), t)


def _no_clamp(a, b, t):
    omega = torch.acos(a @ b / (a.norm() * b.norm()))
    return _straight(a, b, t) if torch.sin(omega) < 1e-3 else _arc(a, b, omega, t)


def _spread(x):
    return x.var(0, correction=0).mean().sqrt()


def _undivided(z, returned, codes):
    return (returned - z).norm(dim=1).mean()


def _by_variance(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / _spread(codes) ** 2


def _by_z(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / _spread(z)


def _not_centred(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.square().mean().sqrt()


def _one_spread(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.std(correction=0)


def _mean_of_stds(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.std(0, correction=0).mean()


def _squares(z, returned, codes):
    return (returned - z).square().sum(1).mean() / _spread(codes)


def _over_dimensions(z, returned, codes):
    return (returned - z).abs().mean() / _spread(codes)


def _each(z, returned, codes):
    return (returned - z).norm(dim=1) / _spread(codes)


def _minus_all(codes, has):
    return codes[has].mean(0) - codes.mean(0)


def _small_minus_big(codes, has):
    return codes[~has].mean(0) - codes[has].mean(0)


def _mean_alone(codes, has):
    return codes[has].mean(0)


def _unit_length(codes, has):
    step = codes[has].mean(0) - codes[~has].mean(0)
    return step / step.norm()


def _sums(codes, has):
    return codes[has].sum(0) - codes[~has].sum(0)


def _one_mean(codes, has):
    return codes[has].mean() - codes[~has].mean()


def _grid(x, y, indexing="ij"):
    return torch.stack(torch.meshgrid(x, y, indexing=indexing), dim=-1).flatten(0, 1)


def _upside_down(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis, indexing="xy")


def _falling_x(low, high, n):
    axis = torch.linspace(high, low, n)
    return _grid(axis, axis, indexing="xy")


def _columns_first(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis.flip(0))


def _columns_upwards(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis)


def _swapped(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis.flip(0), indexing="xy").flip(1)


def _square(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.stack(torch.meshgrid(axis, axis.flip(0), indexing="xy"), dim=-1)


WRONG_ANSWERS = {
    "latent.lerp": [
        ("start-forgotten", _no_start),
        ("reversed", _backwards),
        ("transposed", _columns),
        ("only-to-b", _only_b),
        ("sum-of-ends", _adds_b),
        ("wrong-shape", _one_number_for_all),
    ],
    "latent.slerp": [
        ("lerp-instead", _straight),
        ("reversed", _arc_backwards),
        ("angle-not-normalised", _raw_angle),
        ("angle-not-normalised", _raw_angle_clamped),
        ("ends-normalised", _unit_ends),
        ("sine-forgotten", _no_sine),
        ("straight-case", _zero_over_zero),
        ("straight-case", _no_clamp),
    ],
    "latent.hole_score": [
        ("undivided", _undivided),
        ("divided-by-variance", _by_variance),
        ("divided-by-z", _by_z),
        ("not-centred", _not_centred),
        ("one-spread-for-all", _one_spread),
        ("mean-of-stds", _mean_of_stds),
        ("squared", _squares),
        ("averaged-over-dimensions", _over_dimensions),
        ("not-averaged", _each),
    ],
    "latent.attribute_vector": [
        ("minus-all", _minus_all),
        ("backwards", _small_minus_big),
        ("mean-alone", _mean_alone),
        ("unit-length", _unit_length),
        ("summed", _sums),
        ("wrong-shape", _one_mean),
    ],
    "latent.latent_grid": [
        ("upside-down", _upside_down),
        ("mirrored", _falling_x),
        ("columns-first", _columns_first),
        ("columns-first-upside-down", _columns_upwards),
        ("x-and-y-swapped", _swapped),
        ("wrong-shape", _square),
    ],
}
