"""What students write for latent.lerp, each with the slug that its check must answer with."""


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


WRONG = [
    ("start-forgotten", _no_start),
    ("reversed", _backwards),
    ("transposed", _columns),
    ("only-to-b", _only_b),
    ("sum-of-ends", _adds_b),
    ("wrong-shape", _one_number_for_all),
]
