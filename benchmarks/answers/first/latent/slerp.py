# %% wrong: the cosine is a @ b without dividing by the two norms, and the clamp hides it
def slerp(a, b, t):
    omega = torch.acos(torch.clamp(a @ b, -1, 1))
    so = torch.sin(omega)
    if so < 1e-3:
        return a + t[:, None] * (b - a)
    t = t[:, None]
    return torch.sin((1 - t) * omega) / so * a + torch.sin(t * omega) / so * b


# %% wrong: tests omega instead of sin(omega) for being small, so opposite points (omega near pi) are divided by nearly 0
def slerp(a, b, t):
    omega = torch.acos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))
    t = t[:, None]
    if omega < 1e-3:
        return (1 - t) * a + t * b
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


# %% wrong: walks the straight line and stretches every point to the norm between those of the ends, instead of turning by equal angles: too slow near the ends, too quick in the middle (and 0 / 0 between opposite points)
def slerp(a, b, t):
    t = t[:, None]
    line = (1 - t) * a + t * b
    radius = (1 - t) * a.norm() + t * b.norm()
    return radius * line / line.norm(dim=1, keepdim=True)


# %% wrong: two mistakes: scales a and b to length 1 and returns points of the unit sphere, and has no case for parallel points, which give nan
def slerp(a, b, t):
    a = a / a.norm()
    b = b / b.norm()
    omega = torch.acos(torch.dot(a, b).clamp(-1, 1))
    t = t[:, None]
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


# %% right: angle from atan2 of chord lengths, weights by einsum
def slerp(a, b, t):
    u, v = a / torch.linalg.norm(a), b / torch.linalg.norm(b)
    omega = 2 * torch.atan2((u - v).norm(), (u + v).norm())
    sine = omega.sin()
    weights = torch.stack([1 - t, t])  # [2, T]
    if sine >= 1e-3:
        weights = torch.sin(weights * omega) / sine
    return torch.einsum("kt,kd->td", weights, torch.stack([a, b]))


# %% right: time by time in float64, float32 out
import math


def slerp(a, b, t):
    x, y = a.double(), b.double()
    cosine = (torch.dot(x, y) / (x.norm() * y.norm())).item()
    omega = math.acos(max(-1.0, min(1.0, cosine)))

    def at(s):
        if math.sin(omega) < 1e-3:
            return torch.lerp(x, y, s)
        first, second = math.sin((1 - s) * omega), math.sin(s * omega)
        return (first * x + second * y) / math.sin(omega)

    return torch.stack([at(s) for s in t.tolist()]).to(a.dtype)
