# %% wrong: exponentiates first and sums plain numbers, so where all log_joint are near -1000 it returns -inf
def log_marginal(log_joint, z):
    dz = z[1] - z[0]
    return torch.log((log_joint.exp() * dz).sum())


# %% wrong: takes the integral for an average over the grid: subtracts log G instead of adding log dz
def log_marginal(log_joint, z):
    return torch.logsumexp(log_joint, dim=0) - math.log(len(z))


# %% wrong: two mistakes: adds dz itself instead of its log, and takes dz as range over G, where there are only G - 1 gaps
def log_marginal(log_joint, z):
    dz = (z[-1] - z[0]) / len(z)
    return torch.logsumexp(log_joint, dim=0) + dz


# %% wrong: does the logsumexp by hand, and forgets to add the subtracted maximum back
def log_marginal(log_joint, z):
    m = log_joint.max()
    total = torch.exp(log_joint - m).sum()
    return torch.log(total) + torch.log(z[1] - z[0])


# %% right: the maximum taken out and put back, a dot product with the widths
def log_marginal(log_joint, z):
    top = log_joint.detach().amax()
    widths = torch.full_like(log_joint, 1.0) * (z[1] - z[0])
    return top + torch.log(torch.dot(torch.exp(log_joint - top), widths))


# %% right: log dz on every point, then logaddexp from left to right
from functools import reduce


def log_marginal(log_joint, z):
    log_dz = torch.log((z[-1] - z[0]) / (z.numel() - 1))
    return reduce(torch.logaddexp, (log_joint + log_dz).unbind())
