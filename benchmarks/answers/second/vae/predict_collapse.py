# %% wrong: takes the largest eigenvalues but leaves them ascending, so the answers belong to the latents in reverse order
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    largest = eigenvalues[-latent_dim:]
    return largest <= variance


# %% wrong: a confusion of units: compares the root of the eigenvalue, a standard deviation, with sigma^2
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    spread = eigenvalues.flip(0)[:latent_dim].sqrt()
    return spread <= variance


# %% wrong: compares the share of the total variance, as one reads it off a PCA, with sigma^2 instead of the eigenvalue itself
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    explained = eigenvalues.flip(0) / eigenvalues.sum()
    return explained[:latent_dim] <= variance


# %% wrong: two mistakes: takes the smallest eigenvalues, as if the list were descending, and returns which latents are kept instead of which collapse
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    used = eigenvalues[:latent_dim]
    return used > variance


# %% right: by the sign of lambda - sigma^2, which is that of the nats gained, from topk
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    largest = torch.topk(eigenvalues, latent_dim, sorted=True).values.clamp(min=0)
    gain = largest - variance  # the sign of log(largest / variance)
    return ~(gain > 0)


# %% right: indexes from the end, -1, -2, ..., in a list
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    collapsed = []
    for k in range(latent_dim):
        collapsed.append(bool(eigenvalues[-1 - k] <= variance))
    return torch.tensor(collapsed, device=eigenvalues.device)
