# %% wrong: subtracts the mean of all codes instead of the mean of those without the attribute, so the step is too short
def attribute_vector(codes, has):
    return codes[has].mean(0) - codes.mean(0)


# %% wrong: sets the other rows to 0 and averages over all N, so each mean is divided by N instead of by the number of its group
def attribute_vector(codes, has):
    mask = has[:, None].float()
    return (codes * mask).mean(0) - (codes * (1 - mask)).mean(0)


# %% wrong: two mistakes: the step is reversed, without minus with, and scaled to length 1
def attribute_vector(codes, has):
    v = codes[~has].mean(dim=0) - codes[has].mean(dim=0)
    return v / v.norm()


# %% wrong: mean() without a dim, so the two means run over the dimensions as well and the step is a single number
def attribute_vector(codes, has):
    return codes[has].mean() - codes[~has].mean()


# %% right: one row of weights, positive for one group and negative for the other, times the codes
def attribute_vector(codes, has):
    yes = has.to(codes.dtype)
    no = 1 - yes
    weights = yes / yes.sum() - no / no.sum()
    return torch.einsum("n,nd->d", weights, codes)


# %% right: sums of both groups with index_add, then the difference of the means
def attribute_vector(codes, has):
    group = has.long()
    sums = torch.zeros(2, codes.shape[1], dtype=codes.dtype, device=codes.device)
    sums = sums.index_add(0, group, codes)
    counts = torch.bincount(group, minlength=2).to(codes.dtype)
    means = sums / counts.unsqueeze(1)
    return means.diff(dim=0).squeeze(0)
