# %% wrong: turns the wrong axis around: z1 falls within a row and z2 grows from row to row
def latent_grid(low, high, n):
    axis = torch.linspace(low, high, n)
    z2, z1 = torch.meshgrid(axis, axis.flip(0), indexing="ij")
    return torch.stack([z1, z2], dim=-1).reshape(-1, 2)


# %% wrong: steps of (high - low) / n instead of / (n - 1), so the grid never reaches high
def latent_grid(low, high, n):
    axis = low + (high - low) / n * torch.arange(n)
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")
    return torch.stack([z1, z2], dim=-1).flatten(0, 1)


# %% wrong: two mistakes: the columns are swapped (z1 is constant within a row), and the rows grow instead of falling from high
def latent_grid(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.cartesian_prod(axis, axis)


# %% wrong: spaces the points by quantiles of a Gaussian, as VAE papers do, dense in the middle instead of even
def latent_grid(low, high, n):
    normal = torch.distributions.Normal(0.0, 1.0)
    axis = normal.icdf(torch.linspace(0.05, 0.95, n))
    axis = low + (high - low) * (axis - axis[0]) / (axis[-1] - axis[0])
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")
    return torch.stack([z1, z2], dim=-1).flatten(0, 1)


# %% right: by the number of each picture, row k // n and column k % n
def latent_grid(low, high, n):
    axis = torch.linspace(low, high, n)
    k = torch.arange(n * n)
    row, column = torch.div(k, n, rounding_mode="floor"), k.remainder(n)
    return torch.cat([axis[column, None], axis[n - 1 - row, None]], dim=1)


# %% right: two loops over Python numbers
def latent_grid(low, high, n):
    ticks = torch.linspace(low, high, n).tolist()
    points = []
    for z2 in reversed(ticks):
        for z1 in ticks:
            points.append((z1, z2))
    return torch.tensor(points)
