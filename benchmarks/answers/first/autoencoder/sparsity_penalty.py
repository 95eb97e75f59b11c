# %% wrong: no absolute value; right behind a ReLU, but negative activities pay a negative price
def sparsity_penalty(h):
    return h.sum(dim=1).mean()


# %% wrong: counts the active units (an L0 price), which has no gradient, instead of summing their activity
def sparsity_penalty(h):
    active = (h != 0).float()
    return active.sum(dim=1).mean()


# %% wrong: two mistakes: squares instead of absolute values, and averaged over the units as well
def sparsity_penalty(h):
    return h.square().mean()


# %% wrong: sums over the batch (dim=0) and averages over the units, the two axes swapped
def sparsity_penalty(h):
    return h.abs().sum(dim=0).mean()


# %% right: the 1-norm of each row
def sparsity_penalty(h):
    return torch.linalg.vector_norm(h, ord=1, dim=1).mean()


# %% right: positive and negative parts by ReLU, unit by unit
def sparsity_penalty(h):
    price = h.new_zeros(())
    for unit in h.unbind(dim=1):
        price = price + (F.relu(unit) + F.relu(-unit)).mean()
    return price
