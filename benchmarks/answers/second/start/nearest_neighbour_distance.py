# %% wrong: expands the square itself, |a|^2 + |b|^2 - 2ab, in float32: for a copy a small rest remains instead of 0
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    squared = a.square().sum(1)[:, None] + b.square().sum(1) - 2 * a @ b.T
    return squared.clamp(min=0).sqrt().min(dim=1).values


# %% wrong: leaves out the nearest row and returns the second, as if every row of a were in b and would find itself first
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    distances = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")
    return distances.topk(2, dim=1, largest=False).values[:, 1]


# %% wrong: keeps cdist's default mode and calls everything below 0.1 a copy, so near copies get 0 too
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    nearest = torch.cdist(a, b).min(dim=1).values
    return torch.where(nearest < 0.1, torch.zeros_like(nearest), nearest)


# %% wrong: two mistakes: p=1 sums absolute differences, no Euclidean distance, and the minimum runs along dim=0, one number for each row of b
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    distances = torch.cdist(a, b, p=1)
    return distances.amin(dim=0)


# %% right: one row of a at a time against all of b, plain differences
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    nearest = [torch.linalg.vector_norm(b - row, dim=1).amin() for row in a]
    return torch.stack(nearest)


# %% right: looks for the neighbour with the quick cdist in float64, then measures the distance to it by the difference
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    guess = torch.cdist(a.double(), b.double()).argmin(dim=1)
    return (a - b[guess]).square().sum(dim=1).sqrt()
