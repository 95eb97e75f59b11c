# %% wrong: adds log 2 pi once for each row instead of once for each of the D dimensions
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    squared = (x - mean) ** 2 / torch.exp(logvar)
    return -0.5 * ((squared + logvar).sum(dim=1) + math.log(2 * math.pi))


# %% wrong: relies on F.gaussian_nll_loss, which by default (full=False) leaves log 2 pi out
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    nll = F.gaussian_nll_loss(mean, x, logvar.exp(), reduction="none")
    return -nll.sum(dim=1)


# %% wrong: adds the densities of the dimensions (a logsumexp over D) where independence asks for their product, the sum of the logs
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    squared = (x - mean).square() / logvar.exp()
    each = -0.5 * (squared + logvar + math.log(2 * math.pi))  # [B, D]
    return torch.logsumexp(each, dim=1)


# %% wrong: two mistakes: exp(logvar) is taken for sigma and squared again, and the sum runs over rows and dimensions together, so one number comes out
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    score = (x - mean) / logvar.exp()
    return -0.5 * (score.square() + logvar + math.log(2 * math.pi)).sum()


# %% right: torch.distributions, independent normals
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    normal = torch.distributions.Normal(mean, torch.exp(0.5 * logvar))
    return torch.distributions.Independent(normal, 1).log_prob(x)


# %% right: standard scores and the change of variables, in another order, with einsum
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    score = (x - mean) * torch.exp(-logvar / 2)
    volume = logvar.sum(dim=-1) / 2  # log of the product of the sigmas
    constant = x.shape[-1] * math.log(math.sqrt(2 * math.pi))
    return -(torch.einsum("bd,bd->b", score, score) / 2 + volume + constant)
