"""What students write for latent.slerp, each with the slug that its check must answer with."""

import torch


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


def _straight_when_near(a, b, t):
    omega = _omega(a, b)
    return _straight(a, b, t) if torch.sin(omega) < 0.5 else _arc(a, b, omega, t)


WRONG = [
    ("straight-too-early", _straight_when_near),
    ("lerp-instead", _straight),
    ("reversed", _arc_backwards),
    ("angle-not-normalised", _raw_angle),
    ("angle-not-normalised", _raw_angle_clamped),
    ("ends-normalised", _unit_ends),
    ("sine-forgotten", _no_sine),
    ("straight-case", _zero_over_zero),
    ("straight-case", _no_clamp),
]
