# %% wrong: divides only the cross-entropy by the batch; the KL stays summed over it, so its weight grows with the batch size
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    kl = -0.5 * torch.sum(1 + logvar - mean.pow(2) - logvar.exp())
    return reconstruction + kl


# %% wrong: swaps the arguments of the cross-entropy: the pixels stand for the logits and the logits for the target
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    cost = F.binary_cross_entropy_with_logits(x, logits, reduction="none")
    kl = kl_standard_normal(mean, logvar)
    return (cost.flatten(1).sum(1) + kl).mean()


# %% wrong: takes x log p alone for the log-likelihood: the term (1 - x) log(1 - p) is missing, so ink on paper costs nothing
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    log_p = F.logsigmoid(logits)
    reconstruction = -(x * log_p).flatten(1).sum(dim=1)
    kl = kl_standard_normal(mean, logvar)
    return (reconstruction + kl).mean()


# %% wrong: two mistakes: squared error of the sigmoids instead of the cross-entropy, and logvar is read as log sigma in the KL (doubled)
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    error = (logits.sigmoid() - x).square().flatten(1).sum(dim=1)
    kl = 0.5 * (mean.square() + (2 * logvar).exp() - 1 - 2 * logvar).sum(dim=1)
    return (error + kl).mean()


# %% right: torch.distributions for both terms: a Bernoulli without its check for grey pixels, and kl_divergence
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    from torch.distributions import Bernoulli, Normal, kl_divergence

    q = Normal(mean, (0.5 * logvar).exp())
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    pixels = Bernoulli(logits=logits, validate_args=False).log_prob(x)
    batch = x.shape[0]
    return (kl_divergence(q, prior).sum() - pixels.sum()) / batch


# %% right: softplus(l) - x l for the pixels, everything summed in one go and divided by the batch
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    pixels = torch.logaddexp(logits, torch.zeros_like(logits)).sum() - torch.einsum(
        "bi,bi->", x.flatten(1), logits.flatten(1)
    )
    nats = (mean * mean + torch.expm1(logvar) - logvar).sum() / 2
    return (pixels + nats) / len(x)
