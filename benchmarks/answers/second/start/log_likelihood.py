# %% wrong: averages the whole [N, N] matrix d inv d^T instead of its diagonal: forms between different points come in
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    d = x - mean
    distance = d @ torch.linalg.inv(cov) @ d.T
    log_norm = torch.logdet(cov) + len(mean) * math.log(2 * math.pi)
    return (-0.5 * (distance + log_norm)).mean()


# %% wrong: sums the logs of the Cholesky diagonal for log det, without the factor 2 (det cov is the square of det L)
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    L = torch.linalg.cholesky(cov)
    d = x - mean
    z = torch.linalg.solve_triangular(L, d.T, upper=False)
    log_det = L.diagonal().log().sum()
    return -0.5 * (z.square().sum(0) + log_det + len(mean) * math.log(2 * math.pi)).mean()


# %% wrong: averages the densities and takes the log of that, instead of averaging the log densities
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    d = x - mean
    distance = (d @ torch.linalg.inv(cov) * d).sum(1)
    log_norm = torch.logdet(cov) + len(mean) * math.log(2 * math.pi)
    density = torch.exp(-0.5 * (distance + log_norm))
    return density.mean().log()


# %% wrong: two mistakes: len(x), the number of points, stands for the dimension D, and the distance uses the variances on the diagonal only
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    distance = ((x - mean).square() / cov.diagonal()).sum(dim=1)
    log_norm = torch.logdet(cov) + len(x) * math.log(2 * math.pi)
    return -0.5 * (distance + log_norm).mean()


# %% right: the average distance as a trace with the points' scatter around the mean, log det by slogdet
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    d = x - mean
    scatter = torch.einsum("ni,nj->ij", d, d) / len(x)
    distance = torch.trace(torch.linalg.solve(cov, scatter))
    log_det = torch.linalg.slogdet(cov).logabsdet
    return -(distance + log_det + x.shape[1] * math.log(2 * math.pi)) / 2


# %% right: along the eigenvectors of cov, where the Gaussian is a product of one-dimensional ones
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    variance, directions = torch.linalg.eigh(cov.double())
    turned = (x - mean).double() @ directions
    axis = torch.distributions.Normal(torch.zeros_like(variance), variance.sqrt())
    return axis.log_prob(turned).sum(dim=1).mean().to(x.dtype)
