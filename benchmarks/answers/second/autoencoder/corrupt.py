# %% wrong: adds the noise in place (+=), so the caller's clean pictures are noisy afterwards too
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    x += sigma * torch.randn_like(x)
    return x


# %% wrong: masking noise, as in the first denoising autoencoders: sets a share sigma of the pixels to 0 instead of adding Gaussian noise
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    keep = torch.rand_like(x) > sigma
    return x * keep


# %% wrong: draws noise in the shape of one image and broadcasts it, so all images of the batch get the same noise
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    noise = torch.randn(x.shape[1:], dtype=x.dtype, device=x.device)
    return x + sigma * noise


# %% wrong: two mistakes: sigma is taken for a variance (its root scales the noise), and the result is clipped to 0 and 1
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    noisy = x + sigma**0.5 * torch.randn_like(x)
    return torch.clamp(noisy, 0.0, 1.0)


# %% right: the noise filled into an empty tensor, and torch.add with alpha
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    noise = torch.empty(x.shape, dtype=x.dtype, device=x.device).normal_()
    return torch.add(x, noise, alpha=sigma)


# %% right: drawn image by image as flat rows, and brought back into shape
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    rows = [torch.randn(image.numel(), dtype=x.dtype, device=x.device) for image in x]
    return x + torch.cat(rows).reshape(x.shape).mul_(sigma)
