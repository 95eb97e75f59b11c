# %% wrong: scales the columns to length 1 but does not make them orthogonal to each other, so the singular values are no cosines
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a = a / a.norm(dim=0)
    q_b = b / b.norm(dim=0)
    cosines = torch.linalg.svdvals(q_a.T @ q_b)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


# %% wrong: takes U of the full SVD, [D, D], for the flat's basis: it spans the whole space, so the angle is always 0
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a = torch.linalg.svd(a).U
    q_b = torch.linalg.svd(b).U
    cosines = torch.linalg.svdvals(q_a.T @ q_b)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


# %% wrong: reads the cosines off the entries of Q_a^T Q_b, each column's best match, instead of off its singular values: that compares axes, not flats
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a, _ = torch.linalg.qr(a)
    q_b, _ = torch.linalg.qr(b)
    match = (q_a.T @ q_b).abs().amax(dim=1)
    return torch.rad2deg(torch.acos(match.min().clamp(max=1)))


# %% wrong: two mistakes: takes the first singular value, the smallest angle instead of the largest, and returns radians
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosine = torch.linalg.svdvals(q_a.T @ q_b)[0]
    return torch.acos(cosine.clamp(-1, 1))


# %% right: sine and cosine both: what sticks out of the flat of a, and atan2
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a, q_b = (torch.linalg.svd(m, full_matrices=False).U for m in (a, b))
    inside = q_a.T @ q_b
    outside = q_b - q_a @ inside
    sine = torch.linalg.matrix_norm(outside, ord=2)
    cosine = torch.linalg.matrix_norm(inside, ord=-2)
    return torch.atan2(sine, cosine) * 180 / torch.pi


# %% right: float64 inside, the squared cosines as eigenvalues of Q_a^T P_b Q_a
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    q_a = torch.linalg.qr(a.double()).Q
    b64 = b.double()
    projected = b64 @ torch.linalg.lstsq(b64, q_a).solution  # P_b Q_a
    squares = torch.linalg.eigvalsh(q_a.T @ projected)
    cosine = squares.min().clamp(0, 1).sqrt()
    return torch.rad2deg(torch.acos(cosine)).to(a.dtype)
