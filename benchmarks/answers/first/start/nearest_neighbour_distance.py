# %% wrong: minimum along dim 0, so it returns for each row of b the distance to the nearest row of a
def nearest_neighbour_distance(a, b):
    d = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")
    return d.min(dim=0).values


# %% wrong: leaves cdist in its default mode, so with many rows a copy does not get exactly 0
def nearest_neighbour_distance(a, b):
    return torch.cdist(a, b).min(dim=1).values


# %% wrong: takes a distance of 0 for the point itself and leaves it out, so that a copy gets the distance to its second neighbour
def nearest_neighbour_distance(a, b):
    d = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")
    d[d == 0] = float("inf")  # a point is not its own neighbour
    return d.amin(dim=1)


# %% wrong: two mistakes: squared distances (no root), and averaged over the D coordinates instead of summed
def nearest_neighbour_distance(a, b):
    out = []
    for row in a:
        out.append(((b - row) ** 2).mean(dim=1).min())
    return torch.stack(out)


# %% right: runs through the rows of b and keeps the smallest square so far, root at the end
def nearest_neighbour_distance(a, b):
    best = torch.full((a.shape[0],), float("inf"), dtype=a.dtype, device=a.device)
    for row in b:
        best = torch.minimum(best, torch.square(a - row).sum(dim=1))
    return best.sqrt()


# %% right: norms of plain differences, one row of a at a time, sorted
def nearest_neighbour_distance(a, b):
    def nearest(point):
        distances = torch.linalg.vector_norm(b - point, dim=-1)
        return torch.sort(distances).values[0]

    return torch.stack([nearest(point) for point in a])
