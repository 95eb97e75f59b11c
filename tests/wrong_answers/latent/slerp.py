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


def _raw_angle_guarded(a, b, t):
    omega = torch.acos((a @ b).clamp(-1, 1))
    return _straight(a, b, t) if torch.sin(omega) < 1e-3 else _arc(a, b, omega, t)


def _times_the_norms(a, b, t):
    return _arc(a, b, torch.acos(a @ b * a.norm() * b.norm()), t)


def _straight_where_parallel(a, b, t):
    omega = _omega(a, b)
    return _straight(a, b, t) if omega < 1e-3 else _arc(a, b, omega, t)


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


def _guarded(weight, a, b, t, omega=None):
    omega = _omega(a, b) if omega is None else omega
    if torch.sin(omega).abs() < 1e-3:
        return _straight(a, b, t)
    return weight(1 - t[:, None], omega) * a + weight(t[:, None], omega) * b


def _angle_outside(a, b, t):
    return _guarded(lambda s, omega: torch.sin(s) * omega / torch.sin(omega), a, b, t)


def _over_the_angle(a, b, t):
    return _guarded(lambda s, omega: torch.sin(s * omega) / omega, a, b, t)


def _asin(a, b, t):
    return _arc(a, b, torch.asin((a @ b / (a.norm() * b.norm())).clamp(-1, 1)), t)


def _even_times(a, b, t):
    even = torch.linspace(0, 1, len(t))
    return _guarded(lambda s, omega: torch.sin(s * omega) / torch.sin(omega), a, b, even)


def _unit_ends_backwards(a, b, t):
    return _arc(b / b.norm(), a / a.norm(), _omega(a, b), t)


def _one_norm(a, b, t):
    return _arc(a, b, torch.acos((a @ b / a.norm()).clamp(-1, 1)), t)


def _half_turn_at_most(a, b, t):
    "As for quaternions, of which b and -b are the same turn"
    b = -b if a @ b < 0 else b
    return _straight(a, b, t) if torch.sin(_omega(a, b)) < 1e-3 else _arc(a, b, _omega(a, b), t)


def _absolute_cosine(a, b, t):
    omega = torch.acos((a @ b / (a.norm() * b.norm())).abs().clamp(max=1))
    return _straight(a, b, t) if torch.sin(omega) < 1e-3 else _arc(a, b, omega, t)


def _clamped_at_0(a, b, t):
    omega = torch.acos((a @ b / (a.norm() * b.norm())).clamp(0, 1))
    return _straight(a, b, t) if torch.sin(omega) < 1e-3 else _arc(a, b, omega, t)


def _straight_by_the_cosine(a, b, t):
    "The threshold of a much copied function"
    cosine = a @ b / (a.norm() * b.norm())
    return _straight(a, b, t) if abs(cosine) > 0.9995 else _arc(a, b, torch.acos(cosine), t)


def _lengths_apart(a, b, t):
    lengths = (1 - t)[:, None] * a.norm() + t[:, None] * b.norm()
    omega = _omega(a, b)
    straight = torch.sin(omega) < 1e-3
    return _straight(a, b, t) if straight else lengths * _arc(a / a.norm(), b / b.norm(), omega, t)


def _as_for_a_right_angle(a, b, t):
    omega = _omega(a, b)
    turned = torch.cos(t * omega)[:, None] * a + torch.sin(t * omega)[:, None] * b
    return _straight(a, b, t) if torch.sin(omega) < 1e-3 else turned


def _brackets_left_out(a, b, t):
    omega, s = _omega(a, b), t[:, None]
    if torch.sin(omega) < 1e-3:
        return _straight(a, b, t)
    return torch.sin((1 - s) * omega) * a + torch.sin(s * omega) * b / torch.sin(omega)


WRONG = [
    ("turned-round", _half_turn_at_most),
    ("angle-of-the-line", _absolute_cosine),
    ("clamped-at-0", _clamped_at_0),
    ("straight-too-early", _straight_by_the_cosine),
    ("lengths-apart", _lengths_apart),
    ("as-for-a-right-angle", _as_for_a_right_angle),
    ("one-end-divided", _brackets_left_out),
    ("straight-too-early", _straight_when_near),
    ("lerp-instead", _straight),
    ("reversed", _arc_backwards),
    ("angle-not-normalised", _raw_angle),
    ("angle-not-normalised", _raw_angle_clamped),
    ("angle-not-normalised", _raw_angle_guarded),
    ("angle-not-normalised", _times_the_norms),
    ("ends-normalised", _unit_ends),
    ("sine-forgotten", _no_sine),
    ("straight-case", _zero_over_zero),
    ("straight-case", _straight_where_parallel),
    ("not-clamped", _no_clamp),
    ("angle-outside", _angle_outside),
    ("divided-by-the-angle", _over_the_angle),
    ("asin-for-acos", _asin),
    ("even-times", _even_times),
    ("ends-normalised+reversed", _unit_ends_backwards),
    ("angle-not-normalised", _one_norm),
]
