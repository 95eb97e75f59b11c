# %% wrong: takes the mean square instead of the variance, so a latent whose mean stands still away from 0 counts as active
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    movement = mean.square().mean(dim=0)
    return movement > threshold


# %% wrong: draws z around the mean first and takes the variance of that: the unit noise moves in every latent, used or not
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    z = mean + torch.randn_like(mean)  # z ~ q(z|x)
    return z.var(dim=0) > threshold


# %% wrong: returns the numbers of the active latents instead of True or False for each latent
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    variance = mean.var(dim=0)
    return torch.where(variance > threshold)[0]


# %% wrong: two mistakes: compares the standard deviation with the threshold, which is meant for the variance, and returns how many are active instead of which
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    active = mean.std(dim=0) > threshold
    return active.sum()


# %% right: the variances by einsum over centred columns, in float64
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    centred = (mean - mean.mean(dim=0, keepdim=True)).double()
    variance = torch.einsum("nk,nk->k", centred, centred) / (mean.shape[0] - 1)
    return variance.gt(threshold)


# %% right: latent by latent with the statistics module's variance, on plain floats
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    import statistics

    columns = mean.detach().cpu().T.tolist()
    active = [statistics.variance(column) > threshold for column in columns]
    return torch.tensor(active, device=mean.device)
