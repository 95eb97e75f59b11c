# %% wrong: takes exp(logvar), the variance, for sigma
def reparameterize(mean, logvar):
    std = torch.exp(logvar)
    eps = torch.randn_like(std)
    return mean + eps * std


# %% wrong: draws with Normal(...).sample(), which cuts the graph, so neither mean nor logvar gets a gradient
def reparameterize(mean, logvar):
    q = torch.distributions.Normal(mean, torch.exp(0.5 * logvar))
    return q.sample()


# %% wrong: one noise vector for the whole batch, so all pictures share the same epsilon
def reparameterize(mean, logvar):
    eps = torch.randn(mean.shape[1])
    return mean + torch.exp(0.5 * logvar) * eps


# %% wrong: two mistakes: uniform noise (rand_like), and logvar itself as sigma, without any exp
def reparameterize(mean, logvar):
    eps = torch.rand_like(mean)
    return mean + logvar * eps


# %% right: by rsample of torch.distributions
def reparameterize(mean, logvar):
    scale = logvar.div(2).exp()
    return torch.distributions.Normal(loc=mean, scale=scale).rsample()


# %% right: standard normal noise from two uniform draws (Box-Muller), added by addcmul
def reparameterize(mean, logvar):
    u, v = torch.rand_like(mean), torch.rand_like(mean)
    eps = torch.sqrt(-2 * torch.log1p(-u)) * torch.cos(2 * math.pi * v)
    return torch.addcmul(mean, eps, torch.exp(logvar / 2))
