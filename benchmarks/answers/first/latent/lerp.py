# %% wrong: multiplies a and b, [D], with 1 - t and t, [T], without making them columns: fails unless T equals D, and then returns one mixed point [D] instead of [T, D]
def lerp(a, b, t):
    return (1 - t) * a + t * b


# %% wrong: ignores the times in t and takes evenly spaced ones, as many as t has
def lerp(a, b, t):
    steps = torch.linspace(0, 1, len(t))[:, None]
    return a + steps * (b - a)


# %% wrong: each point starts from the point before it instead of from a, so the steps pile up towards b
def lerp(a, b, t):
    z = a
    points = []
    for s in t:
        z = z + s * (b - z)
        points.append(z)
    return torch.stack(points)


# %% wrong: two mistakes: the direction is a - b instead of b - a, and the start a is not added
def lerp(a, b, t):
    direction = a - b
    return t[:, None] * direction


# %% right: weights [T, 2] times the two ends [2, D]
def lerp(a, b, t):
    weights = torch.stack([1 - t, t], dim=1)
    return weights @ torch.stack([a, b])


# %% right: two outer products
def lerp(a, b, t):
    away = torch.einsum("t,d->td", torch.ones_like(t) - t, a)
    return away.add(torch.outer(t, b))
