"""games.mixed_nash: 2x2 games with a mixed equilibrium, and games without one."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import games
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record, unpack
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.games.cells import DILEMMA, SIGNS, forced_game, game_of_steps

MIXED = (
    "like matching pennies",
    "like them with a bonus",
    "no pure equilibrium",
    "two pure equilibria",
    "like matching pennies, exchanged",
)
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


def _games(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(seed)
    pennies = torch.tensor([[1.0, -1], [-1, 1]])  # whatever their sizes, a formula with the wrong table gives chances

    def sizes() -> Tensor:
        return 0.5 + 2 * torch.rand(2, 2, generator=generator)

    games = {name: (sizes() * pennies, -sizes() * pennies) for name in MIXED[:2]}
    # SIGNS from the end without the first, the game with one equilibrium, as MIXED names them
    games |= dict(zip(MIXED[2:4], (forced_game(signs, generator) for signs in SIGNS[:0:-1]), strict=True))
    games |= {name: forced_game(signs, generator) for name, signs in NONE.items()}
    games[MIXED[4]] = (-sizes() * pennies, sizes() * pennies)  # the first action against the second, not the first
    games |= {name: game_of_steps(torch.tensor(steps), generator) for name, steps in OUTSIDE.items()}
    edge = torch.tensor([[2.0, 1], [0, 1]])  # two rows that pay the same against the second column: q = 0
    games["the row player is indifferent against one column"] = (edge, -sizes() * pennies)
    return games | {"the dilemma": (torch.tensor(DILEMMA), torch.tensor(DILEMMA).T.contiguous())}


def probe(attempt: Any, seed: int) -> Arrays:
    """Record p and q of each game: [2], nan for None."""
    observed = {}
    for name, (A, B) in _games(seed).items():
        answer = call(attempt, A, B)
        if answer is None:
            observed[name] = np.full(2, np.nan)  # an array, since only arrays cross the wire
            continue
        p, q = (record(x, "number", name) for x, name in zip(unpack(answer, "p", "q"), ("p", "q"), strict=True))
        if p.size != 1 or q.size != 1:
            raise Mistake(
                "not-two-numbers",
                f"p and q are one number each, the chances of the first action, got shapes {list(p.shape)} and "
                f"{list(q.shape)}: the second action has the rest, 1 - p.",
            )
        chances = np.array([float(p.reshape(())), float(q.reshape(()))])
        if np.isnan(chances).any():
            raise Mistake("nan-instead-of-none", "you return nan: where there is no mixed equilibrium, return None.")
        observed[name] = chances
    return observed


def judge(observed: Arrays, seed: int) -> None:
    """p and q must make the other indifferent, and None must come where no such chances lie inside (0, 1)."""
    games = {name: (A.double().numpy(), B.double().numpy()) for name, (A, B) in _games(seed).items()}
    got = np.stack([observed[name] for name in MIXED])
    missing = np.isnan(got[:, 0])
    if missing.all():
        raise Mistake(
            "always-none", "you return None although a mixed equilibrium exists, for instance in matching pennies."
        )
    # Before the missing ones: a wrong formula may be what took them out of (0, 1)
    _name_the_chances(got, [games[name] for name in MIXED], missing)
    if missing[3] and missing.sum() == 1:
        raise Mistake(
            "pure-ends-the-search",
            "you return None where there are two pure equilibria: such a game has a mixed one as well. The test is "
            "whether p and q lie between 0 and 1.",
        )
    if missing.any():
        raise Mistake("none-too-often", "you return None where p and q both lie between 0 and 1.")
    for name in ("the dilemma", *NONE, *OUTSIDE):
        p, q = observed[name]
        if np.isnan([p, q]).all():
            continue
        A, B = games[name]
        right_p, right_q = _row(B), _column(A)
        if np.allclose([p, q], np.clip([right_p, right_q], 0, 1), atol=1e-4):
            raise Mistake(
                "clamped",
                f"the formula gives p = {right_p:.2f}, q = {right_q:.2f}, and you cut that to [0, 1]: no mix makes the "
                "other indifferent then, so return None.",
            )
        raise Mistake(
            "not-between-0-and-1",
            f"where {name}, you return p = {p:.2f}, q = {q:.2f}: both have to be chances, between 0 and 1, or there is "
            "no mixed equilibrium and the answer is None."
            if name != "the dilemma"
            else f"for {name} you return p = {p:.2f}, q = {q:.2f}: no chances. Where one of the two does not lie "
            "between 0 and 1 there is no mixed equilibrium: return None.",
        )
    edge = observed["the row player is indifferent against one column"]
    if not np.isnan(edge).any():
        raise Mistake(
            "edges-included",
            f"you return p = {edge[0]:.2f}, q = {edge[1]:.2f}: whoever is sure of one action does not mix, so the test "
            "is 0 < q < 1, not 0 <= q <= 1.",
        )


def _row(B: np.ndarray) -> float:
    "The chance of the first row that makes the column player, who gets B, indifferent."
    return (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])


def _column(A: np.ndarray) -> float:
    return _row(A.T)


def _name_the_chances(got: np.ndarray, games: list[tuple[np.ndarray, np.ndarray]], missing: np.ndarray) -> None:
    "Compare p and q where they came; a wrong formula may have been tested for lying between 0 and 1, too."
    p, q = (np.array(x) for x in zip(*((_row(B), _column(A)) for A, B in games), strict=True))
    own_p, own_q = (np.array(x) for x in zip(*((_row(A), _column(B)) for A, B in games), strict=True))
    turned_p, turned_q = (np.array(x) for x in zip(*((_column(B), _row(A)) for A, B in games), strict=True))
    own = (
        "you mix so that you are indifferent; your mix has to make your opponent indifferent, so it is computed from "
        "their payoffs: p from B, q from A."
    )
    exchanged = (
        "p and q are exchanged: where the row player is indifferent, that is the column player's doing, so A gives q, "
        "and B gives p."
    )
    turned = (
        "the right table, but read the wrong way round: with chance p of the first row the column player gets "
        "p * B[0, 0] + (1 - p) * B[1, 0] from the first column, and as much from the second."
    )
    slips = [
        ("own-payoffs", own_p, own_q, own),
        ("own-payoffs", own_p, q, own),
        ("own-payoffs", p, own_q, own),
        ("players-exchanged", q, p, exchanged),
        ("players-exchanged", q, q, exchanged),
        ("players-exchanged", p, p, exchanged),
        ("second-action", 1 - p, 1 - q, "these are the chances of the second actions: return those of the first ones."),
        ("second-action", 1 - p, q, "your p is the chance of the second row: return that of the first one."),
        ("second-action", p, 1 - q, "your q is the chance of the second column: return that of the first one."),
        ("table-turned", turned_p, turned_q, turned),
        ("table-turned", p, turned_q, turned),
        ("table-turned", turned_p, q, turned),
        ("sign", -p, -q, "both signs are flipped: with B the identity p should be 1/2, not -1/2."),
        ("odds", p / (1 - p), q / (1 - q), "these are odds, p / (1 - p): divide by the sum of both differences."),
        ("always-a-half", 0 * p + 0.5, 0 * q + 0.5, "a mix need not be half and half: make the other indifferent."),
    ]  # fmt: skip
    came = ~missing
    name_slip(
        got[came],
        np.stack([p, q], 1)[came],
        [(slug, np.stack([a, b], 1)[came], sentence) for slug, a, b, sentence in slips],
        "chances",
        rtol=1e-3,
        atol=1e-4,
    )


def _bonus() -> tuple[Tensor, Tensor]:
    return torch.tensor([[3.0, -1], [-1, 1]]), torch.tensor([[-1.0, 1], [1, -1]])


EXERCISE = Exercise(
    name="games.mixed_nash",
    points=2,
    lesson="games",
    reference=games.mixed_nash,
    probe=probe,
    judge=judge,
    uses=(Use("for matching pennies with a bonus", lambda seed: _bonus(), ("p", "q"), number=True),),
)
