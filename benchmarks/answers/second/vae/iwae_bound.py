# %% wrong: draws one code for each picture before the loop and uses it `samples` times, so all weights are equal and K changes nothing
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    log_q = gaussian_log_prob(z, mean, logvar)
    log_w = torch.stack([log_joint(x, z) - log_q for _ in range(samples)])
    return (torch.logsumexp(log_w, dim=0) - math.log(samples)).mean()


# %% wrong: averages the log weights with normalised weights (a softmax over the draws) instead of taking the log of the mean weight: that is no lower bound
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))
    log_w = torch.stack(log_w)
    weight = torch.softmax(log_w, dim=0)
    return (weight * log_w).sum(dim=0).mean()


# %% wrong: exponentiates the log weights before the mean: at some -130 nats every weight is 0 and the bound -inf
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    weights = 0
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        weights = weights + torch.exp(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))
    return torch.log(weights / samples).mean()


# %% wrong: two mistakes: log q gets logvar / 2, as if it wanted log sigma, and the log of len(log_w), here the batch and not the draws, is subtracted
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - gaussian_log_prob(z, mean, 0.5 * logvar))
    log_w = torch.stack(log_w, dim=1)  # [B, samples]
    return (torch.logsumexp(log_w, dim=1) - math.log(len(log_w))).mean()


# %% right: a running logaddexp, and q as a torch distribution
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    q = torch.distributions.Independent(
        torch.distributions.Normal(mean, (logvar / 2).exp()), 1
    )
    log_sum = None
    for _ in range(samples):
        z = q.rsample()
        log_w = log_joint(x, z) - q.log_prob(z)
        log_sum = log_w if log_sum is None else torch.logaddexp(log_sum, log_w)
    return log_sum.mean() - math.log(samples)


# %% right: log q from the noise itself, and the largest weight of each picture taken out before the exp
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    mean, logvar = encode(x)
    sigma = torch.exp(logvar / 2)
    rows = []
    for _ in range(samples):
        eps = torch.randn_like(mean)
        log_q = -0.5 * (eps**2 + math.log(2 * math.pi)).sum(1) - sigma.log().sum(1)
        rows.append(log_joint(x, mean + sigma * eps) - log_q)
    log_w = torch.stack(rows, dim=-1)  # [B, samples]
    top = log_w.detach().max(dim=-1, keepdim=True).values
    return ((log_w - top).exp().mean(dim=-1).log() + top[:, 0]).mean()
