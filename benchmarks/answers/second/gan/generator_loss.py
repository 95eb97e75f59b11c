# %% wrong: the sign of the saturating branch: it returns -log(1 - D), the detective's own term, so the forger would lower its logits
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    if saturating:
        return F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()


# %% wrong: believes that "non-saturating" is the saturating loss with its sign turned, so without the flag it returns -log(1 - D) instead of -log D
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    loss = F.logsigmoid(-fake_logits).mean()  # log(1 - D)
    return loss if saturating else -loss


# %% wrong: the saturating branch is log(1 - sigmoid) written out, which is -inf from a logit of about 17 on
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    if saturating:
        return torch.log(1 - torch.sigmoid(fake_logits)).mean()
    return -F.logsigmoid(fake_logits).mean()


# %% wrong: two mistakes: the two branches have changed places, and both are summed over the batch instead of averaged
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    if not saturating:
        return -F.softplus(fake_logits).sum()
    return F.softplus(-fake_logits).sum()


# %% right: cross-entropy with the label "real", or minus that with the label "fake"
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    label = torch.zeros_like(fake_logits) if saturating else torch.ones_like(fake_logits)
    cross_entropy = F.binary_cross_entropy_with_logits(fake_logits, label)
    return -cross_entropy if saturating else cross_entropy


# %% right: one formula for both, s * softplus(s * l) with s = -1, or 1 and the sign inside turned
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    sign = -1.0 if saturating else 1.0
    zero = fake_logits.new_zeros(())
    nats = sign * torch.logaddexp(-sign * fake_logits, zero)
    return nats.sum() / nats.numel()
