# %% wrong: factor 20 in front of the log of the mean squared error; 20 belongs to its root
def psnr(x, reconstruction):
    mse = ((reconstruction - x) ** 2).flatten(1).mean(dim=1)
    return 20 * torch.log10(1 / mse)


# %% wrong: divides each image's own mean square by the error, a signal-to-noise ratio, instead of the peak 1
def psnr(x, reconstruction):
    signal = x.square().flatten(1).mean(dim=1)
    noise = (reconstruction - x).square().flatten(1).mean(dim=1)
    return 10 * torch.log10(signal / noise)


# %% wrong: two mistakes: sums over the pixels instead of averaging, and the sign is reversed (log of mse, not of 1 / mse)
def psnr(x, reconstruction):
    error = (x - reconstruction).pow(2).flatten(1).sum(dim=1)
    return 10 * torch.log10(error)


# %% wrong: averages over dim 1 without flattening, so images of shape [B, 1, 28, 28] get a number for each pixel
def psnr(x, reconstruction):
    mse = (reconstruction - x).square().mean(dim=1)
    return -10 * torch.log10(mse)


# %% right: from the root mean square, with factor 20
def psnr(x, reconstruction):
    d = (reconstruction - x).reshape(len(x), -1)
    rmse = torch.linalg.vector_norm(d, dim=1) / d.shape[1] ** 0.5
    return 20 * torch.log10(1 / rmse)


# %% right: mean over all axes but the first, natural log in float64, converted to decibels
def psnr(x, reconstruction):
    axes = tuple(range(1, x.dim()))
    mse = torch.mean((x.double() - reconstruction.double()) ** 2, dim=axes)
    decibels = -torch.log(mse) * (10 / torch.log(torch.tensor(10.0, dtype=torch.float64)))
    return decibels.to(reconstruction.dtype)
