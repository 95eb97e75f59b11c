"""What the rate explorer says: rows of numbers and one or two sentences, all from the numbers."""

from __future__ import annotations

from gencourse.widgets.kit.words import short
from gencourse.widgets.rate.data import RateData


def name(beta: float) -> str:
    """Return "0.5", as a slider or a point has it."""
    return f"{beta:g}"


def rows(data: RateData, index: int) -> list[tuple[str, str]]:
    """Return the numbers of a model with their names."""
    model = data.models[index]
    return [
        ("Rate (KL), nats", nats(model.rate)),
        ("Distortion, nats", nats(model.distortion)),
        ("Rate + distortion (= −bound)", nats(model.bound)),
        (f"Distortion + {name(model.beta)} × rate", nats(model.cost)),
        ("Active units", f"{sum(model.active)} of {data.latent_dim}"),
    ]


def sentence(data: RateData, index: int) -> str:
    """Return what beta asks, which model has the lowest loss at this beta, and what is not used."""
    return " ".join(part for part in (_asked(data, index), _lowest(data, index), _unused(data, index)) if part)


def nats(value: float) -> str:
    """Return one decimal, two digits below 1: 318.0, 24.1, 0.0045."""
    return f"{value:.1f}" if value >= 9.95 else short(value)


def _asked(data: RateData, index: int) -> str:
    model = data.models[index]
    if model.beta == 0:
        return f"The rate has no weight here: it is {nats(model.rate)} nats."
    unit = "nat" if model.beta == 1 else "nats"
    return f"A nat of rate is worth it only if it takes {name(model.beta)} {unit} off the distortion."


def _lowest(data: RateData, index: int) -> str:
    model = data.models[index]
    if len(data.models) == 1:
        return ""
    best = min(data.models, key=lambda other: other.distortion + model.beta * other.rate)
    cost = best.distortion + model.beta * best.rate
    if nats(cost) == nats(model.cost):
        return "At this beta no other model of the bank has a lower loss."
    return f"At this beta the model of beta {name(best.beta)} has a lower loss: {nats(cost)}."


def _unused(data: RateData, index: int) -> str:
    idle = data.latent_dim - sum(data.models[index].active)
    if idle == 0:
        return ""
    if idle == data.latent_dim:
        return "No unit is active: the code says nothing of the image."
    return f"{idle} of {data.latent_dim} units {'is' if idle == 1 else 'are'} not used."
