# %% wrong: takes the spread of all the numbers in codes together, so the distances between the latents' means count as spread
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    distance = (returned - z).norm(dim=1).mean()
    return distance / codes.std()


# %% wrong: measures in units of the spread of the points z that are tested, not of the data's codes
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    yardstick = z.var(dim=0).mean().sqrt()
    return torch.linalg.vector_norm(returned - z, dim=1).mean() / yardstick


# %% wrong: averages the steps before taking the length, so steps in opposite directions cancel
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    spread = codes.var(0).mean().sqrt()
    step = (returned - z).mean(dim=0)
    return step.norm() / spread


# %% wrong: two mistakes, both roots are missing: squared distances are averaged, and divided by the mean variance
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    squared = (returned - z).square().sum(dim=1)
    return squared.mean() / codes.var(dim=0).mean()


# %% right: everything divided by the spread first, distances by einsum, the spread from the centred codes
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    m, d = codes.shape
    centred = codes - codes.mean(0)
    spread = torch.linalg.matrix_norm(centred) / math_sqrt((m - 1) * d)
    step = (returned - z) / spread
    return torch.einsum("nd,nd->n", step, step).sqrt().mean()


def math_sqrt(value):
    return value**0.5


# %% right: a loop over the points with math.dist's torch cousin, and the trace of the covariance
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    cov = torch.atleast_2d(torch.cov(codes.T))
    spread = (cov.trace() / cov.shape[0]) ** 0.5
    distances = [torch.dist(here, there, p=2) for here, there in zip(z, returned, strict=True)]
    return torch.stack(distances).mean() / spread
