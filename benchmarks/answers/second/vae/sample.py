# %% wrong: stretches the logits of the whole batch linearly to 0 ... 1 by their smallest and largest value instead of taking the sigmoid
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    logits = decode(torch.randn(n, latent_dim))
    return (logits - logits.min()) / (logits.max() - logits.min())


# %% wrong: draws with a standard deviation of 0.7 instead of 1, as one does elsewhere for nicer pictures: that is not the prior
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    temperature = 0.7
    z = temperature * torch.randn(n, latent_dim)
    return torch.sigmoid(decode(z))


# %% wrong: draws a single code and repeats it n times, expecting the decoder to vary: n equal images
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    z = torch.randn(1, latent_dim).repeat(n, 1)
    return decode(z).sigmoid()


# %% wrong: two mistakes: uniform codes from torch.rand instead of the prior, and the logits are clamped to [0, 1] instead of passed through a sigmoid
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    z = torch.rand(n, latent_dim)
    return decode(z).clamp(0, 1)


# %% right: the prior as a torch distribution, and the decoder's answer as the mean of a Bernoulli
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    prior = torch.distributions.Normal(torch.zeros(latent_dim), torch.ones(latent_dim))
    z = prior.sample((n,))
    return torch.distributions.Bernoulli(logits=decode(z)).mean


# %% right: the sigmoid as a tanh
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    z = torch.empty(n, latent_dim).normal_(mean=0.0, std=1.0)
    return 0.5 + 0.5 * torch.tanh(0.5 * decode(z))
