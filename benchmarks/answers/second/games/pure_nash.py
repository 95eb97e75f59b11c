# %% wrong: turns the column player's table but not the answer back, so the second mask is transposed
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    return best_response(A) & best_response(B.T)


# %% wrong: also asks that no other cell is better for both: the dilemma's equilibrium is dropped, though a better cell is no matter for who moves alone
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    stable = best_response(A) & best_response(B.T).T
    for i, j in stable.nonzero().tolist():
        if ((A > A[i, j]) & (B > B[i, j])).any():
            stable[i, j] = False
    return stable


# %% wrong: compares each cell with one neighbour only (roll by 1), which is all there is in a 2 by 2 table and too little in a larger one
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    row_stays = A >= A.roll(1, dims=0)
    column_stays = B >= B.roll(1, dims=1)
    return row_stays & column_stays


# %% wrong: two mistakes: the replies come from argmax, so ties are lost, and the loop over the columns starts at 1, so the first is never looked at
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    m, n = A.shape
    cells = torch.zeros(m, n, dtype=torch.bool)
    for j in range(1, n):
        i = A[:, j].argmax()
        if B[i].argmax() == j:
            cells[i, j] = True
    return cells


# %% right: by what each player could still gain: a cell is stable where neither gains more than 0
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    row_gain = A.amax(dim=0, keepdim=True) - A
    column_gain = B.amax(dim=1, keepdim=True) - B
    return torch.maximum(row_gain, column_gain) <= 0


# %% right: the definition read out, cell by cell, with loops
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    m, n = A.shape
    marks = [
        [
            all(bool(A[i, j] >= A[k, j]) for k in range(m))
            and all(bool(B[i, j] >= B[i, k]) for k in range(n))
            for j in range(n)
        ]
        for i in range(m)
    ]
    return torch.tensor(marks, dtype=torch.bool)
