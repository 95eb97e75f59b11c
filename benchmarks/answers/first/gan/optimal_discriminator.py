# %% wrong: goes through the densities, so where both are e^-1000 it computes 0 / 0 = nan
def optimal_discriminator(log_p, log_q):
    p, q = log_p.exp(), log_q.exp()
    return p / (p + q)


# %% wrong: data and fakes exchanged: the probability of fake instead of real
def optimal_discriminator(log_p, log_q):
    return torch.sigmoid(log_q - log_p)


# %% wrong: puts the log densities into p / (p + q) as if they were the densities
def optimal_discriminator(log_p, log_q):
    return log_p / (log_p + log_q)


# %% wrong: two mistakes: takes the difference of the densities instead of their logs, and leaves out the sigmoid, so the answer may be negative
def optimal_discriminator(log_p, log_q):
    return torch.exp(log_p) - torch.exp(log_q)


# %% right: softmax over the two logs
def optimal_discriminator(log_p, log_q):
    both = torch.stack([log_p, log_q], dim=-1)
    return torch.softmax(both, dim=-1).select(-1, 0)


# %% right: p / (p + q) in logs by logaddexp, in float64 inside
def optimal_discriminator(log_p, log_q):
    p, q = log_p.double(), log_q.double()
    return torch.exp(p - torch.logaddexp(p, q)).to(log_p.dtype)
