# %% wrong: multiplies the row noise with L instead of L transposed, so the samples have covariance L^T L
def sample_gaussian(mean, cov, n):
    L = torch.linalg.cholesky(cov)
    z = torch.randn(n, len(mean))
    return mean + z @ L


# %% wrong: scales each coordinate by its own standard deviation only and drops the correlations, so the cloud has no tilt
def sample_gaussian(mean, cov, n):
    std = torch.sqrt(torch.diagonal(cov))
    return mean + std * torch.randn(n, len(mean))


# %% wrong: two mistakes: the noise is uniform (torch.rand), and it is multiplied by the covariance itself instead of its Cholesky root
def sample_gaussian(mean, cov, n):
    z = torch.rand(n, len(mean))
    return mean + z @ cov


# %% wrong: draws one noise number for each point and repeats it for all coordinates, so the samples lie on one line
def sample_gaussian(mean, cov, n):
    L = torch.linalg.cholesky(cov)
    z = torch.randn(n, 1).expand(n, len(mean))
    return mean + z @ L.T


# %% right: with the symmetric root from the eigenvectors instead of Cholesky
def sample_gaussian(mean, cov, n):
    values, vectors = torch.linalg.eigh(cov)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    noise = torch.randn(n, cov.shape[0], dtype=cov.dtype)
    return torch.addmm(mean, noise, root)


# %% right: by torch.distributions
from torch.distributions import MultivariateNormal


def sample_gaussian(mean, cov, n):
    model = MultivariateNormal(loc=mean, covariance_matrix=cov)
    return model.sample(torch.Size([n]))
