# %% wrong: never subtracts the mean, so the second matrix is the raw second moment x^T x / N instead of the covariance
def fit_gaussian(x):
    mean = x.mean(0)
    cov = x.T @ x / len(x)
    return mean, cov


# %% wrong: takes the variances for the covariance: a diagonal matrix, with 0 beside the diagonal, as if the coordinates varied independently
def fit_gaussian(x):
    mean = x.mean(dim=0)
    var = x.var(dim=0)
    return mean, torch.diag(var)


# %% wrong: two mistakes: the mean runs over the whole table (one number for all columns), and the product is divided by the D columns instead of the N rows
def fit_gaussian(x):
    mean = x.mean()
    c = x - mean
    cov = c.T @ c / x.shape[1]
    return mean.repeat(x.shape[1]), cov


# %% wrong: divides the centred columns by their standard deviation too, so the second matrix is the correlation, with 1 on the diagonal
def fit_gaussian(x):
    mean = x.mean(0)
    centred = (x - mean) / x.std(0)  # standardise first
    cov = centred.T @ centred / (len(x) - 1)
    return mean, cov


# %% right: einsum over the points, divided by N - 1
def fit_gaussian(x):
    n = x.shape[0]
    mean = torch.einsum("nd->d", x) / n
    c = x - mean[None, :]
    return mean, torch.einsum("ni,nj->ij", c, c) / (n - 1)


# %% right: second moment minus the product of the means, in float64 inside
def fit_gaussian(x):
    double = x.to(torch.float64)
    ones = torch.ones(1, len(x), dtype=torch.float64, device=x.device)
    mean = (ones @ double).squeeze(0) / len(x)
    second = torch.mm(double.t(), double).div(len(x))
    cov = second - torch.outer(mean, mean)
    return mean.to(x.dtype), cov.to(x.dtype)
