# %% wrong: raises every picture's KL to the floor first and averages afterwards, so a picture above the floor no longer makes up for one below
def free_bits(kl, floor):
    return kl.clamp(min=floor).mean(dim=0).sum()


# %% wrong: one floor for the sum of all latents instead of one for each latent
def free_bits(kl, floor):
    total = kl.mean(dim=0).sum()
    return total.clamp(min=floor)


# %% wrong: two mistakes: clamp(max=floor) caps the KL instead of raising it, and the average runs over the latents (dim=1)
def free_bits(kl, floor):
    per_picture = kl.mean(dim=1)
    return per_picture.clamp(max=floor).sum()


# %% wrong: charges only what lies above the floor, max(kl - floor, 0), so the floor itself is missing from the sum
def free_bits(kl, floor):
    per_latent = kl.mean(dim=0)
    return F.relu(per_latent - floor).sum()


# %% right: the excess over the floor by ReLU, and the floor of all latents added
def free_bits(kl, floor):
    batch, latents = kl.shape
    average = torch.einsum("bl->l", kl) / batch
    return F.relu(average - floor).sum() + latents * floor


# %% right: F.threshold on each latent's average, added one by one
def free_bits(kl, floor):
    charged = 0.0
    for latent in range(kl.shape[1]):
        average = kl[:, latent].sum() / len(kl)
        charged = charged + F.threshold(average, floor, floor)
    return charged
