# %% wrong: subtracts the 1 once for each row, after the sum, instead of once for each latent
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    return 0.5 * ((mean.square() + logvar.exp() - logvar).sum(dim=1) - 1)


# %% wrong: the KL in the other direction, from the prior to q: KL(N(0, I) || N(mean, exp(logvar)))
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    variance = logvar.exp()
    return 0.5 * ((1 + mean.square()) / variance - 1 + logvar).sum(dim=1)


# %% wrong: puts sigma, exp(logvar / 2), where the formula has sigma^2
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    sigma = torch.exp(0.5 * logvar)
    return 0.5 * torch.sum(mean**2 + sigma - 1 - logvar, dim=1)


# %% wrong: two mistakes: the mean is not squared, and the latents are averaged instead of summed
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    return -0.5 * (1 + logvar - mean - logvar.exp()).mean(dim=1)


# %% right: kl_divergence of two torch distributions
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    q = torch.distributions.Normal(mean, logvar.mul(0.5).exp())
    prior = torch.distributions.Normal(mean.new_zeros(()), mean.new_ones(()))
    return torch.distributions.kl_divergence(q, prior).sum(-1)


# %% right: cross-entropy minus entropy of q
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    log_2pi = math.log(2 * math.pi)
    second_moment = mean * mean + torch.exp(logvar)
    cross_entropy = torch.einsum("bk->b", second_moment + log_2pi) / 2
    entropy = torch.einsum("bk->b", logvar + 1 + log_2pi) / 2
    return cross_entropy - entropy
