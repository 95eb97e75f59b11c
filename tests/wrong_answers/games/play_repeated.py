"""What students write for games.play_repeated, each with the slug that its check must answer with."""

import torch


def _second_sees_first(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        own.append(first(own, other))
        other.append(second(other, own))
    return torch.tensor([own, other]).T


def _one_side(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(own, other)
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _one_list(first, second, rounds):
    history = []
    for _ in range(rounds):
        a, b = first(history, history), second(history, history)
        history += [a, b]
    return torch.tensor(history).view(rounds, 2)


def _nothing_kept(first, second, rounds):
    return torch.tensor([[first([], []), second([], [])] for _ in range(rounds)])


def _asked_again(first, second, rounds):
    own, other, actions = [], [], []
    for _ in range(rounds):
        actions.append([first(own, other), second(other, own)])
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return torch.tensor(actions)


def _last_action(first, second, rounds):
    a, b = 0, 0
    actions = []
    for _ in range(rounds):
        a, b = first(a, b), second(b, a)
        actions.append([a, b])
    return torch.tensor(actions)


def _last_round(first, second, rounds):
    own, other, actions = [], [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own, other = [a], [b]
        actions.append([a, b])
    return torch.tensor(actions)


def _newest_first(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own, other = [a, *own], [b, *other]
    return torch.tensor([own[::-1], other[::-1]]).T


def _one_round_late(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own[:-1], other[:-1]), second(other[:-1], own[:-1])
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _played(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return own, other


def _in_columns(first, second, rounds):
    return torch.tensor(_played(first, second, rounds))


def _exchanged(first, second, rounds):
    own, other = _played(first, second, rounds)
    return torch.tensor([other, own]).T


def _pairs(first, second, rounds):
    return list(zip(*_played(first, second, rounds), strict=True))


def _one_round_less(first, second, rounds):
    return torch.tensor(_played(first, second, rounds - 1)).T


def _as_floats(first, second, rounds):
    actions = torch.zeros(rounds, 2)
    own, other = _played(first, second, rounds)
    actions[:, 0], actions[:, 1] = torch.tensor(own), torch.tensor(other)
    return actions


def _seeded(first, second, rounds):
    own, other = [0], [0]
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return torch.tensor([own[1:], other[1:]]).T


def _first_round_made_up(first, second, rounds):
    own, other = [0], [0]
    for _ in range(rounds - 1):
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _wrong_lists(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own.append(b)
        other.append(a)
    return torch.tensor([own, other]).T


def _other_twice(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(other, other), second(own, own)
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _pairs_shown(first, second, rounds):
    past = []
    for _ in range(rounds):
        past.append((first(past, past), second(past, past)))
    return torch.tensor(past)


def _whole_table_shown(first, second, rounds):
    actions = torch.zeros(rounds, 2, dtype=torch.long)
    for t in range(rounds):
        own, other = actions.T.tolist()
        actions[t] = torch.tensor([first(own, other), second(other, own)])
    return actions


def _not_appended(first, second, rounds):
    own, other, actions = [], [], []
    for _ in range(rounds):
        actions.append([first(own, other), second(other, own)])
        own.append(actions[-1][0])
    return torch.tensor(actions)


def _against_itself(first, second, rounds):
    return torch.tensor(_played(first, first, rounds)).T


def _reshaped(first, second, rounds):
    return torch.tensor(_played(first, second, rounds)).reshape(rounds, 2)


def _last_everywhere(first, second, rounds):
    return torch.tensor(_played(first, second, rounds)).T[-1].repeat(rounds, 1)


def _as_bool(first, second, rounds):
    return torch.tensor(_played(first, second, rounds)).T.bool()


WRONG = [
    ("sees-this-round", _second_sees_first),
    ("histories-exchanged", _one_side),
    ("one-list-for-both", _one_list),
    ("no-history", _nothing_kept),
    ("asked-twice", _asked_again),
    ("no-list", _last_action),
    ("last-round-only", _last_round),
    ("newest-first", _newest_first),
    ("a-round-late", _one_round_late),
    ("rounds-in-columns", _in_columns),
    ("columns-exchanged", _exchanged),
    ("returned-a-list", _pairs),
    ("number-of-rounds", _one_round_less),
    ("wrong-dtype", _as_floats),
    ("not-asked", lambda first, second, rounds: torch.zeros(rounds, 2, dtype=torch.int64)),
    ("made-up-round", _seeded),
    ("first-round-not-asked", _first_round_made_up),
    ("histories-exchanged", _wrong_lists),
    ("one-side-twice", _other_twice),
    ("no-actions", _pairs_shown),
    ("too-long", _whole_table_shown),
    ("no-history", _not_appended),
    ("not-asked", _against_itself),
    ("not-turned", _reshaped),
    ("last-round-everywhere", _last_everywhere),
    ("wrong-dtype", _as_bool),
]
