# %% wrong: subtracts the log of len(log_w), the number of rows S, instead of the number of draws K
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    return torch.logsumexp(log_w, dim=1) - math.log(len(log_w))


# %% wrong: takes the row's largest log weight for the log of the mean, as if that one draw carried all the weight and K did not matter
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    return log_w.max(dim=1).values


# %% wrong: exponentiates, averages and takes the log, without logsumexp: log weights of about -1000 give -inf
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    weights = torch.exp(log_w)
    return torch.log(weights.mean(dim=1))


# %% wrong: two mistakes: the sum runs over the rows (dim=0) instead of the draws, and the log of the sum is divided by K instead of reduced by log K
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    return torch.logsumexp(log_w, dim=0) / log_w.shape[1]


# %% right: each log weight less log K first, then added up two at a time with logaddexp
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    from functools import reduce

    share = log_w - math.log(log_w.size(-1))
    return reduce(torch.logaddexp, share.unbind(dim=-1))


# %% right: the largest weight of each row taken out, the rest averaged and its log added
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    top = log_w.detach().amax(dim=1, keepdim=True)
    relative = torch.exp(log_w - top)
    return torch.log(relative.mean(dim=1)) + top.squeeze(1)
