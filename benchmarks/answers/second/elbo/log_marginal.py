# %% wrong: averages over the grid (minus log G) where the integral is the sum times dz
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    return torch.logsumexp(log_joint, dim=0) - math.log(len(z))


# %% wrong: divides the grid's length by G points instead of G - 1 gaps, so dz is a little too small
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    dz = (z[-1] - z[0]) / len(z)
    return torch.logsumexp(log_joint, dim=0) + torch.log(dz)


# %% wrong: exponentiates before it integrates, without logsumexp: where log p(x, z) is about -1000 the answer is -inf
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    return torch.trapezoid(log_joint.exp(), z).log()


# %% wrong: two mistakes: the maximum taken out before the exp is never added again, and log dz is subtracted instead of added
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    top = log_joint.max()
    total = torch.exp(log_joint - top).sum()
    return total.log() - torch.log(z[1] - z[0])


# %% right: log dz joins every point before the sum, and logcumsumexp adds them up one by one
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    log_dz = torch.log((z[-1] - z[0]) / (len(z) - 1))
    return torch.logcumsumexp(log_joint + log_dz, dim=0)[-1]


# %% right: float64 inside, the largest term taken out and put back
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    nats = log_joint.double()
    top = nats.max().detach()
    dz = z.double().diff().mean()
    area = torch.dot(torch.exp(nats - top), dz.expand(len(nats)))
    return (top + area.log()).to(log_joint.dtype)
