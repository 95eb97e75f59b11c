# %% wrong: only scales the columns to length 1 and takes that for orthonormal, no QR, so slanted columns give a wrong angle
def subspace_angle(a, b):
    q_a = a / a.norm(dim=0)
    q_b = b / b.norm(dim=0)
    cosines = torch.linalg.svdvals(q_a.T @ q_b)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


# %% wrong: takes eigenvalues of Q_a^T Q_b (their absolute values) instead of its singular values
def subspace_angle(a, b):
    q_a, _ = torch.linalg.qr(a)
    q_b, _ = torch.linalg.qr(b)
    cosines = torch.linalg.eigvals(q_a.T @ q_b).abs()
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


# %% wrong: two mistakes: takes the largest cosine, which belongs to the smallest angle, and returns radians
def subspace_angle(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    s = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.acos(s[0])


# %% wrong: averages the principal angles where the largest is asked for
def subspace_angle(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    angles = torch.rad2deg(torch.acos(cosines))
    return angles.mean()


# %% right: bases from the SVD, and the angle from sine and cosine by atan2, without any clamp
def subspace_angle(a, b):
    u, _, _ = torch.linalg.svd(a, full_matrices=False)
    v, _, _ = torch.linalg.svd(b, full_matrices=False)
    inner = u.T @ v
    rest = v - u @ inner  # what of b's flat sticks out of a's
    sine = torch.linalg.matrix_norm(rest, ord=2)
    cosine = torch.linalg.matrix_norm(inner, ord=-2)
    return torch.atan2(sine, cosine) * (180 / torch.pi)


# %% right: squared cosines as eigenvalues of a product of projections, from the normal equations in float64
def subspace_angle(a, b):
    def coefficients(basis, target):  # least squares of target on basis
        return torch.linalg.solve(basis.T @ basis, basis.T @ target)

    x, y = a.double(), b.double()
    squares = torch.linalg.eigvals(coefficients(x, y) @ coefficients(y, x)).real
    cosine = squares.min().clamp(0, 1).sqrt()
    return torch.acos(cosine).rad2deg().to(a.dtype)
