# %% wrong: asks for the upper Cholesky factor and transposes it all the same: z @ R.T has covariance R R^T, which is not cov
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    R = torch.linalg.cholesky(cov, upper=True)
    z = torch.randn(n, len(mean))
    return mean + z @ R.T


# %% wrong: stretches by the eigenvalues instead of by their roots
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    eigenvalues, directions = torch.linalg.eigh(cov)
    z = torch.randn(n, len(mean))
    return mean + (z * eigenvalues) @ directions.T


# %% wrong: gives each coordinate its own standard deviation and lets them vary independently, so the cloud has no tilt
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    std = torch.sqrt(torch.diagonal(cov))
    return mean + std * torch.randn(n, len(mean))


# %% wrong: two mistakes: uniform noise from torch.rand instead of normal noise, and the covariance itself in the place of L
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    z = torch.rand(n, len(mean))
    return mean + z @ cov


# %% right: the symmetric root of cov from its eigenvectors
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    eigenvalues, directions = torch.linalg.eigh(cov)
    root = directions @ torch.diag(eigenvalues.clamp(min=0).sqrt()) @ directions.T
    return torch.randn(n, len(mean)).to(cov.dtype) @ root + mean


# %% right: columns as in the formula, mu + L z, by einsum, with L from MultivariateNormal
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    L = torch.distributions.MultivariateNormal(mean, cov).scale_tril
    z = torch.randn(len(mean), n, dtype=mean.dtype)  # one column for each point
    return torch.einsum("de,en->nd", L, z) + mean[None]
