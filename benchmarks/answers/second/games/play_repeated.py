# %% wrong: reshapes the two rows of actions to [rounds, 2] instead of transposing them, so the columns hold every other action of one player
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    ours, theirs = [], []
    for _ in range(rounds):
        a, b = first(ours, theirs), second(theirs, ours)
        ours.append(a)
        theirs.append(b)
    return torch.tensor([ours, theirs]).reshape(rounds, 2)


# %% wrong: hands each strategy only the last round instead of all earlier ones, so whoever remembers longer forgets
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    ours, theirs = [], []
    for _ in range(rounds):
        a = first(ours[-1:], theirs[-1:])
        b = second(theirs[-1:], ours[-1:])
        ours.append(a)
        theirs.append(b)
    return torch.tensor([ours, theirs]).T


# %% wrong: the past is a table of zeros made for all rounds and handed over whole, so the rounds still to come look like cooperation
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    actions = torch.zeros(rounds, 2, dtype=torch.int64)
    for t in range(rounds):
        ours, theirs = actions[:, 0].tolist(), actions[:, 1].tolist()
        actions[t, 0] = first(ours, theirs)
        actions[t, 1] = second(theirs, ours)
    return actions


# %% wrong: two mistakes: the first round is set to cooperate for both instead of asking them, and the loop then runs `rounds` times more, one row too many
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    history = [(0, 0)]
    for _ in range(rounds):
        ours = [a for a, _ in history]
        theirs = [b for _, b in history]
        history.append((first(ours, theirs), second(theirs, ours)))
    return torch.tensor(history)


# %% right: a table filled row by row, and slices of it as the past
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    actions = torch.zeros(rounds, 2, dtype=torch.int64)
    for t in range(rounds):
        past = actions[:t]
        ours, theirs = past[:, 0].tolist(), past[:, 1].tolist()
        actions[t] = torch.tensor([first(ours, theirs), second(theirs, ours)])
    return actions


# %% right: a player class that keeps its own copy of the past, in numpy at the end
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    import numpy as np

    class Player:
        def __init__(self, strategy):
            self.strategy, self.own, self.other = strategy, [], []

        def choose(self):
            return int(self.strategy(list(self.own), list(self.other)))

        def remember(self, own, other):
            self.own.append(own)
            self.other.append(other)

    one, two = Player(first), Player(second)
    for _ in range(rounds):
        a, b = one.choose(), two.choose()
        two.remember(b, a)
        one.remember(a, b)
    return torch.from_numpy(np.array([one.own, two.own], dtype=np.int64).T.copy())
