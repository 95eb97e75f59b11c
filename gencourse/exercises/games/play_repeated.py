"""games.play_repeated: two players whose moves are fixed beforehand, and who note what they see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, record
from gencourse.exercises.core.slips import name_slip

ROUNDS = 12
MOST = 2 * ROUNDS + 2  # of calls, and of a history, that are kept: more is wrong already


_WHO = ("first", "second")


class _Player:
    "Plays a script whatever it is shown, and notes that."

    def __init__(self, script: list[int]) -> None:
        self.script = script
        self.shown: list[tuple[list[int], list[int]]] = []

    def __call__(self, own: Any, other: Any) -> int:
        for name, past in (("own", own), ("other", other)):
            if not isinstance(past, (list, tuple)):
                raise Mistake(
                    "no-list",
                    f"a strategy is called with two lists of all past actions, own and other, but {name} is "
                    f"{describe(past)}.",
                )
        turn = len(self.shown)
        if turn >= MOST:
            raise Mistake("too-many-rounds", f"{ROUNDS} rounds were asked for, and you go on: range(rounds).")
        self.shown.append((_actions(own), _actions(other)))
        return self.script[turn % ROUNDS]  # asked twice a round it plays on: the calls are counted later


def _actions(past: Sequence[Any]) -> list[int]:
    try:
        return [int(x) for x in past[:MOST]]
    except (TypeError, ValueError, OverflowError):
        wrong = next((x for x in past if not isinstance(x, int)), past)
        raise Mistake(
            "no-actions",
            f"each of the two lists holds one player's actions, 0 or 1, and in one of yours stands {describe(wrong)}.",
        ) from None


def _scripts(seed: int) -> tuple[list[int], list[int]]:
    "Two scripts that are different from each other, and each from itself backwards."
    generator = torch.Generator().manual_seed(seed)
    bits = torch.randint(2, (2, ROUNDS), generator=generator)
    bits[:, :3] = torch.tensor([[0, 1, 1], [1, 0, 1]])
    bits[:, -3:] = torch.tensor([[0, 0, 1], [0, 1, 0]])
    return bits[0].tolist(), bits[1].tolist()


def probe(attempt: Any, seed: int) -> Arrays:
    """Record the actions returned, and the histories shown in each call: [calls, MOST], padded with -1."""
    players = [_Player(script) for script in _scripts(seed)]
    observed = {"actions": record(call(attempt, *players, ROUNDS), name="the actions")}
    for number, player in enumerate(players, start=1):
        for side, name in enumerate(("own", "other")):
            pasts = [shown[side] + [-1] * (MOST - len(shown[side])) for shown in player.shown]
            observed[f"{name} {number}"] = np.array(pasts, dtype=np.int64).reshape(-1, MOST)
    return observed


def judge(observed: Arrays, seed: int) -> None:
    """Each player must be asked once a round, with all earlier rounds and no other, seen from its side."""
    scripts = _scripts(seed)
    calls = [len(observed[f"own {number}"]) for number in (1, 2)]
    _judge_calls(calls, _lists(observed["own 1"])[:1])
    pasts = [tuple(_lists(observed[f"{name} {number}"]) for name in ("own", "other")) for number in (1, 2)]
    turns = range(ROUNDS)
    both = [[script[:t] for t in turns] for script in scripts]
    if pasts == [(both[1], both[0]), (both[0], both[1])]:
        raise Mistake(
            "histories-exchanged",
            "both players are shown the histories exchanged: a player's own actions come first. Does each action land "
            "in its own player's list?",
        )
    for number in (1, 2):
        _judge_history(pasts[number - 1], number, scripts)
    _judge_actions(observed["actions"], np.array(scripts).T)


def _judge_calls(calls: list[int], before: list[list[int]]) -> None:
    "before: what the first player is shown when it is asked for the first time."
    if 0 in calls:
        who = "neither strategy is" if calls == [0, 0] else f"the {_WHO[calls.index(0)]} strategy is never"
        raise Mistake("not-asked", f"{who} called: each chooses an action in every round.")
    if 2 * ROUNDS in calls:
        raise Mistake(
            "asked-twice",
            "you call a strategy twice in a round: one that flips a coin would answer differently. Keep the action.",
        )
    if calls == [ROUNDS - 1] * 2 and before and before[0]:
        raise Mistake(
            "first-round-not-asked",
            "round 1 is played without the players: begin with empty lists, and ask in each round.",
        )
    if calls != [ROUNDS, ROUNDS]:
        wrong = next(count for count in calls if count != ROUNDS)
        raise Mistake("number-of-rounds", f"{ROUNDS} rounds were asked for, and a strategy was called in {wrong}.")


def _judge_history(shown: tuple[list[list[int]], ...], number: int, scripts: tuple[list[int], list[int]]) -> None:
    own, other = shown
    mine, theirs = scripts if number == 1 else scripts[::-1]
    who, call = _WHO[number - 1], ("first(ours, theirs)", "second(theirs, ours)")[number - 1]
    turns = range(ROUNDS)

    def shows(change: Callable[[list[int]], list[int]]) -> bool:
        "Whether both lists are the past after this change."
        return own == [change(mine[:t]) for t in turns] and other == [change(theirs[:t]) for t in turns]

    if shows(list):
        return
    mine_past, theirs_past = [mine[:t] for t in turns], [theirs[:t] for t in turns]
    mine_now, theirs_now = [mine[: t + 1] for t in turns], [theirs[: t + 1] for t in turns]
    if own in (mine_past, mine_now) and other in (theirs_past, theirs_now):
        raise Mistake(
            "sees-this-round",
            f"the {who} player is shown an action of the round that is being played: with that tit for tat would see "
            "the future. Ask both, then append both.",
        )
    if len(own[-1]) == len(other[-1]) == 2 * (ROUNDS - 1):
        raise Mistake(
            "one-list-for-both", "both players' actions stand in each list that is shown: a list for each player."
        )
    if all(past[t][1:] == script[:t] and past[t] for t in turns for past, script in ((own, mine), (other, theirs))):
        raise Mistake(
            "made-up-round",
            f"the {who} player is shown {own[0]} and {other[0]} before the first round: begin with empty lists.",
        )
    if (own, other) == (theirs_past, mine_past):
        raise Mistake(
            "histories-exchanged",
            f"the {who} player is shown the histories exchanged: its own actions come first, so {call}.",
        )
    if own == other and own in (mine_past, theirs_past):
        whose = "its own" if own[-1] == mine[: ROUNDS - 1] else "the other's"
        raise Mistake("one-side-twice", f"the {who} player is shown {whose} actions twice: {call}.")
    for name, past in (("own", own), ("other", other)):
        if not any(past):
            raise Mistake(
                "no-history",
                f"what the {who} player is shown as {name} is always empty: it has to grow from round to round.",
            )
    if shows(lambda past: past[::-1]):
        raise Mistake("newest-first", "the histories run backwards: append, so that other[-1] is the latest action.")
    if shows(lambda past: past[-1:]):
        raise Mistake("last-round-only", "a strategy is shown the last round only: grim trigger needs all of the past.")
    if shows(lambda past: past[:-1]):
        raise Mistake("a-round-late", f"the {who} player is shown too little: in round t there are t - 1 past actions.")
    long = [t for t in turns if max(len(own[t]), len(other[t])) > t]
    if long:
        t = long[0]
        raise Mistake(
            "too-long",
            f"in round {t + 1} the {who} player is shown a list of {max(len(own[t]), len(other[t]))} actions, and {t} "
            "were played: show what came before this round.",
        )
    t = next(t for t in turns if (own[t], other[t]) != (mine[:t], theirs[:t]))
    raise Mistake(
        "wrong-history",
        f"in round {t + 1} the {who} player should see own = {mine[:t]}, other = {theirs[:t]}, but sees {own[t]} and "
        f"{other[t]}.",
    )


def _judge_actions(actions: np.ndarray, right: np.ndarray) -> None:
    if actions.shape == right.T.shape:
        raise Mistake("rounds-in-columns", "one row for each round, two columns: turn the table, .T.")
    if actions.shape != right.shape:
        raise Mistake(
            "wrong-shape",
            f"the actions should have shape [rounds, 2], here {list(right.shape)}, got {list(actions.shape)}.",
        )
    if actions.dtype.kind != "i":
        raise Mistake(
            "wrong-dtype",
            f"actions are whole numbers, to be used as indices, got {actions.dtype}: torch.tensor keeps those of a "
            "list whole, torch.Tensor and torch.zeros make floats.",
        )
    slips = [
        ("columns-exchanged", right[:, ::-1], "the first player's actions belong into column 0, the second's into 1."),
        ("rounds-backwards", right[::-1], "the rounds run backwards: the first round is row 0."),
        (
            "not-turned",
            right.T.reshape(right.shape),
            "each row holds two rounds of one player: reshape cuts the numbers anew, .T turns the table.",
        ),
        (
            "last-round-everywhere",
            np.broadcast_to(right[-1], right.shape),
            "each row holds the last round: row t is for round t alone.",
        ),
    ]
    t = int(np.argmax((actions != right).any(1)))
    otherwise = Mistake("wrong-actions", f"round {t + 1} should be {right[t].tolist()}, got {actions[t].tolist()}.")
    name_slip(actions, right, slips, "actions", otherwise=otherwise)


def _lists(pasts: np.ndarray) -> list[list[int]]:
    return [[int(x) for x in past if x >= 0] for past in pasts]


EXERCISE = Exercise(
    name="games.play_repeated",
    points=2,
    lesson="games",
    reference=games.play_repeated,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (games.STRATEGIES["tit for tat"], games.STRATEGIES["always defect"], 3),
            "what both did",
            given="tit for tat against always defect, 3 rounds",
        ),
        Example(
            lambda: (games.STRATEGIES["alternator"], games.STRATEGIES["tit for tat"], 4),
            "what both did",
            given="the alternator against tit for tat, 4 rounds",
        ),
        Example(
            lambda: (games.STRATEGIES["alternator"], games.STRATEGIES["win-stay, lose-shift"], 4),
            "what both did",
            given="the alternator against win-stay, lose-shift, 4 rounds",
        ),
    ),
    uses=(
        Use(
            "for the lesson's 300 rounds",
            lambda seed: (games.STRATEGIES["alternator"], games.STRATEGIES["grim trigger"], 300),
            "the actions",
        ),
        Use(
            "for one round",
            lambda seed: (games.STRATEGIES["tit for tat"], games.STRATEGIES["always defect"], 1),
            "the actions",
        ),
    ),
)
