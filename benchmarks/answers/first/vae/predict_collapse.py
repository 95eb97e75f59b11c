# %% wrong: takes the right eigenvalues, the last latent_dim, but leaves them ascending, so the answers are in reverse order
def predict_collapse(eigenvalues, variance, latent_dim):
    largest = eigenvalues[-latent_dim:]
    return largest <= variance


# %% wrong: compares the share of the total variance with sigma^2, as one picks components in PCA, instead of the eigenvalue itself
def predict_collapse(eigenvalues, variance, latent_dim):
    share = eigenvalues / eigenvalues.sum()
    return share.flip(0)[:latent_dim] <= variance


# %% wrong: two mistakes: takes the smallest eigenvalues (no flip), and compares with sigma, the root of variance
def predict_collapse(eigenvalues, variance, latent_dim):
    first = eigenvalues[:latent_dim]
    return first <= variance**0.5


# %% wrong: marks the latents that survive (eigenvalue above the variance) instead of those that collapse
def predict_collapse(eigenvalues, variance, latent_dim):
    largest = eigenvalues.flip(0)[:latent_dim]
    return largest > variance


# %% right: topk for the largest, collapse where the rate of theory is not above 0 nats
def predict_collapse(eigenvalues, variance, latent_dim):
    k = min(latent_dim, eigenvalues.numel())
    largest = torch.topk(eigenvalues, k, sorted=True).values
    nats = 0.5 * torch.log(largest / variance)
    return torch.logical_not(nats > 0)


# %% right: a walk from the end of the list, one eigenvalue after the other
def predict_collapse(eigenvalues, variance, latent_dim):
    values = list(eigenvalues)
    answer = []
    while values and len(answer) < latent_dim:
        answer.append(bool(values.pop() <= variance))
    return torch.tensor(answer, dtype=torch.bool)
