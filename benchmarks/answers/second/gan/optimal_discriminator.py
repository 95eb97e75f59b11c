# %% wrong: shifts both log densities by one maximum over all the points instead of one at each point, so far from the densest point it is 0/0 again
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    top = torch.maximum(log_p.max(), log_q.max())  # so that the exp cannot underflow
    p = torch.exp(log_p - top)
    q = torch.exp(log_q - top)
    return p / (p + q)


# %% wrong: takes log(p/q) for log p / log q: the ratio of the logs goes into the sigmoid where their difference belongs
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    log_ratio = log_p / log_q
    return torch.sigmoid(log_ratio)


# %% wrong: takes the density ratio p/q itself, cut off at 1, for the probability of real, so equal densities get 1 instead of 1/2
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    ratio = torch.exp(log_p - log_q)
    return ratio.clamp(max=1.0)


# %% wrong: two mistakes: the softmax of the stacked [2, N] runs along the points (dim=-1) instead of the two classes, and the row of the fakes is returned
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    logits = torch.stack([log_p, log_q])
    return torch.softmax(logits, dim=-1)[1]


# %% right: in logs throughout, log p - log(p + q) by logaddexp, exponentiated at the end
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    log_total = torch.logaddexp(log_p, log_q)
    return (log_p - log_total).exp()


# %% right: the sigmoid as a shifted tanh of half the log ratio
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    half = (log_p - log_q) / 2
    return (1 + torch.tanh(half)) / 2
