"""What students write for latent.lerp, each with the slug that its check must answer with."""

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


def _even_times(a, b, t):
    return a + torch.linspace(0, 1, len(t))[:, None] * (b - a)


def _from_a_to_b_backwards(a, b, t):
    return a + t[:, None] * (a - b)


def _both_grow(a, b, t):
    return t[:, None] * (a + b)


def _unit_ends(a, b, t):
    return torch.lerp((a / a.norm()).expand(len(t), -1), (b / b.norm()).expand(len(t), -1), t[:, None])


def _backwards_at_even_times(a, b, t):
    steps = torch.linspace(0, 1, len(t))[:, None]
    return (1 - steps) * b + steps * a


def _unit_step(a, b, t):
    return a + t[:, None] * (b - a) / (b - a).norm()


def _roots(a, b, t):
    return (1 - t).sqrt()[:, None] * a + t.sqrt()[:, None] * b


WRONG = [
    ("terms.a-less-t*a/|b-a|-for-(1-t)*a+t*b/|b-a|-for-t*b", _unit_step),
    ("terms.a-at-root-of-1-t-for-(1-t)*a+t*b-at-root-of-times-for-t*b", _roots),
    ("terms.minus-t*a-for-(1-t)*a", _no_start),
    ("terms.t*a-for-(1-t)*a+(1-t)*b-for-t*b", _backwards),
    ("transposed", _columns),
    ("terms.(1-t)*a-missing", _only_b),
    ("terms.a-for-(1-t)*a", _adds_b),
    ("wrong-shape", _one_number_for_all),
    ("terms.(1-t)*a-at-even-times-for-(1-t)*a+t*b-at-even-times-for-t*b", _even_times),
    ("terms.t*a-at-even-times-for-(1-t)*a+(1-t)*b-at-even-times-for-t*b", _backwards_at_even_times),
    ("terms.sum-of-a-and-t*a-for-(1-t)*a+t*b-sign", _from_a_to_b_backwards),
    ("terms.t*a-for-(1-t)*a", _both_grow),
    ("terms.(1-t)*a/|a|-for-(1-t)*a+t*b/|b|-for-t*b", _unit_ends),
]
