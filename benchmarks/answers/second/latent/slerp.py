# %% wrong: looks for a small angle instead of a small sine, so opposite points (angle pi) are divided by nearly 0
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    t = t[:, None]
    cosine = (a @ b / (a.norm() * b.norm())).clamp(-1, 1)
    omega = torch.acos(cosine)
    if omega < 1e-3:
        return (1 - t) * a + t * b
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


# %% wrong: walks the straight line and pushes each point out to the shell: the right path between ends of equal norm, but slow at the ends and fast in the middle
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    t = t[:, None]
    line = (1 - t) * a + t * b
    cosine = a @ b / (a.norm() * b.norm())
    if (1 - cosine**2).clamp(min=0).sqrt() < 1e-3:
        return line
    radius = (1 - t) * a.norm() + t * b.norm()
    return radius * line / line.norm(dim=1, keepdim=True)


# %% wrong: goes on with the normalised ends after computing the angle, so the arc lies on the unit sphere and does not start at a or end at b
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    a, b = a / a.norm(), b / b.norm()
    omega = torch.acos((a @ b).clamp(-1, 1))
    t = t[:, None]
    if torch.sin(omega) < 1e-3:
        return a + t * (b - a)
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


# %% wrong: two mistakes: the two sine weights are exchanged, so the arc runs from b to a, and parallel points get no straight line but a division by 0
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    omega = torch.acos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))
    first = torch.sin(t * omega) / torch.sin(omega)
    second = torch.sin((1 - t) * omega) / torch.sin(omega)
    return first[:, None] * a + second[:, None] * b


# %% right: the weights of the two ends in float64, chosen by torch.where between arc and line, one matrix product
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    cosine = F_cosine(a.double(), b.double())
    omega = torch.acos(cosine.clamp(-1, 1))
    sine = torch.sin(omega)
    flat = sine < 1e-3
    times = torch.stack([1 - t, t], dim=1).double()  # [T, 2]
    arc = torch.sin(times * omega) / torch.where(flat, torch.ones_like(sine), sine)
    weights = torch.where(flat, times, arc).to(a.dtype)
    return weights @ torch.stack([a, b])


def F_cosine(a, b):
    return torch.dot(a, b) / torch.sqrt(torch.dot(a, a) * torch.dot(b, b))


# %% right: by the tangent: the part of b that is orthogonal to a gives the second axis, and sin((1 - t) w) is taken apart
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    ratio = b.norm() / a.norm()
    along = torch.dot(a, b) / torch.dot(a, a)
    side = b - along * a  # orthogonal to a
    sine = side.norm() / b.norm()
    if sine < 1e-3:
        return torch.stack([a + time * (b - a) for time in t])
    omega = torch.atan2(side.norm(), along * a.norm())
    s, c = torch.sin(t * omega)[:, None], torch.cos(t * omega)[:, None]
    # sin((1 - t) w) / sin w = cos(t w) - sin(t w) cos w / sin w
    cosine = along / ratio
    return (c - s * cosine / sine) * a + s / sine * b
