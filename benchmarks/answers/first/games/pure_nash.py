# %% wrong: does not turn B around, so the column player too is compared along the rows, the actions of the other player
def pure_nash(A, B):
    return best_response(A) & best_response(B)


# %% wrong: marks the cells that no other cell beats for both players (Pareto), instead of those from which nobody gains by moving alone
def pure_nash(A, B):
    m, n = A.shape
    result = torch.zeros(m, n, dtype=torch.bool)
    for i in range(m):
        for j in range(n):
            better = (A > A[i, j]) & (B > B[i, j])
            result[i, j] = not better.any()
    return result


# %% wrong: follows argmax from each row to a column and back, so at ties only the first best reply counts and equilibria are missed
def pure_nash(A, B):
    result = torch.zeros(A.shape, dtype=torch.bool)
    for i in range(A.shape[0]):
        j = B[i].argmax()
        if A[:, j].argmax() == i:
            result[i, j] = True
    return result


# %% wrong: two mistakes: or instead of and, so one best reply is enough, and the axes of the two players are exchanged
def pure_nash(A, B):
    return best_response(A.T).T | best_response(B)


# %% right: what both could gain by moving alone, and no gain for either
def pure_nash(A, B):
    gain_row = A.amax(dim=0, keepdim=True) - A
    gain_column = B.amax(dim=1, keepdim=True) - B
    return torch.maximum(gain_row, gain_column) <= 0


# %% right: cell by cell, straight from the two inequalities
def pure_nash(A, B):
    a, b = A.tolist(), B.tolist()
    rows, columns = range(len(a)), range(len(a[0]))

    def stable(i, j):
        return all(a[i][j] >= a[k][j] for k in rows) and all(
            b[i][j] >= b[i][l] for l in columns
        )

    return torch.tensor([[stable(i, j) for j in columns] for i in rows])
