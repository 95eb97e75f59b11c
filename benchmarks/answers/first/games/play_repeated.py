# %% wrong: notes the first player's action before the second is asked, so the second sees what the first does in this round
def play_repeated(first, second, rounds):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(first(ours, theirs))
        theirs.append(second(theirs, ours))
    return torch.tensor([ours, theirs]).T


# %% wrong: hands the second player the lists in the first player's order, so it takes the other's actions for its own
def play_repeated(first, second, rounds):
    ours, theirs = [], []
    for _ in range(rounds):
        a = first(ours, theirs)
        b = second(ours, theirs)
        ours.append(a)
        theirs.append(b)
    return torch.tensor([ours, theirs]).T


# %% wrong: two mistakes: lets both cooperate in round 1 without asking them, and returns float32 from torch.zeros
def play_repeated(first, second, rounds):
    actions = torch.zeros(rounds, 2)
    ours, theirs = [0], [0]
    for t in range(1, rounds):
        a, b = first(ours, theirs), second(theirs, ours)
        actions[t, 0], actions[t, 1] = a, b
        ours.append(a)
        theirs.append(b)
    return actions


# %% wrong: starts every round with an empty past, as if the one-shot game were played anew, so nobody can reply to anything
def play_repeated(first, second, rounds):
    actions = []
    for _ in range(rounds):
        ours, theirs = [], []
        a, b = first(ours, theirs), second(theirs, ours)
        ours.append(a)
        theirs.append(b)
        actions.append([a, b])
    return torch.tensor(actions)


# %% right: recursion: the past first, then one more round
def play_repeated(first, second, rounds):
    def past(n):
        if n == 0:
            return []
        before = past(n - 1)
        own = [pair[0] for pair in before]
        other = [pair[1] for pair in before]
        return before + [(first(own[:], other[:]), second(other[:], own[:]))]

    return torch.tensor(past(rounds), dtype=torch.int64).reshape(rounds, 2)


# %% right: a table filled row by row, its columns handed out as lists
def play_repeated(first, second, rounds):
    table = torch.empty(rounds, 2, dtype=torch.long)
    for t in range(rounds):
        seen = table[:t]
        views = (seen, seen.flip(1))  # each sees its own column first
        moves = [
            player(*(column.tolist() for column in view.unbind(1)))
            for player, view in zip((first, second), views)
        ]
        table[t] = torch.tensor(moves)
    return table
