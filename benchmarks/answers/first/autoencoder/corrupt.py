# %% wrong: draws the noise in the shape of one image, so every image of the batch gets the same noise
def corrupt(x, sigma):
    noise = sigma * torch.randn_like(x[0])
    return x + noise


# %% wrong: confuses variance and standard deviation: scales the noise by sigma squared instead of sigma
def corrupt(x, sigma):
    return x + sigma**2 * torch.randn_like(x)


# %% wrong: two mistakes: adds in place, so the clean batch itself is changed, and clips to 0 and 1
def corrupt(x, sigma):
    x += sigma * torch.randn_like(x)
    return x.clamp_(0, 1)


# %% wrong: mixes picture and noise, (1 - sigma) x + sigma noise, so the picture fades, instead of adding the noise to the full picture
def corrupt(x, sigma):
    noise = torch.randn_like(x)
    return (1 - sigma) * x + sigma * noise


# %% right: by torch.distributions, with rsample around x
def corrupt(x, sigma):
    scale = torch.full_like(x, sigma)
    return torch.distributions.Normal(x, scale, validate_args=False).rsample()


# %% right: image by image, noise filled in by normal_
def corrupt(x, sigma):
    noisy = torch.empty_like(x)
    for k in range(x.shape[0]):
        noisy[k].normal_().mul_(sigma)
    return noisy.add(x)
