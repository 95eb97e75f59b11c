# %% wrong: the column player replies to the row player's average with this round's new action in it already, not at once with the row player
def fictitious_play(A, B, rounds, first=(0, 0)):
    m, n = A.shape
    p_count, q_count = torch.zeros(m), torch.zeros(n)
    p_count[first[0]] += 1
    q_count[first[1]] += 1
    ps, qs = [p_count.clone()], [q_count.clone()]
    for t in range(2, rounds + 1):
        i = (A @ q_count).argmax()
        p_count[i] += 1
        j = (p_count @ B).argmax()
        q_count[j] += 1
        ps.append(p_count / t)
        qs.append(q_count / t)
    return torch.stack(ps), torch.stack(qs)


# %% wrong: replies to the other's last action instead of to the average over all rounds before
def fictitious_play(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = A[:, j].argmax(), B[i].argmax()
    count = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / count, q.cumsum(0) / count


# %% wrong: B @ p instead of p @ B: multiplies along B's columns, the column player's own actions, where the rows are the other's
def fictitious_play(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = (A @ q.sum(0)).argmax(), (B @ p.sum(0)).argmax()
    count = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / count, q.cumsum(0) / count


# %% wrong: two mistakes: ignores first and starts with (0, 0), and divides all sums by the number of all rounds instead of the rounds so far
def fictitious_play(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = 0, 0
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = (A @ q.sum(0)).argmax(), (p.sum(0) @ B).argmax()
    return p.cumsum(0) / rounds, q.cumsum(0) / rounds


# %% right: Python lists of the payoffs added up so far, averages at the end by one_hot
def fictitious_play(A, B, rounds, first=(0, 0)):
    against_column = A.T.tolist()  # what each row earns against column j
    against_row = B.tolist()  # what each column earns against row i
    rows_earn, columns_earn = [0.0] * A.shape[0], [0.0] * A.shape[1]
    i, j = int(first[0]), int(first[1])
    played = []
    for _ in range(rounds):
        played.append((i, j))
        rows_earn = [s + g for s, g in zip(rows_earn, against_column[j])]
        columns_earn = [s + g for s, g in zip(columns_earn, against_row[i])]
        i = max(range(len(rows_earn)), key=rows_earn.__getitem__)
        j = max(range(len(columns_earn)), key=columns_earn.__getitem__)

    def averages(actions, number):
        shares = torch.nn.functional.one_hot(torch.tensor(actions), number)
        rounds_so_far = torch.arange(1, rounds + 1).unsqueeze(1)
        return torch.cumsum(shares, dim=0) / rounds_so_far

    rows, columns = zip(*played)
    return averages(rows, A.shape[0]), averages(columns, A.shape[1])


# %% right: counts in float64, a player class of its own, first index at ties
class Learner:
    def __init__(self, payoffs, action):
        self.payoffs = payoffs.double()  # own actions x the other's actions
        self.counts = torch.zeros(payoffs.shape[0], dtype=torch.float64)
        self.action = action

    def note(self):
        self.counts[self.action] += 1.0
        return (self.counts / self.counts.sum()).float()

    def reply(self, other_counts):
        earned = torch.mv(self.payoffs, other_counts)
        self.action = int((earned == earned.max()).nonzero()[0])


def fictitious_play(A, B, rounds, first=(0, 0)):
    row, column = Learner(A, first[0]), Learner(B.T, first[1])
    p, q = [], []
    for _ in range(rounds):
        p.append(row.note())
        q.append(column.note())
        row.reply(column.counts)
        column.reply(row.counts)
    return torch.stack(p), torch.stack(q)
