# %% wrong: makes its own even times from 0 to 1 and takes only the number of points from t
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    steps = torch.linspace(0, 1, len(t))[:, None]
    return (1 - steps) * a + steps * b


# %% wrong: takes b for a direction instead of an end: a + t b, which arrives at a + b
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    return a + t[:, None] * b


# %% wrong: multiplies t: [T] with vectors [D] without a new dimension: an error, or, where T = D, one point in which each number has a time of its own
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    return (1 - t) * a + t * b


# %% wrong: two mistakes: the weights are exchanged, so t = 0 is b, and the points are the columns, [D, T]
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    return torch.outer(a, t) + torch.outer(b, 1 - t)


# %% right: one matrix product of the weights [T, 2] with the ends [2, D]
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    weights = torch.stack([1 - t, t], dim=1)
    return weights @ torch.stack([a, b])


# %% right: point by point, stacked
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    return torch.stack([torch.lerp(a, b, time) for time in t.unbind()])
