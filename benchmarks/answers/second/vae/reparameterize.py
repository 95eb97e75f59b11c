# %% wrong: draws one number for each picture, [B, 1], and uses it in all its latents, so the latents of a picture move together
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    eps = torch.randn(len(mean), 1)
    return mean + torch.exp(0.5 * logvar) * eps


# %% wrong: lets torch.normal draw from mean and sigma: the right distribution, but the draw is a dead end, and both gradients are 0
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    sigma = torch.exp(0.5 * logvar)
    return torch.normal(mean, sigma)


# %% wrong: the one half stands outside the exponent: 0.5 * exp(logvar) is half the variance, not sigma
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    eps = torch.randn_like(mean)
    return mean + 0.5 * torch.exp(logvar) * eps


# %% wrong: two mistakes: uniform noise from rand_like, and softplus(logvar) for sigma, as in code where the network returns something else than log sigma^2
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    sigma = F.softplus(logvar)
    return mean + sigma * torch.rand_like(sigma)


# %% right: rsample of a torch distribution, which reparameterises by itself
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    return torch.distributions.Normal(mean, logvar.mul(0.5).exp()).rsample()


# %% right: sigma as a power of 2, and addcmul
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    sigma = torch.exp2(logvar / (2 * math.log(2)))
    eps = torch.empty_like(mean, requires_grad=False).normal_()
    return torch.addcmul(mean, sigma, eps)
