# %% wrong: counts log 2 pi once instead of once for each of the D dimensions
def log_likelihood(x, mean, cov):
    d = x - mean
    maha = (d @ torch.inverse(cov) * d).sum(1)
    return (-0.5 * maha - 0.5 * torch.logdet(cov) - 0.5 * math.log(2 * math.pi)).mean()


# %% wrong: d @ inv @ d.T is the [N, N] table of all pairs, and averages over the mixed pairs too, not over the N forms on its diagonal
def log_likelihood(x, mean, cov):
    d = x - mean
    inv = torch.linalg.inv(cov)
    distance = d @ inv @ d.T
    log_norm = torch.logdet(cov) + x.shape[1] * math.log(2 * math.pi)
    return -0.5 * (distance + log_norm).mean()


# %% wrong: averages the densities and takes the log afterwards: the log of the mean density instead of the mean log density
def log_likelihood(x, mean, cov):
    d = x - mean
    D = x.shape[1]
    distance = (d @ torch.linalg.inv(cov) * d).sum(1)
    norm = torch.sqrt((2 * math.pi) ** D * torch.linalg.det(cov))
    density = torch.exp(-0.5 * distance) / norm
    return torch.log(density.mean())


# %% wrong: two mistakes: uses the covariance instead of its inverse in the distance, and forgets the half in front of log det
def log_likelihood(x, mean, cov):
    D = len(mean)
    d = x - mean
    distance = ((d @ cov) * d).sum(dim=1)
    logp = -0.5 * distance - torch.logdet(cov) - D / 2 * math.log(2 * math.pi)
    return logp.mean()


# %% right: whitens by a triangular solve with the Cholesky factor, log det from its diagonal
def log_likelihood(x, mean, cov):
    L = torch.linalg.cholesky(cov)
    white = torch.linalg.solve_triangular(L, (x - mean).T, upper=False)  # [D, N]
    log_standard = torch.distributions.Normal(0.0, 1.0).log_prob(white).sum(0)
    return torch.mean(log_standard - torch.log(torch.diag(L)).sum())


# %% right: point by point in float64 with solve and slogdet, float32 out
def log_likelihood(x, mean, cov):
    cov64, mean64 = cov.double(), mean.double()
    _, log_det = torch.linalg.slogdet(2 * math.pi * cov64)  # takes in D log 2 pi
    total = 0.0
    for point in x.double():
        d = point - mean64
        total = total - 0.5 * (torch.dot(d, torch.linalg.solve(cov64, d)) + log_det)
    return (total / len(x)).to(x.dtype)
