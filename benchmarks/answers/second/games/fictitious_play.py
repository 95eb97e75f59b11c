# %% wrong: lets the column player minimise A, as if every game were zero-sum; B is never used
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    m, n = A.shape
    p, q = torch.zeros(rounds, m), torch.zeros(rounds, n)
    i, j = first
    for t in range(rounds):
        p[t, i] = 1
        q[t, j] = 1
        i = (A @ q.sum(0)).argmax()
        j = (p.sum(0) @ A).argmin()
    steps = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / steps, q.cumsum(0) / steps


# %% wrong: the players reply one after the other: the column player already counts the row player's action of the same round
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    count_p, count_q = torch.zeros(A.shape[0]), torch.zeros(A.shape[1])
    i, j = first
    count_p[i] += 1
    count_q[j] += 1
    ps, qs = [count_p.clone()], [count_q.clone()]
    for t in range(1, rounds):
        count_p[(A @ count_q).argmax()] += 1
        count_q[(count_p @ B).argmax()] += 1
        ps.append(count_p / (t + 1))
        qs.append(count_q / (t + 1))
    return torch.stack(ps), torch.stack(qs)


# %% wrong: replies to the other's last action instead of the average of all rounds before
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = (A @ q[t]).argmax(), (p[t] @ B).argmax()
    count = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / count, q.cumsum(0) / count


# %% wrong: two mistakes: every row is divided by the number of all rounds instead of the rounds so far, and `first` is ignored, the play starts at (0, 0)
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    for t in range(rounds):
        # nothing has been played in the first round: all payoffs are 0, argmax is 0
        i, j = (A @ q.sum(0)).argmax(), (p.sum(0) @ B).argmax()
        p[t, i] = 1
        q[t, j] = 1
    return p.cumsum(0) / rounds, q.cumsum(0) / rounds


# %% right: keeps what each action would have earned so far instead of how often each was played: a row of B, a column of A a round
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    m, n = A.shape
    row_earns, column_earns = torch.zeros(m).to(A), torch.zeros(n).to(B)
    moves = []
    i, j = first
    for _ in range(rounds):
        moves.append((int(i), int(j)))
        row_earns += A[:, j]
        column_earns += B[i]
        i, j = int(row_earns.argmax()), int(column_earns.argmax())
    rows, columns = torch.tensor(moves, dtype=torch.int64).reshape(-1, 2).T
    t = torch.arange(1, rounds + 1)[:, None]
    p = torch.nn.functional.one_hot(rows, m).cumsum(0) / t
    q = torch.nn.functional.one_hot(columns, n).cumsum(0) / t
    return p, q


# %% right: counts in numpy, float64 inside and float32 out
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    import numpy as np

    a, b = A.double().numpy(), B.double().numpy()
    p, q = np.zeros((rounds, a.shape[0])), np.zeros((rounds, a.shape[1]))
    ours, theirs = np.zeros(a.shape[0]), np.zeros(a.shape[1])
    i, j = (int(k) for k in first)
    for t in range(rounds):
        ours[i] += 1
        theirs[j] += 1
        p[t], q[t] = ours / (t + 1), theirs / (t + 1)
        i, j = int(np.argmax(a @ theirs)), int(np.argmax(ours @ b))
    return torch.from_numpy(p).float(), torch.from_numpy(q).float()
