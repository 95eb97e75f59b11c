# %% wrong: the constant counts the k latents (len(mean)) instead of the D numbers of x
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    residual = x - W @ mean - b
    spread = (logvar.exp() * W.square().sum(dim=0)).sum()
    constant = 0.5 * len(mean) * math.log(2 * math.pi * sigma**2)
    reconstruction = -(residual @ residual + spread) / (2 * sigma**2) - constant
    return reconstruction - kl_standard_normal(mean[None], logvar[None])[0]


# %% wrong: squares the sum of each column of W instead of summing its squares, so entries of opposite sign cancel in the noise term
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    error = (x - W @ mean - b).square().sum()
    spread = (logvar.exp() * W.sum(dim=0).square()).sum()
    constant = 0.5 * len(x) * math.log(2 * math.pi * sigma**2)
    reconstruction = -0.5 * (error + spread) / sigma**2 - constant
    return reconstruction - kl_standard_normal(mean[None], logvar[None])[0]


# %% wrong: puts z = mean into log p(x, z) - log q(z) instead of averaging over q: one point of the integrand is no average
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    z = mean[None]
    noise = torch.full_like(x, 2 * math.log(sigma))[None]
    log_likelihood = gaussian_log_prob(x[None], z @ W.T + b, noise)
    log_prior = gaussian_log_prob(z, torch.zeros_like(z), torch.zeros_like(z))
    log_q = gaussian_log_prob(z, mean[None], logvar[None])
    return (log_likelihood + log_prior - log_q)[0]


# %% wrong: two mistakes: the noise term (sigma_j^2 |W_j|^2) is left out, and the error is divided by 2 sigma instead of 2 sigma^2
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    error = (x - (W @ mean + b)).square().sum()
    reconstruction = -error / (2 * sigma) - len(x) / 2 * math.log(2 * math.pi * sigma**2)
    kl = kl_standard_normal(mean[None], logvar[None])[0]
    return reconstruction - kl


# %% right: the average of a quadratic form from q's second moments, by traces, and both terms written out
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    variance = logvar.exp()
    moment = torch.outer(mean, mean) + torch.diag(variance)  # E[z z^T]
    target = x - b
    # E|x - b - W z|^2 = |x - b|^2 - 2 (x - b)^T W mean + tr(W^T W E[z z^T])
    squared = target @ target - 2 * target @ W @ mean + torch.trace(W.T @ W @ moment)
    reconstruction = -squared / (2 * sigma**2) - len(x) * (
        math.log(sigma) + 0.5 * math.log(2 * math.pi)
    )
    kl = 0.5 * (torch.trace(moment) - len(mean) - logvar.sum())
    return reconstruction - kl


# %% right: as log p at the mean code less the price of the noise, with torch.distributions
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    from torch.distributions import Normal, kl_divergence

    q = Normal(mean, (logvar / 2).exp())
    at_mean = Normal(W.mv(mean) + b, sigma).log_prob(x).sum()
    price = torch.einsum("dk,dk,k->", W, W, q.variance) / (2 * sigma**2)
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    return at_mean - price - kl_divergence(q, prior).sum()
