"""The two steps of a GAN as sums of gradients, and what people descend in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus
from torch.nn.utils import parameters_to_vector

from gencourse.exercises.core.exercise import Arrays, Example, Terms
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.steps import BACKWARD, STEP
from gencourse.exercises.gan.diary import LEFT, RATE, Diary, batch_size, inputs_of, make_networks
from gencourse.exercises.gan.moves import parts, steps_of

Costs = Mapping[str, Callable[[Tensor], Tensor]]  # of logits, by name

LABEL_1: Costs = {
    "": lambda logits: softplus(-logits),
    "label 0": softplus,
    "label 0.9": lambda logits: softplus(-logits) + 0.1 * logits,
    "a second sigmoid": lambda logits: softplus(-logits.sigmoid()),
    "the hinge": lambda logits: (1 - logits).relu(),
    "the squared error of D": lambda logits: (1 - logits.sigmoid()).square(),
    "the squared error of the logits": lambda logits: (1 - logits).square(),
    "minus the logit": lambda logits: -logits,
    "1 - D": lambda logits: 1 - logits.sigmoid(),
}
LABEL_0: Costs = {
    "": softplus,
    "label 1": lambda logits: softplus(-logits),
    "label 0.1": lambda logits: softplus(logits) - 0.1 * logits,
    "a second sigmoid": lambda logits: softplus(logits.sigmoid()),
    "the hinge": lambda logits: (1 + logits).relu(),
    "the squared error of D": lambda logits: logits.sigmoid().square(),
    "the squared error of the logits": torch.square,
    "the logit": lambda logits: logits,
    "D": torch.sigmoid,
}
FORGERS: Costs = {name: cost for name, cost in LABEL_1.items() if name not in ("label 0", "the hinge")} | {
    "log(1 - D), which saturates,": lambda logits: -softplus(logits),
    "D's own loss, label 0,": softplus,
    "D's loss with fakes in both places": lambda logits: softplus(-logits) + softplus(logits),
}
LEFTOVER = "what another step left in .grad"
LEFTOVER_HINT = "Call optimizer.zero_grad(), of the optimizer that steps, before loss.backward()."


def terms_of(player: str, opening: str, hints: Mapping[str, str]) -> Terms:
    """Return the Terms of a player's step: how its own weights moved in each of the calls."""

    def probe(attempt: object, seed: int) -> Arrays:
        return Diary(seed, player, batch_size(seed)).play(attempt, inputs_of(player, seed, batch_size(seed)))

    def read(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
        own, other = parts(observed["moves"], player)
        events = list(observed["events"])
        # Where nothing moves, or the other player, or in two steps, the order of the calls tells more
        if np.any(other) or not np.any(own[0]) or BACKWARD not in events or events.count(STEP) != 1:
            return None
        if events.index(STEP) < events.index(BACKWARD):
            return None
        formula = _formula(player, steps_of(observed, seed, batch_size(seed)), batch_size(seed))
        return own.ravel(), formula

    return Terms(opening, probe, read, hints)


def _formula(player: str, steps: list, batch: int) -> Formula:
    if player == "generator":
        own = _gradients(player, steps, lambda d, real, fake: d(fake), FORGERS)
        gradients = {"the gradient": own}
    else:
        data = _gradients(player, steps, lambda d, real, fake: d(real), LABEL_1)
        fakes = _gradients(player, steps, lambda d, real, fake: d(fake), LABEL_0)
        data["the fakes with label 1"], fakes["the data with label 0"] = fakes["label 1"], data["label 0"]
        gradients = {"the gradient of data": data, "the gradient of fakes": fakes}
    terms = [
        Term(name, 1.0, values[""], {f"the gradient of {of}": value for of, value in values.items() if of})
        for name, values in gradients.items()
    ]
    left = Term(LEFTOVER, 0.0, np.full_like(terms[0].value, -RATE * LEFT))
    return Formula((*terms, left), {"samples": batch})


def _gradients(player: str, steps: list, logits_of: Callable, costs: Costs) -> dict[str, np.ndarray]:
    "The moves of the player's weights down the mean of each cost, by its name, [steps * weights]."
    moves: dict[str, list[np.ndarray]] = {name: [] for name in costs}
    for flat, real, z in steps:
        networks = make_networks(0, flat)
        weights = list(networks[player].parameters())
        logits = logits_of(networks["discriminator"], real, networks["generator"](z))
        for name, cost in costs.items():
            slopes = torch.autograd.grad(cost(logits).mean(), weights, retain_graph=True)
            moves[name].append(-RATE * parameters_to_vector(slopes).numpy())
    return {name: np.concatenate(parts) for name, parts in moves.items()}


def one_weight(w: float) -> nn.Linear:
    """Return a network of one weight, x -> w x."""
    network = nn.Linear(1, 1, bias=False)
    nn.init.constant_(network.weight, w)
    return network


class OneFake(nn.Module):
    """A generator of one weight, which makes every fake this number, whatever z is."""

    def __init__(self, g: float) -> None:
        super().__init__()
        self.g = nn.Parameter(torch.tensor(g))

    def forward(self, z: Tensor) -> Tensor:
        return self.g.expand(len(z), 1)


def drawn(arguments: Callable[[], tuple], given: str) -> Example:
    """Return the example that shows noise which is not N(0, 1)."""
    return Example(arguments, given=given, look=_of_the_noise, within=0.1)


def _of_the_noise(loss: Any, generator: Any, *others: Any) -> dict[str, Any]:
    z = generator.given[0]
    return {"the standard deviation of z": z.std(0).mean(), "the share of z below 0": (z < 0).float().mean()}
