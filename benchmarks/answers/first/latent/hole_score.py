# %% wrong: the spread is the mean of the standard deviations instead of the root of the mean variance
def hole_score(z, returned, codes):
    spread = codes.std(0).mean()
    return (returned - z).norm(dim=1).mean() / spread


# %% wrong: measures in units of the spread of z, the points put in, instead of the spread of the data's codes
def hole_score(z, returned, codes):
    distance = (returned - z).norm(dim=1).mean()
    spread = z.var(0).mean().sqrt()
    return distance / spread


# %% wrong: two mistakes: one norm over the whole table instead of one for each point, and one standard deviation of all numbers of the codes together, which takes the distance between the dimensions' means for spread
def hole_score(z, returned, codes):
    return torch.norm(returned - z) / codes.std()


# %% wrong: divides every coordinate by its own standard deviation before taking the distance, instead of the distance by one common spread
def hole_score(z, returned, codes):
    scaled = (returned - z) / codes.std(dim=0)
    return scaled.norm(dim=1).mean()


# %% right: spread from the trace of the covariance, distances by einsum
def hole_score(z, returned, codes):
    cov = torch.atleast_2d(torch.cov(codes.T))
    spread = torch.sqrt(torch.trace(cov) / codes.shape[1])
    step = z - returned
    distances = torch.sqrt(torch.einsum("nd,nd->n", step, step))
    return distances.sum() / (len(z) * spread)


# %% right: divides by the spread first, pair by pair in float64
def hole_score(z, returned, codes):
    centred = codes.double() - codes.double().mean(dim=0, keepdim=True)
    variances = (centred**2).sum(dim=0) / (codes.shape[0] - 1)
    unit = variances.mean() ** 0.5
    away = [torch.dist(p / unit, q / unit) for p, q in zip(z.double(), returned.double())]
    return torch.stack(away).mean().to(codes.dtype)
