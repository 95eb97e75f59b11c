# %% wrong: averages each unit over the batch before the absolute value, so activities of opposite sign cancel
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    return h.mean(dim=0).abs().sum()


# %% wrong: counts the units that speak instead of summing how loud they are: a count has no gradient
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    active = (h != 0).float()
    return active.sum(dim=1).mean()


# %% wrong: leaves the absolute value out, since ReLU gives no negative activity anyway: for any other layer negative ones are rewarded
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    return h.sum(dim=1).mean()


# %% wrong: two mistakes: squares instead of absolute values, as in weight decay, and an average over the units instead of their sum
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    return h.pow(2).mean()


# %% right: the 1-norm of each row
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    return torch.linalg.vector_norm(h, ord=1, dim=1).sum() / len(h)


# %% right: the activity against its own sign, one einsum
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    return torch.einsum("bu,bu->", h, h.detach().sign()) / h.size(0)
