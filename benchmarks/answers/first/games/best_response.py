# %% wrong: compares along the columns (dim=1): marks the best column for each row instead of the best row for each column
def best_response(A):
    return A == A.max(dim=1, keepdim=True).values


# %% wrong: marks the argmax alone, so of two equally good rows only the first is marked
def best_response(A):
    best = A.argmax(dim=0)
    result = torch.zeros_like(A, dtype=torch.bool)
    result[best, torch.arange(A.shape[1])] = True
    return result


# %% wrong: compares with the highest payoff of the whole table, not with the highest of each column, so it marks the dream outcome and not the replies
def best_response(A):
    return A == A.max()


# %% wrong: two mistakes: takes payoffs for years in prison and looks for the smallest, and marks one row only at ties
def best_response(A):
    worst = A.argmin(dim=0)
    rows = torch.arange(A.shape[0])
    return rows[:, None] == worst[None, :]


# %% right: every row against every other row, at least as good as all of them
def best_response(A):
    pairs = A.unsqueeze(1) >= A.unsqueeze(0)  # [m, m, n], row i against row k
    return pairs.all(dim=1)


# %% right: column by column in Python lists
def best_response(A):
    marks = []
    for column in A.T.tolist():
        top = max(column)
        marks.append([payoff == top for payoff in column])
    return torch.tensor(marks, dtype=torch.bool).T
