"""Entries that earn too little: the course's own strategies, and what a learner may try first."""

import torch

from gencourse.games import repeated


def _generous(own, other):
    "Forgives, but never tries anything"
    return repeated.tit_for_two_tats(own, other)


def _for_tat(own, other):
    return repeated.tit_for_tat(own, other)


def _shift(own, other):
    return repeated.win_stay_lose_shift(own, other)


def _defect(own, other):
    return 1


def _probes_and_sulks(own, other):
    "Exploits whoever forgives, and fights all others"
    return int(len(own) > 0)


def _one_probe_too_late(own, other):
    "Tit for tat with a defection in the middle"
    return 1 if len(own) == 100 else repeated.tit_for_tat(own, other)


def _by_turns(own, other):
    return len(own) % 2


def _no_return_at_first(own, other):
    if other:
        return other[-1]


def _a_share(own, other):
    return sum(other) / len(other) if other else 0.5


def _both_actions(own, other):
    return torch.tensor([0, 1])


WRONG = [
    ("never-probes", _generous),
    ("never-probes", _for_tat),
    ("earns-too-little", _shift),
    ("fights-itself", _defect),
    ("fights-itself", _probes_and_sulks),
    ("never-probes", _one_probe_too_late),
    ("earns-too-little", _by_turns),
    ("no-action", _no_return_at_first),
    ("no-action", _a_share),
    ("no-action", _both_actions),
]
