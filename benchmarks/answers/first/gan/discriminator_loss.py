# %% wrong: one cross-entropy over real and fake together: the mean of the two means instead of their sum, half as much
def discriminator_loss(real_logits, fake_logits):
    logits = torch.cat([real_logits, fake_logits])
    labels = torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)])
    return F.binary_cross_entropy_with_logits(logits, labels)


# %% wrong: returns the value that the discriminator maximises, without the minus signs, so a step down makes it worse
def discriminator_loss(real_logits, fake_logits):
    log_real = F.logsigmoid(real_logits).mean()
    log_fake = F.logsigmoid(-fake_logits).mean()
    return log_real + log_fake


# %% wrong: two mistakes: the labels are exchanged (0 for data, 1 for fakes), and the losses are summed over the batch
def discriminator_loss(real_logits, fake_logits):
    return F.softplus(real_logits).sum() + F.softplus(-fake_logits).sum()


# %% wrong: takes logs of the sigmoid, which is exactly 0 or 1 for large logits, so the loss becomes infinite there and its gradient is lost
def discriminator_loss(real_logits, fake_logits):
    D_real = torch.sigmoid(real_logits)
    D_fake = torch.sigmoid(fake_logits)
    return -torch.log(D_real).mean() - torch.log(1 - D_fake).mean()


# %% right: cross-entropy with labels, each sample weighted by one over the number of its kind
def discriminator_loss(real_logits, fake_logits):
    logits = torch.cat([real_logits.flatten(), fake_logits.flatten()])
    n, m = real_logits.numel(), fake_logits.numel()
    labels = torch.cat([logits.new_ones(n), logits.new_zeros(m)])
    weights = torch.cat([logits.new_full((n,), 1 / n), logits.new_full((m,), 1 / m)])
    return F.binary_cross_entropy_with_logits(logits, labels, weights, reduction="sum")


# %% right: as a choice between two classes with the logits (l, 0), by F.cross_entropy
def discriminator_loss(real_logits, fake_logits):
    def nats(logits, label):
        flat = logits.reshape(-1)
        scores = torch.stack([torch.zeros_like(flat), flat], dim=1)  # fake, real
        return F.cross_entropy(scores, torch.full_like(flat, label, dtype=torch.long))

    return nats(fake_logits, 0) + nats(real_logits, 1)
