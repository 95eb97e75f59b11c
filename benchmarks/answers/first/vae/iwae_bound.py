# %% wrong: draws z once before the loop, so all samples of a picture have the same weight and nothing is gained over K = 1
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    log_w = []
    for _ in range(samples):
        log_w.append(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))
    log_w = torch.stack(log_w)
    return (torch.logsumexp(log_w, dim=0) - math.log(samples)).mean()


# %% wrong: averages the log weights over the draws instead of taking the log of the mean weight, which is the ordinary bound, only less noisy
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    total = 0
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        total = total + log_joint(x, z) - gaussian_log_prob(z, mean, logvar)
    return (total / samples).mean()


# %% wrong: two mistakes: adds log q instead of subtracting it, and forgets to subtract log K after the logsumexp
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) + gaussian_log_prob(z, mean, logvar))
    return torch.logsumexp(torch.stack(log_w), dim=0).mean()


# %% wrong: puts the weights of all pictures into one logsumexp, the log of the mean over draws and pictures, instead of the mean of the pictures' logs
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))
    log_w = torch.cat(log_w)
    return torch.logsumexp(log_w, dim=0) - math.log(len(log_w))


# %% right: running logaddexp over the draws, q from torch.distributions
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    q = torch.distributions.Normal(mean, torch.exp(logvar / 2))
    total = None
    for _ in range(samples):
        z = q.rsample()
        log_w = log_joint(x, z) - q.log_prob(z).sum(dim=1) - math.log(samples)
        total = log_w if total is None else torch.logaddexp(total, log_w)
    return total.sum() / len(total)


# %% right: all draws at once, the batch repeated samples times and one call of log_joint
def iwae_bound(x, encode, log_joint, samples):
    mean, logvar = (s.repeat(samples, 1) for s in encode(x))  # [samples * B, k]
    eps = torch.randn_like(mean)
    z = mean + eps * (0.5 * logvar).exp()
    log_q = -0.5 * (eps.square() + logvar + math.log(math.tau)).sum(dim=1)
    many = x.repeat(samples, *[1] * (x.dim() - 1))
    log_w = (log_joint(many, z) - log_q).view(samples, len(x))
    top = log_w.detach().max(dim=0).values
    return (top + (log_w - top).exp().mean(dim=0).log()).mean()
