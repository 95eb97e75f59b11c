# %% wrong: the two branches are exchanged: the non-saturating loss for saturating=True and the other way round
def generator_loss(fake_logits, saturating=False):
    if saturating:
        return F.softplus(-fake_logits).mean()
    return -F.softplus(fake_logits).mean()


# %% wrong: the saturating loss has lost its minus: +softplus(l) is -log(1 - D), and a step down lowers the logits of the fakes
def generator_loss(fake_logits, saturating=False):
    if saturating:
        return F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()


# %% wrong: takes the logits for probabilities D and puts them into the logs without a sigmoid, which gives nan for negative logits
def generator_loss(fake_logits, saturating=False):
    if saturating:
        return torch.log(1 - fake_logits).mean()
    return -torch.log(fake_logits).mean()


# %% wrong: two mistakes: the non-saturating loss labels the fakes 0, the detective's own loss, and both losses are summed over the batch
def generator_loss(fake_logits, saturating=False):
    if saturating:
        return -F.softplus(fake_logits).sum()
    labels = torch.zeros_like(fake_logits)
    return F.binary_cross_entropy_with_logits(fake_logits, labels, reduction="sum")


# %% right: one formula with a sign, by logsigmoid
def generator_loss(fake_logits, saturating=False):
    sign = -1.0 if saturating else 1.0
    return -(sign * F.logsigmoid(sign * fake_logits)).sum() / fake_logits.numel()


# %% right: log probabilities of a Bernoulli, real or fake
def generator_loss(fake_logits, saturating=False):
    detective = torch.distributions.Bernoulli(logits=fake_logits)
    real, fake = torch.ones_like(fake_logits), torch.zeros_like(fake_logits)
    if saturating:
        return torch.mean(detective.log_prob(fake))
    return torch.mean(detective.log_prob(real)).neg()
