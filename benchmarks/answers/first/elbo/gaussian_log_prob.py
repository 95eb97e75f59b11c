# %% wrong: takes logvar for log sigma and squares it again, exp(2 logvar) for the variance and 2 logvar for its log
def gaussian_log_prob(x, mean, logvar):
    sigma = torch.exp(logvar)
    squared = ((x - mean) / sigma) ** 2
    return -0.5 * (squared + 2 * logvar + math.log(2 * math.pi)).sum(dim=1)


# %% wrong: adds log 2 pi after the sum, so it counts once instead of once for each dimension
def gaussian_log_prob(x, mean, logvar):
    squared = (x - mean).square() / logvar.exp()
    return -0.5 * ((squared + logvar).sum(dim=1) + math.log(2 * math.pi))


# %% wrong: divides the squared distance by sigma instead of sigma squared
def gaussian_log_prob(x, mean, logvar):
    std = torch.exp(0.5 * logvar)
    squared = (x - mean) ** 2 / std
    return -0.5 * (squared + logvar + math.log(2 * math.pi)).sum(dim=1)


# %% wrong: two mistakes: the half stands in front of the squared distance only, and the dimensions are averaged instead of summed
def gaussian_log_prob(x, mean, logvar):
    squared = (x - mean).square() * torch.exp(-logvar)
    logp = -0.5 * squared - logvar - math.log(2 * math.pi)
    return logp.mean(dim=1)


# %% right: by torch.distributions, independent over the last axis
from torch.distributions import Independent, Normal


def gaussian_log_prob(x, mean, logvar):
    return Independent(Normal(mean, logvar.mul(0.5).exp()), 1).log_prob(x)


# %% right: standardised first, the constants gathered outside of the sum
def gaussian_log_prob(x, mean, logvar):
    D = x.shape[1]
    u = (x - mean) * torch.exp(-logvar / 2)
    quadratic = torch.einsum("bd,bd->b", u, u)
    log_volume = logvar @ torch.ones(D, dtype=logvar.dtype, device=logvar.device)
    return -(quadratic + log_volume) / 2 - D * math.log(math.sqrt(math.tau))
