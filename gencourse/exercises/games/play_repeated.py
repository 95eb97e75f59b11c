"""games.play_repeated: two players whose moves are fixed beforehand, and who note what they see."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, record

ROUNDS = 12
MOST = 2 * ROUNDS + 2  # of calls, and of a history, that are kept: more is wrong already


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
        self.shown.append(([int(x) for x in own[:MOST]], [int(x) for x in other[:MOST]]))
        return self.script[turn % ROUNDS]  # asked twice a round it plays on: the calls are counted later


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
    for number in (1, 2):
        # Of both before any history: those are read as one call a round
        _judge_calls(len(observed[f"own {number}"]))
    for number in (1, 2):
        _judge_history(observed, number, scripts)
    _judge_actions(observed["actions"], np.array(scripts).T)


def _judge_calls(calls: int) -> None:
    if calls == 0:
        raise Mistake("not-asked", "one of the strategies is never called: each chooses an action in every round.")
    if calls == 2 * ROUNDS:
        raise Mistake(
            "asked-twice",
            "you call a strategy twice in a round: one that flips a coin would answer differently. Keep the action.",
        )
    if calls != ROUNDS:
        raise Mistake("number-of-rounds", f"{ROUNDS} rounds were asked for, but a strategy was called {calls} times.")


def _judge_history(observed: Arrays, number: int, scripts: tuple[list[int], list[int]]) -> None:
    own, other = (_lists(observed[f"{name} {number}"]) for name in ("own", "other"))
    mine, theirs = scripts if number == 1 else scripts[::-1]
    who = ("first", "second")[number - 1]
    turns = range(ROUNDS)
    if (own, other) == ([mine[:t] for t in turns], [theirs[:t] for t in turns]):
        return
    if any(max(len(own[t]), len(other[t])) > t for t in turns):
        if max(len(own[-1]), len(other[-1])) >= 2 * (ROUNDS - 1):
            raise Mistake("one-list-for-both", "both players' actions land in one list: keep two, one for each player.")
        raise Mistake(
            "sees-this-round",
            f"the {who} player is shown an action of the round that is being played: with that tit for tat would see "
            "the future. Ask both, then append both.",
        )
    if (own, other) == ([theirs[:t] for t in turns], [mine[:t] for t in turns]):
        raise Mistake(
            "histories-exchanged",
            f"the {who} player is shown the histories exchanged: its own actions come first, so second(theirs, ours).",
        )
    if all(max(len(own[t]), len(other[t])) == 0 for t in turns):
        raise Mistake("no-history", f"the {who} player is always shown empty lists: append what was played.")
    if (own, other) == ([mine[:t][::-1] for t in turns], [theirs[:t][::-1] for t in turns]):
        raise Mistake("newest-first", "the histories run backwards: append, so that other[-1] is the latest action.")
    if (own, other) == ([mine[:t][-1:] for t in turns], [theirs[:t][-1:] for t in turns]):
        raise Mistake("last-round-only", "a strategy is shown the last round only: grim trigger needs all of the past.")
    if all(len(past) < t for past, t in zip(other, turns, strict=True) if t):
        raise Mistake("a-round-late", f"the {who} player is shown too little: in round t there are t - 1 past actions.")
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
    if actions.dtype.kind == "f":
        raise Mistake("wrong-dtype", f"actions are whole numbers, to be used as indices, got {actions.dtype}.")
    if np.array_equal(actions, right):
        return
    if np.array_equal(actions, right[:, ::-1]):
        raise Mistake("columns-exchanged", "the first player's actions belong into column 0, the second one's into 1.")
    if np.array_equal(actions, right[::-1]):
        raise Mistake("rounds-backwards", "the rounds run backwards: the first round is row 0.")
    raise Mistake("wrong-actions", f"round 1 should be {right[0].tolist()}, got {actions[0].tolist()}.")


def _lists(pasts: np.ndarray) -> list[list[int]]:
    return [[int(x) for x in past if x >= 0] for past in pasts]


EXERCISE = Exercise(
    name="games.play_repeated",
    points=2,
    lesson="games",
    reference=games.play_repeated,
    probe=probe,
    judge=judge,
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
