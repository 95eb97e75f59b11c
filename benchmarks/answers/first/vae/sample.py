# %% wrong: torch.rand draws uniform codes between 0 and 1 instead of codes from N(0, I)
def sample(decode, n, latent_dim):
    z = torch.rand(n, latent_dim)
    return torch.sigmoid(decode(z))


# %% wrong: cuts the logits off at 0 and 1 instead of sending them through a sigmoid
def sample(decode, n, latent_dim):
    z = torch.randn(n, latent_dim)
    return decode(z).clamp(0, 1)


# %% wrong: a softmax over the pixels of a picture, as if they were the probabilities of one choice, so they add up to 1
def sample(decode, n, latent_dim):
    z = torch.randn(n, latent_dim)
    logits = decode(z)
    return logits.flatten(1).softmax(dim=1).view_as(logits)


# %% wrong: two mistakes: one code for all n pictures, and the logits through (tanh + 1) / 2, the habit of GAN code, which is sigmoid(2 l)
def sample(decode, n, latent_dim):
    z = torch.randn(1, latent_dim).expand(n, latent_dim)
    images = torch.tanh(decode(z))
    return (images + 1) / 2


# %% right: codes from torch.distributions, sigmoid as 1 / (1 + e^-l) by exp of softplus
def sample(decode, n, latent_dim):
    prior = torch.distributions.Normal(0.0, 1.0)
    logits = decode(prior.sample((n, latent_dim)))
    return torch.exp(-F.softplus(-logits))


# %% right: one code after the other, decoded singly, sigmoid by tanh
def sample(decode, n, latent_dim):
    def draw():
        code = torch.empty(1, latent_dim).normal_()
        return 0.5 + 0.5 * torch.tanh(decode(code) / 2)

    return torch.cat([draw() for _ in range(n)], dim=0)
