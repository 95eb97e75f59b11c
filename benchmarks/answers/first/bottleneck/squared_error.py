# %% wrong: sums over the batch (dim=0) and averages over the features, the two axes swapped
def squared_error(x, reconstruction):
    return ((x - reconstruction) ** 2).sum(dim=0).mean()


# %% wrong: takes the root of each signal's sum: the mean Euclidean distance instead of the squared error
def squared_error(x, reconstruction):
    return torch.linalg.norm(reconstruction - x, dim=1).mean()


# %% wrong: two mistakes: mse_loss averages over the features as well, and a half stands in front, as in textbooks on regression
def squared_error(x, reconstruction):
    return 0.5 * nn.functional.mse_loss(reconstruction, x)


# %% wrong: right value, but .item() turns it into a Python float, so no gradient flows back from it
def squared_error(x, reconstruction):
    error = (reconstruction - x) ** 2
    return error.sum(dim=1).mean().item()


# %% right: one einsum over both axes, divided by the batch size
def squared_error(x, reconstruction):
    d = x - reconstruction
    return torch.einsum("bf,bf->", d, d) / d.shape[0]


# %% right: signal by signal with mse_loss(reduction="sum"), in float64 inside
def squared_error(x, reconstruction):
    per_signal = [
        nn.functional.mse_loss(r.double(), s.double(), reduction="sum")
        for s, r in zip(x, reconstruction)
    ]
    return torch.stack(per_signal).mean().to(reconstruction.dtype)
