# %% wrong: confuses the two sigmas: the second sum uses the sigma of p(x|z) where those of q, from logvar, belong
def elbo(x, mean, logvar, W, b, sigma):
    error = (x - W @ mean - b).square().sum()
    spread = (sigma**2 * W.square().sum(dim=0)).sum()
    constant = len(x) / 2 * math.log(2 * math.pi * sigma**2)
    reconstruction = -(error + spread) / (2 * sigma**2) - constant
    return reconstruction - kl_standard_normal(mean[None], logvar[None])[0]


# %% wrong: the constant has log(2 pi sigma) instead of log(2 pi sigma^2)
def elbo(x, mean, logvar, W, b, sigma):
    error = ((x - W @ mean - b) ** 2).sum()
    spread = (logvar.exp() * (W**2).sum(dim=0)).sum()
    constant = 0.5 * len(x) * math.log(2 * math.pi * sigma)
    kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum()
    return -0.5 * (error + spread) / sigma**2 - constant - kl


# %% wrong: decodes the mean of q only and leaves out the second sum, what the noise costs
def elbo(x, mean, logvar, W, b, sigma):
    reconstruction = W @ mean + b
    squared = (x - reconstruction).square().sum() / sigma**2
    log_p = -0.5 * (squared + len(x) * math.log(2 * math.pi * sigma**2))
    kl = kl_standard_normal(mean[None], logvar[None])[0]
    return log_p - kl


# %% wrong: two mistakes: adds the KL instead of subtracting it, and divides by sigma instead of sigma^2
def elbo(x, mean, logvar, W, b, sigma):
    error = (x - W @ mean - b).square().sum()
    spread = (logvar.exp() * W.square().sum(dim=0)).sum()
    constant = 0.5 * len(x) * math.log(2 * math.pi * sigma**2)
    reconstruction = -(error + spread) / (2 * sigma) - constant
    return reconstruction + kl_standard_normal(mean[None], logvar[None])[0]


# %% right: number by number of x: the log density at the mean minus half the variance that q brings in; KL by torch.distributions
from torch.distributions import Normal, kl_divergence


def elbo(x, mean, logvar, W, b, sigma):
    q = Normal(mean, torch.exp(logvar / 2))
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    scale = torch.full_like(x, 1.0) * sigma
    brought_in = W.square() @ q.variance  # [D]
    likelihood = Normal(W @ mean + b, scale).log_prob(x) - brought_in / scale**2 / 2
    return likelihood.sum() - kl_divergence(q, prior).sum()


# %% right: second moments of q in one matrix, a trace, and KL as cross-entropy minus entropy
def elbo(x, mean, logvar, W, b, sigma):
    D, k = W.shape
    r = x - b
    moment = torch.outer(mean, mean) + torch.diag(logvar.exp())  # E[z z^T]
    squared = r @ r - 2 * torch.einsum("d,dk,k->", r, W, mean) + torch.trace(W @ moment @ W.T)
    expected = -squared / (2 * sigma**2) - D * (math.log(math.tau) / 2 + math.log(sigma))
    cross_entropy = (torch.trace(moment) + k * math.log(math.tau)) / 2
    entropy = (logvar.sum() + k * (1 + math.log(math.tau))) / 2
    return expected - (cross_entropy - entropy)
