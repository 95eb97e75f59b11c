# %% wrong: stacks the two tables in front, [2, n, n], and reshapes to [n * n, 2], which pairs neighbouring numbers of the same table instead of z1 with z2
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    axis = torch.linspace(low, high, n)
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")
    return torch.stack([z1, z2]).reshape(n * n, 2)


# %% wrong: takes the points for pixels and puts each in the middle of its cell, so the grid does not reach low and high
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    width = (high - low) / n
    axis = low + (torch.arange(n) + 0.5) * width
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")
    return torch.stack([z1, z2], dim=-1).view(-1, 2)


# %% wrong: goes column by column: cartesian_prod changes its last argument fastest, and that is z2 here
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    axis = torch.linspace(low, high, n)
    return torch.cartesian_prod(axis, axis.flip(0))


# %% wrong: two mistakes: steps of (high - low) / n that stop one short of high, and z2 rises from row to row, so the bottom row comes first
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    step = (high - low) / n
    axis = low + step * torch.arange(n)
    points = [torch.stack([z1, z2]) for z2 in axis for z1 in axis]
    return torch.stack(points)


# %% right: the number of each point, divided by n with rest, gives its row and column
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    axis = torch.linspace(low, high, n)
    k = torch.arange(n * n)
    row, column = torch.div(k, n, rounding_mode="floor"), k % n
    return torch.stack([axis[column], axis[n - 1 - row]], dim=1)


# %% right: cartesian_prod with z2 in front, and the two columns exchanged
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    rising, falling = torch.linspace(low, high, n), torch.linspace(high, low, n)
    return torch.cartesian_prod(falling, rising)[:, [1, 0]]
