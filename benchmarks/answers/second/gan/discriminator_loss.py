# %% wrong: hands probabilities to binary_cross_entropy_with_logits, which takes the sigmoid a second time
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    d_real, d_fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    real = F.binary_cross_entropy_with_logits(d_real, torch.ones_like(d_real))
    fake = F.binary_cross_entropy_with_logits(d_fake, torch.zeros_like(d_fake))
    return real + fake


# %% wrong: writes the logs out with 1e-8 against log(0), so a confident mistake costs at most 18.4 nats and has no gradient
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    eps = 1e-8
    d_real = torch.sigmoid(real_logits)
    d_fake = torch.sigmoid(fake_logits)
    return -torch.log(d_real + eps).mean() - torch.log(1 - d_fake + eps).mean()


# %% wrong: the hinge loss of other GANs, relu(1 - real) + relu(1 + fake), instead of the cross-entropy: its best logit is no log density ratio
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    return F.relu(1 - real_logits).mean() + F.relu(1 + fake_logits).mean()


# %% wrong: two mistakes: sums over the batch instead of averaging, and smooths the real label to 0.9 as a tutorial does
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    bce = nn.BCEWithLogitsLoss(reduction="sum")
    real = bce(real_logits, torch.full_like(real_logits, 0.9))
    fake = bce(fake_logits, torch.zeros_like(fake_logits))
    return real + fake


# %% right: the log probabilities of two Bernoulli distributions
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    says_real = torch.distributions.Bernoulli(logits=real_logits)
    says_fake = torch.distributions.Bernoulli(logits=fake_logits)
    real = says_real.log_prob(torch.ones_like(real_logits)).mean()
    fake = says_fake.log_prob(torch.zeros_like(fake_logits)).mean()
    return -(real + fake)


# %% right: log(1 + e^l) as logaddexp with 0, both halves in one weighted sum
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss in nats, one number.  real_logits, fake_logits: [B, 1]"""
    wrongness = torch.cat([-real_logits.reshape(-1), fake_logits.reshape(-1)])
    shares = torch.cat(
        [
            torch.full_like(real_logits, 1 / real_logits.numel()).reshape(-1),
            torch.full_like(fake_logits, 1 / fake_logits.numel()).reshape(-1),
        ]
    )
    return torch.dot(torch.logaddexp(wrongness, torch.zeros_like(wrongness)), shares)
