# %% wrong: compares the standard deviation of the mean with the threshold instead of its variance, so latents with a variance above 0.0001 count
def active_units(mean, threshold=0.01):
    return mean.std(dim=0) > threshold


# %% wrong: looks at how large the means are (their mean square) instead of how much they move, so a constant mean away from 0 counts as active
def active_units(mean, threshold=0.01):
    return mean.square().mean(dim=0) > threshold


# %% wrong: two mistakes: the variance runs over the latents of each picture (dim=1), and the answers are counted into one number
def active_units(mean, threshold=0.01):
    variance = mean.var(dim=1)
    return (variance > threshold).sum()


# %% wrong: the threshold 0.01 is written into the comparison; the argument is ignored
def active_units(mean, threshold=0.01):
    centred = mean - mean.mean(dim=0)
    variance = (centred**2).sum(dim=0) / (len(mean) - 1)
    return variance > 0.01


# %% right: diagonal of the covariance of the means
def active_units(mean, threshold=0.01):
    cov = torch.atleast_2d(torch.cov(mean.T))
    return torch.gt(torch.diagonal(cov), threshold)


# %% right: latent by latent in float64, half the mean squared difference of pairs written with sums
def active_units(mean, threshold=0.01):
    n = len(mean)
    flags = []
    for column in mean.double().unbind(dim=1):
        shifted = column - column[0]  # a shift keeps the variance, and small numbers keep their digits
        total, squares = shifted.sum(), torch.dot(shifted, shifted)
        flags.append((squares - total * total / n) / (n - 1) > threshold)
    return torch.stack(flags)
