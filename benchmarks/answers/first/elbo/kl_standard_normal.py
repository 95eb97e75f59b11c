# %% wrong: the sign of log sigma^2 is plus, so a small sigma is rewarded, and the KL can be negative
def kl_standard_normal(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - 1 + logvar).sum(dim=1)


# %% wrong: adds sigma, exp(logvar / 2), where sigma squared belongs
def kl_standard_normal(mean, logvar):
    sigma = torch.exp(0.5 * logvar)
    return 0.5 * (mean.square() + sigma - 1 - logvar).sum(dim=1)


# %% wrong: the KL the other way round, from the prior to q, KL(N(0, I) || q)
def kl_standard_normal(mean, logvar):
    inv_var = torch.exp(-logvar)
    return 0.5 * (inv_var + mean.square() * inv_var - 1 + logvar).sum(dim=1)


# %% wrong: two mistakes: no half in front, and the sum runs over the batch as well, so one number comes out
def kl_standard_normal(mean, logvar):
    return -torch.sum(1 + logvar - mean.pow(2) - logvar.exp())


# %% right: by torch.distributions.kl_divergence, summed over the latents
from torch.distributions import Normal, kl_divergence


def kl_standard_normal(mean, logvar):
    q = Normal(mean, (logvar / 2).exp())
    prior = Normal(torch.zeros_like(mean), torch.ones_like(logvar))
    return kl_divergence(q, prior).sum(-1)


# %% right: latent by latent with expm1, halves added up
def kl_standard_normal(mean, logvar):
    total = mean.new_zeros(len(mean))
    for m, lv in zip(mean.T, logvar.T):
        total = total + torch.expm1(lv) / 2 - lv / 2 + m * m / 2
    return total
