"""games.mixed_nash: 2x2 games with a mixed equilibrium, and games without one."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, record, unpack
from gencourse.exercises.games.cells import DILEMMA, SIGNS, forced_game, game_of_steps
from gencourse.exercises.games.chances import column_mix, name_the_chances, row_mix

PENNIES = ("like matching pennies", "like them with a bonus")
MORE = 5  # of each of the next: a wrong formula that is tested for being a chance gives None in many of them
CIRCLE = tuple(f"no pure equilibrium, number {k}" for k in range(MORE))
TWO = tuple(f"two pure equilibria, number {k}" for k in range(MORE))
EXCHANGED = "like matching pennies, exchanged"
MIXED = (*PENNIES, EXCHANGED, *CIRCLE, *TWO)
NONE = {  # the signs of what a player gains by the first action, against each of the other's
    "the row player has one good reply": (1, 1, 1, -1),
    "the column player has one good reply": (-1, 1, -1, -1),
    "both have one good reply": (1, 1, -1, -1),
}


OUTSIDE = {  # the same gains, so that one chance lies inside (0, 1) and the formula takes the other a little outside
    "p would be above 1": (1, -1, 0.3, 0.8),
    "p would be below 0": (1, -1, 0.8, 0.3),
    "q would be above 1": (0.3, 0.8, 1, -1),
    "q would be below 0": (0.8, 0.3, 1, -1),
}
TURNED = ", turned"
EDGE = ("q = 0", "q = 1", "p = 0", "p = 1")
ONE_GAIN = ((2.0, -1.0), (3.0, 0.0))  # the second row pays 1 more whatever the other does, and the denominator is 0
ONE_EACH = "p and q are one number each, the chances of the first action"
THE_REST = "the second action has the rest, 1 - p."
FLAT = ("A", "B")  # whose gain is the same


def _games(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(seed)
    pennies = torch.tensor([[1.0, -1], [-1, 1]])  # whatever their sizes, a formula with the wrong table gives chances

    def sizes() -> Tensor:
        return 0.5 + 2 * torch.rand(2, 2, generator=generator)

    _, two, circle = SIGNS
    games = {name: (sizes() * pennies, -sizes() * pennies) for name in PENNIES}
    games |= {name: forced_game(circle, generator) for name in CIRCLE}
    games |= {name: forced_game(two, generator) for name in TWO}
    for name, signs in NONE.items():
        games[name] = forced_game(signs, generator)
        games[name + TURNED] = _turn(games[name])  # what lies below 0 there lies above 1 here
    edge = torch.tensor([[2.0, 1], [0, 1]])  # two rows that pay the same against the second column: q = 0
    games[EDGE[0]] = edge, -sizes() * pennies
    games[EDGE[1]] = _turn(games[EDGE[0]])  # q = 1
    games |= {after: (games[name][1].T, games[name][0].T) for name, after in zip(EDGE[:2], EDGE[2:], strict=True)}
    games[EXCHANGED] = (-sizes() * pennies, sizes() * pennies)  # the first action against the second, not the first
    games |= {name: game_of_steps(torch.tensor(steps), generator) for name, steps in OUTSIDE.items()}
    one_gain = torch.tensor(ONE_GAIN)
    games |= dict(zip(FLAT, [(one_gain, -sizes() * pennies), (sizes() * pennies, one_gain.T)], strict=True))
    return games | {"the dilemma": (torch.tensor(DILEMMA), torch.tensor(DILEMMA).T.contiguous())}


def _turn(game: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    "The game with both players' actions in the other order."
    return game[0].flip(0, 1), game[1].flip(0, 1)


def probe(attempt: Any, seed: int) -> Arrays:
    """Record p and q of each game: [2], nan for None."""
    observed = {}
    for name, (A, B) in _games(seed).items():
        try:
            answer = call(attempt, A, B)
        except (ZeroDivisionError, torch.linalg.LinAlgError) as error:  # pyright: ignore[reportPrivateImportUsage]
            if name not in FLAT:
                raise
            observed["divided"], observed[name] = np.array(isinstance(error, ZeroDivisionError)), np.full(2, np.inf)
            continue
        if name not in MIXED:
            _refuse_what_is_no_none(answer)
        if answer is None:
            observed[name] = np.full(2, np.nan)  # an array, since only arrays cross the wire
            continue
        pair = unpack(answer, "p", "q")
        if any(isinstance(x, (tuple, list)) and len(x) > 1 for x in pair):
            raise Mistake("not-two-numbers", f"{ONE_EACH}, and in yours several stand there: {THE_REST}")
        p, q = (record(x, "number", name) for x, name in zip(pair, ("p", "q"), strict=True))
        if p.size != 1 or q.size != 1:
            raise Mistake(
                "not-two-numbers",
                f"{ONE_EACH}, got shapes {list(p.shape)} and {list(q.shape)}: {THE_REST}",
            )
        chances = np.array([float(p.reshape(())), float(q.reshape(()))])
        if np.isnan(chances).any() and name not in (*EDGE, *FLAT):  # a wrong formula may be 0 / 0 there
            raise Mistake("nan-instead-of-none", "you return nan: where there is no mixed equilibrium, return None.")
        observed[name] = chances
    return observed


def _refuse_what_is_no_none(answer: Any) -> None:
    "Raise the Mistake of what stands for None where there is no mixed equilibrium."
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    if answer is None or (pair and not any(x is None for x in answer)):
        return
    got = "None as one of two values" if pair else describe(answer)
    raise Mistake(
        "something-else-for-none",
        f"where there is no mixed equilibrium you return {got}: return None alone.",
    )


def judge(observed: Arrays, seed: int) -> None:
    """p and q must make the other indifferent, and None must come where no such chances lie inside (0, 1)."""
    games = {name: (A.double().numpy(), B.double().numpy()) for name, (A, B) in _games(seed).items()}
    got = np.stack([observed[name] for name in MIXED])
    missing = np.isnan(got[:, 0])
    if missing.all():
        raise Mistake(
            "always-none",
            "you return None for every game. In matching pennies p = q = 1/2: what are p and q there, before you test "
            "them?",
        )
    sure = np.isin(got, (0.0, 1.0)).all(1)
    if sure.any():
        p, q = got[sure][0]
        raise Mistake(
            "pure-returned",
            f"where a mixed equilibrium exists you return p = {p:.0f}, q = {q:.0f}: two sure actions. Return the mix, "
            "also where pure equilibria exist.",
        )
    # Before the missing ones: a wrong formula may be what took them out of (0, 1)
    name_the_chances(got, [games[name] for name in MIXED])
    two = np.isin(MIXED, TWO)
    if missing[two].all() and not missing[~two].any():
        raise Mistake(
            "pure-ends-the-search",
            "you return None where there are two pure equilibria: such a game has a mixed one as well. The test is "
            "whether p and q lie between 0 and 1.",
        )
    if missing.any():
        raise Mistake("none-too-often", "you return None where p and q both lie between 0 and 1.")
    unmixed = ("the dilemma", *NONE, *(name + TURNED for name in NONE), *OUTSIDE)
    p, q = observed["the dilemma"]
    if all(np.array_equal(observed[name], (p, q)) for name in unmixed):  # nan is not equal to itself
        raise Mistake(
            "not-none", f"where there is no mixed equilibrium you return p = {p:.2f}, q = {q:.2f}: return None."
        )
    for name in unmixed:
        p, q = observed[name]
        if np.isnan([p, q]).all():
            continue
        A, B = games[name]
        right_p, right_q = row_mix(B), column_mix(A)
        if np.allclose([p, q], np.clip([right_p, right_q], 0, 1), atol=1e-4):
            raise Mistake(
                "clamped",
                f"the formula gives p = {right_p:.2f}, q = {right_q:.2f}, and you cut that to [0, 1]: no mix makes the "
                "other indifferent then, so return None.",
            )
        where = "for the dilemma" if name == "the dilemma" else f"where {name.removesuffix(TURNED)}"
        if np.allclose([p, q], [right_p, right_q], atol=1e-4):
            raise Mistake(
                "not-between-0-and-1",
                f"{where} you return p = {p:.2f}, q = {q:.2f}: both have to be chances, between 0 and 1, or there is "
                "no mixed equilibrium and the answer is None.",
            )
        raise Mistake(
            "not-none",
            f"{where} you return p = {p:.2f}, q = {q:.2f}. There is no mixed equilibrium: making the other indifferent "
            f"would take p = {right_p:.2f}, q = {right_q:.2f}, which are not both between 0 and 1. Return None.",
        )
    for name in EDGE:
        p, q = observed[name]
        if not np.isnan([p, q]).all():
            raise Mistake(
                "edges-included",
                f"you return p = {p:.2f}, q = {q:.2f} where {name}: whoever is sure of one action does not mix, so "
                "both tests are strict, 0 < p < 1 and 0 < q < 1.",
            )
    _judge_flat(observed)


def _judge_flat(observed: Arrays) -> None:
    "The games where the equation for one of the chances has no solution."
    for name in FLAT:
        p, q = observed[name]
        if np.isnan([p, q]).all():
            continue
        who, chance = ("row", "q") if name == "A" else ("column", "p")
        table = np.array(ONE_GAIN) if name == "A" else np.array(ONE_GAIN).T
        said = f"with {name} = {table.tolist()} the {who} player gains 1 by the second {who} whatever the other does"
        none = f"no {chance} makes the {who} player indifferent, so return None."
        if "divided" not in observed:
            raise Mistake("not-none", f"{said}, and you return p = {p:.2f}, q = {q:.2f}: {none}")
        error = "ZeroDivisionError" if observed["divided"] else "an error of torch.linalg"
        raise Mistake("divided-by-zero", f"{said}, and your function stops with {error}: {none}")


def _bonus() -> tuple[Tensor, Tensor]:
    return torch.tensor([[3.0, -1], [-1, 1]]), torch.tensor([[-1.0, 1], [1, -1]])


def _look(answer: Any, *tables: Tensor) -> dict[str, Any]:
    number = "the number of mixed equilibria"
    return {number: 0} if answer is None else {number: 1} | dict(zip(("p", "q"), unpack(answer, "p", "q"), strict=True))


EXERCISE = Exercise(
    name="games.mixed_nash",
    points=2,
    lesson="games",
    reference=games.mixed_nash,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[3.0, 0], [0, 1]]), torch.tensor([[0.0, 4], [1, 0]])), look=_look),
        Example(lambda: (torch.tensor([[5.0, 3], [4, 1]]), torch.tensor([[0.0, 4], [1, 0]])), look=_look),
        Example(lambda: (torch.tensor([[2.0, 1], [0, 1]]), torch.tensor([[0.0, 4], [1, 0]])), look=_look),
        Example(lambda: (torch.tensor([[2.0, 0], [0, 1]]), torch.tensor([[0.0, 2], [1, 0]])), look=_look, within=1e-4),
        Example(lambda: (torch.tensor([[2.0, 1], [5, 0]]), torch.tensor([[1.0, 2], [4, 0]])), look=_look),
    ),
    uses=(Use("for matching pennies with a bonus", lambda seed: _bonus(), ("p", "q"), number=True),),
)
