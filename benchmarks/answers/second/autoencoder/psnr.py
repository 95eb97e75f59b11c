# %% wrong: takes ten times the log of 1 over the root of the mse, which halves the decibels; with the root the factor is 20
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    rmse = (reconstruction - x).square().flatten(1).mean(dim=1).sqrt()
    return 10 * torch.log10(1 / rmse)


# %% wrong: puts the mean power of the picture above the mse, an ordinary signal-to-noise ratio, instead of the peak, which is 1
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    signal = x.flatten(1).square().mean(dim=1)
    noise = (reconstruction - x).flatten(1).square().mean(dim=1)
    return 10 * torch.log10(signal / noise)


# %% wrong: takes each image's own largest pixel for the peak, though the peak is 1 for all pictures: dim pictures lose decibels
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    peak = x.flatten(1).max(dim=1).values
    mse = (reconstruction - x).square().flatten(1).mean(dim=1)
    return 10 * torch.log10(peak**2 / mse)


# %% wrong: two mistakes: the natural log instead of log10, and one mse over the whole batch, so one number comes out
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    mse = F.mse_loss(reconstruction, x)
    return 10 * torch.log(1 / mse)


# %% right: from the length of the error, with factor 20
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    rest = (reconstruction - x).reshape(len(x), -1)
    root = torch.linalg.vector_norm(rest, dim=1) / rest.shape[1] ** 0.5
    return -20 * torch.log10(root)


# %% right: unreduced mse_loss, averaged over all dimensions but the first, and the natural log rescaled, in float64
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    cost = F.mse_loss(reconstruction.double(), x.double(), reduction="none")
    mse = cost.mean(dim=tuple(range(1, cost.ndim)))
    ten = torch.tensor(10.0, dtype=torch.float64, device=x.device)
    return (-10 * mse.log() / ten.log()).to(x.dtype)
