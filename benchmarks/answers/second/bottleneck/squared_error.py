# %% wrong: sums the differences of a signal first and squares the sum, so errors of opposite sign cancel
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    return ((reconstruction - x).sum(dim=1) ** 2).mean()


# %% wrong: multiplies mse_loss by the batch size instead of by the number of features: summed over the signals, averaged over the points
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    return nn.functional.mse_loss(reconstruction, x) * len(x)


# %% wrong: divides each signal's squared error by the signal's own energy: a relative error, which the task does not ask for
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    error = ((reconstruction - x) ** 2).sum(dim=1)
    energy = (x**2).sum(dim=1)
    return (error / energy).mean()


# %% wrong: two mistakes: the root of each signal's sum is taken, a distance instead of its square, and the batch is summed instead of averaged
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    return torch.linalg.norm(reconstruction - x, dim=1).sum()


# %% right: one inner product of all differences with themselves, divided by the batch
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    rest = (x - reconstruction).reshape(-1)
    return torch.dot(rest, rest) / x.shape[0]


# %% right: signal by signal in a loop, with pow
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    errors = []
    for signal, output in zip(x, reconstruction, strict=True):
        errors.append(torch.sub(output, signal).pow(2).sum())
    return torch.stack(errors).mean()
