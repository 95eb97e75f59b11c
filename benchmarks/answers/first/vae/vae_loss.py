# %% wrong: applies the sigmoid first and hands the probabilities to the function that wants logits, so it is applied twice
def vae_loss(x, logits, mean, logvar):
    p = torch.sigmoid(logits)
    cost = F.binary_cross_entropy_with_logits(p, x, reduction="none")
    reconstruction = cost.flatten(1).sum(dim=1)
    kl = kl_standard_normal(mean, logvar)
    return (reconstruction + kl).mean()


# %% wrong: averages the KL over the latents instead of summing, so it is latent_dim times too weak
def vae_loss(x, logits, mean, logvar):
    bce = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).mean()
    return bce + kl


# %% wrong: two mistakes: the cross-entropy is averaged over the pixels (the default), and the KL is summed over the batch without dividing by its size
def vae_loss(x, logits, mean, logvar):
    bce = F.binary_cross_entropy_with_logits(logits, x)
    kld = -0.5 * torch.sum(1 + logvar - mean.pow(2) - logvar.exp())
    return bce + kld


# %% wrong: takes the squared error of the pixels for the reconstruction, as in an autoencoder, instead of the cross-entropy -log p(x|z)
def vae_loss(x, logits, mean, logvar):
    output = torch.sigmoid(logits)
    reconstruction = (output - x).square().flatten(1).sum(dim=1)
    kl = kl_standard_normal(mean, logvar)
    return (reconstruction + kl).mean()


# %% right: softplus(l) - x l for each pixel, KL by torch.distributions
from torch.distributions import Normal, kl_divergence


def vae_loss(x, logits, mean, logvar):
    pixels = F.softplus(logits) - x * logits
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    kl = kl_divergence(Normal(mean, torch.exp(logvar / 2)), prior)
    return pixels.sum() / x.shape[0] + kl.sum(-1).mean()


# %% right: picture by picture with logsigmoid, KL by expm1
def vae_loss(x, logits, mean, logvar):
    def negative_bound(picture, logit, m, lv):
        log_p = picture * F.logsigmoid(logit) + (1 - picture) * F.logsigmoid(-logit)
        kl = (m.square() + torch.expm1(lv) - lv).sum() / 2
        return kl - log_p.sum()

    each = [negative_bound(*one) for one in zip(x, logits, mean, logvar)]
    return torch.stack(each).mean()
