# %% wrong: each player makes themselves indifferent: p is computed from the row player's own table A and q from the column player's own table B
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    p = (A[1, 1] - A[1, 0]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    q = (B[1, 1] - B[0, 1]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    return (p.item(), q.item()) if 0 < p < 1 and 0 < q < 1 else None


# %% wrong: divides plain floats without looking at the denominator, so a game in which it is 0 raises ZeroDivisionError instead of returning None
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    (a, b), (c, d) = A.tolist()
    (e, f), (g, h) = B.tolist()
    p = (h - g) / (e - f - g + h)
    q = (d - b) / (a - b - c + d)
    if 0 < p < 1 and 0 < q < 1:
        return p, q
    return None


# %% wrong: asks that one of the two chances lies between 0 and 1 (or) where both have to
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    p = (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    if 0 < p < 1 or 0 < q < 1:
        return p.item(), q.item()
    return None


# %% wrong: two mistakes: the numerators are those of the second row and the second column (1 - p, 1 - q), and tensors are returned instead of plain numbers
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    p = (B[0, 0] - B[0, 1]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[0, 0] - A[1, 0]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    if p <= 0 or p >= 1 or q <= 0 or q >= 1:
        return None
    return p, q


# %% right: a helper for the odds: the advantages of the two columns (rows) must have opposite signs, and the odds are their ratio
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""

    def chance(first, second):
        # first, second: what the other gains by their first action if I play my first, my second
        if first * second >= 0:
            return None  # one action is never worse, or nothing to balance
        return abs(second) / (abs(first) + abs(second))

    p = chance(*(B[:, 0] - B[:, 1]).tolist())
    q = chance(*(A[0] - A[1]).tolist())
    return None if p is None or q is None else (p, q)


# %% right: each indifference as a small linear system in float64, with a look at its determinant first
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    chances = []
    for table in (B.T, A):  # rows: what the two actions of the one who is made indifferent pay
        table = table.double()
        system = torch.stack([table[0] - table[1], torch.ones(2, dtype=torch.float64)])
        if torch.linalg.det(system) == 0:
            return None
        mix = torch.linalg.solve(system, torch.tensor([0.0, 1.0], dtype=torch.float64))
        chances.append(mix[0].item())
    return tuple(chances) if all(0 < c < 1 for c in chances) else None
