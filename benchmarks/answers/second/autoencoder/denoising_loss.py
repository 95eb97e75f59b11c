# %% wrong: asks the model for the noise, as diffusion models do, instead of for the clean picture
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    noisy = corrupt(x, sigma)
    noise = noisy - x
    return squared_error(noise, model(noisy))


# %% wrong: compares with a second noisy copy of x as the target, drawn anew, where the clean picture belongs
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    return squared_error(corrupt(x, sigma), model(corrupt(x, sigma)))


# %% wrong: sends the clean picture through the model and puts the noise on the output
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    output = model(x)
    noisy = corrupt(output, sigma)
    return squared_error(x, noisy)


# %% wrong: two mistakes: the target is the noisy picture that went in, and mse_loss averages over the pixels instead of summing
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    noisy = corrupt(x, sigma)
    return F.mse_loss(model(noisy), noisy)


# %% right: noise and error written out, without the helpers, the error as an einsum
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    rest = model(x + sigma * torch.randn_like(x)) - x
    return torch.einsum("bp,bp->", rest, rest) / x.shape[0]


# %% right: mse_loss times the number of pixels
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    cleaned = model(corrupt(x, sigma))
    return x.shape[1] * F.mse_loss(cleaned, x)
