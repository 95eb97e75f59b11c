# %% wrong: the mean of the log weights, which is the bound for K = 1, instead of the log of the mean weight
def importance_estimate(log_w):
    return log_w.mean(dim=1)


# %% wrong: exponentiates and averages plainly, so weights like e^-1000 are 0 and the log is -inf
def importance_estimate(log_w):
    w = torch.exp(log_w)
    return torch.log(w.mean(dim=1))


# %% wrong: subtracts the log of S, the number of rows, instead of the log of K, the number of weights in a row
def importance_estimate(log_w):
    return torch.logsumexp(log_w, dim=1) - math.log(len(log_w))


# %% wrong: two mistakes: sums over the runs (dim=0) instead of the draws, and divides the log by K instead of subtracting log K
def importance_estimate(log_w):
    K = log_w.shape[1]
    return torch.logsumexp(log_w, dim=0) / K


# %% right: the largest weight of each row taken out, mean of the rest, put back
def importance_estimate(log_w):
    top, _ = log_w.max(dim=1, keepdim=True)
    return top.squeeze(1) + (log_w - top).exp().mean(dim=1).log()


# %% right: each weight divided by K in logs, then column after column by logaddexp
def importance_estimate(log_w):
    share = log_w - math.log(log_w.size(1))
    columns = list(share.unbind(dim=1))
    total = columns.pop()
    while columns:
        total = torch.logaddexp(total, columns.pop())
    return total
