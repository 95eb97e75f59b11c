# %% wrong: the noisy picture is the target as well, so the network is asked to return the noise
def denoising_loss(model, x, sigma):
    noisy = corrupt(x, sigma)
    return squared_error(noisy, model(noisy))


# %% wrong: lets the model predict the noise, as diffusion models do, and compares its output with noisy - x instead of with x
def denoising_loss(model, x, sigma):
    noisy = corrupt(x, sigma)
    noise = noisy - x
    return squared_error(noise, model(noisy))


# %% wrong: two mistakes: the target is a second noisy copy, and mse_loss averages over the pixels too
def denoising_loss(model, x, sigma):
    return F.mse_loss(model(corrupt(x, sigma)), corrupt(x, sigma))


# %% wrong: the noise is fixed at 0.5; the argument sigma is ignored
def denoising_loss(model, x, sigma):
    noisy = corrupt(x, 0.5)
    output = model(noisy)
    return squared_error(x, output)


# %% right: noise drawn by hand, and mse_loss summed, then divided by the batch size
def denoising_loss(model, x, sigma):
    cleaned = model(x + torch.randn_like(x).mul(sigma))
    return F.mse_loss(cleaned, x, reduction="sum") / x.size(0)


# %% right: squared norms of the rows of the difference, with noise of torch.normal
def denoising_loss(model, x, sigma):
    eps = torch.normal(0.0, 1.0, size=x.shape, device=x.device, dtype=x.dtype)
    difference = model(torch.add(x, eps, alpha=sigma)) - x
    rows = torch.einsum("bi,bi->b", difference, difference)
    return rows.sum() / rows.numel()
