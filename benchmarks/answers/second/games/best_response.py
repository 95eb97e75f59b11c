# %% wrong: marks one row a column by argmax, so of two equally good rows only the first is a best reply
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    best = A.argmax(dim=0)  # [n]
    return torch.nn.functional.one_hot(best, A.shape[0]).T.bool()


# %% wrong: compares with the column's mean instead of its maximum: the same for two rows, too many rows marked from three on
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    return A >= A.mean(dim=0, keepdim=True)


# %% wrong: takes a best reply for a dominant row: a row is marked only if it is best against every column, and then in all of them
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    best = A == A.max(dim=0, keepdim=True).values
    always = best.all(dim=1, keepdim=True)
    return always.expand(A.shape)


# %% wrong: two mistakes: compares each row only with its mirror image (the table flipped), which is enough for two rows alone, and strictly, so ties are lost
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    other = A.flip(0)  # the payoff of the other row
    return A > other


# %% right: every row against every row in one broadcast, [m, m, n]: best is who loses to nobody
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    loses = A[:, None, :] < A[None, :, :]
    return ~loses.any(dim=1)


# %% right: plain loops over lists, one column at a time
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    m, n = A.shape
    marks = torch.zeros(m, n, dtype=torch.bool)
    for j, column in enumerate(A.T.tolist()):
        top = max(column)
        for i, payoff in enumerate(column):
            marks[i, j] = payoff == top
    return marks
