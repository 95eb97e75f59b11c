# %% wrong: one floor for the whole code: sums over the latents first and raises the total, so unused latents still get a push once the total is high enough
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    total = kl.sum(dim=1).mean()
    return total.clamp(min=floor)


# %% wrong: gives the floor away: max(average - floor, 0) counts only what lies above it, so the charge is too low by one floor for each latent
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    per_latent = kl.mean(dim=0)
    return F.relu(per_latent - floor).sum()


# %% wrong: raises the sum over the batch to the floor and divides by B afterwards, so the floor is B times too low
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    per_latent = kl.sum(dim=0).clamp(min=floor)
    return per_latent.sum() / len(kl)


# %% wrong: two mistakes: the floor is applied to each picture before the average over the batch, and the latents are averaged instead of summed
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    return torch.clamp(kl, min=floor).mean()


# %% right: the floor plus what stands above it, for each latent
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    batch, latent_dim = kl.shape
    per_latent = torch.ones(batch).to(kl) @ kl / batch
    return latent_dim * floor + F.relu(per_latent - floor).sum()


# %% right: latent by latent, a loop with a where
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    total = kl.new_zeros(())
    for column in kl.unbind(dim=1):
        average = column.sum() / column.numel()
        total = total + torch.where(average > floor, average, torch.full_like(average, floor))
    return total
