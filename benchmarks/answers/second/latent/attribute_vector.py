# %% wrong: subtracts the mean of all codes instead of the mean of those without the attribute, so the step is too short
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    return codes[has].mean(dim=0) - codes.mean(dim=0)


# %% wrong: zeroes the other rows and takes the mean over all N, so both sums are divided by N instead of by their own number
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    mask = has.float()[:, None]
    with_it = (codes * mask).mean(0)
    without = (codes * (1 - mask)).mean(0)
    return with_it - without


# %% wrong: turns the mask into the whole numbers 0 and 1, which index rows 0 and 1 of codes over and over instead of picking rows
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    has = has.long()
    return codes[has].mean(0) - codes[1 - has].mean(0)


# %% wrong: two mistakes: points from those with the attribute to those without, and is shortened to length 1 as if only a direction were asked
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    direction = codes[has == False].mean(0) - codes[has].mean(0)  # noqa: E712
    return direction / direction.norm()


# %% right: the slope of the least-squares line through has = 0 and 1: covariance of codes and mask over the mask's variance
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    mask = has.to(torch.float64)
    mask = mask - mask.mean()
    slope = mask @ codes.double() / torch.dot(mask, mask)
    return slope.to(codes.dtype)


# %% right: one product of signed shares [N] with the codes
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    shares = torch.where(has, 1 / has.sum(), -1 / (~has).sum()).to(codes)
    return torch.einsum("n,nd->d", shares, codes)
