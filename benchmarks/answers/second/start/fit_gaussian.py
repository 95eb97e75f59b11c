# %% wrong: subtracts mean * mean, which broadcasts to a row, instead of the outer product of the mean with itself
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    mean = x.mean(0)
    second_moment = x.T @ x / len(x)
    return mean, second_moment - mean * mean


# %% wrong: fits each coordinate on its own: the variances on the diagonal and 0 beside them
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    mean = x.mean(dim=0)
    variance = ((x - mean) ** 2).mean(dim=0)
    return mean, torch.diag(variance)


# %% wrong: hands the points to torch.cov as rows, which takes rows for variables: [N, N] comes out
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    return x.mean(0), torch.cov(x)


# %% wrong: two mistakes: centres with the mean of all numbers (x.mean() without a dim) and divides by D instead of N
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    n, d = x.shape
    mean = x.mean()
    centred = x - mean
    return mean.expand(d), centred.T @ centred / d


# %% right: torch.cov of the transposed points
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    columns = x.T
    cov = torch.cov(columns, correction=0).reshape(len(columns), len(columns))
    return columns.mean(dim=1), cov


# %% right: numpy on the way, in float64: np.cov with bias=True, which divides by N
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    import numpy as np

    points = x.detach().cpu().numpy().astype(np.float64)
    mean = points.sum(axis=0) / len(points)
    cov = np.atleast_2d(np.cov(points, rowvar=False, bias=True))
    return torch.from_numpy(mean).to(x.dtype), torch.from_numpy(cov).to(x.dtype)
