"""latent.lerp: the points of a straight path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal

# 6 points of 5 numbers: a path that is turned has another shape. Uneven and in no order: one at other times shows
TIMES = torch.tensor([0.0, 0.7, 0.1, 0.95, 0.35, 0.5])


def _ends(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return 2 + torch.randn(5, generator=generator), torch.randn(5, generator=generator) - 2


def probe(attempt: Any, seed: int) -> Arrays:
    a, b = _ends(seed)
    return {"path": record(call(attempt, a, b, TIMES), name="the path")}


def judge(observed: Arrays, seed: int) -> None:
    a, b = (x.double().numpy() for x in _ends(seed))
    t = TIMES.double().numpy()[:, None]
    if observed["path"].shape == (a.size, t.size):
        raise Mistake(
            "transposed", "the path should have one point in each row: give t the shape [T, 1] with t[:, None]."
        )
    path = expect({"the path": observed["path"]}, "the path", [t.size, a.size])
    name_slip(path, a + t * (b - a), [], "path", rtol=1e-4, atol=1e-4)


def _paths(seed: int) -> list[tuple[Tensor, Tensor, Tensor]]:
    "Four paths, with 6 times in no order or with 8."
    keys = range(100 * seed, 100 * seed + 4)
    return [(normal(k, 5) + 2, normal(k + 50, 5) - 1, normal(k + 60, 6 + 2 * (seed % 2)).sigmoid()) for k in keys]


def _formula(a: Tensor, b: Tensor, t: Tensor) -> Formula:
    a, b, t = a.double(), b.double(), t.double()[:, None]
    times = {
        "at even times": torch.linspace(0, 1, len(t)).double()[:, None],
        "at times in order": t.sort(0).values,
        "at times over the last": t / t.max(),
        "at squared times": t**2,
        "at the root of the times": t**0.5,
        "at smooth times": t * t * (3 - 2 * t),
    }
    every = torch.ones_like(t)
    first = {
        "a": every * a,
        "t * a": t * a,
        "the sum of a and t * a": (1 + t) * a,
        "(1 - t) * a / |a|": (1 - t) * a / a.norm(),
    }
    first |= {"minus t * a": -t * a, "(1 - t) * b": (1 - t) * b}
    second = {
        "b": every * b,
        "(1 - t) * b": (1 - t) * b,
        "the sum of b and t * b": (1 + t) * b,
        "t * b / |b|": t * b / b.norm(),
    }
    second |= {"t * a": t * a}
    first |= {f"(1 - t) * a {name}": (1 - s) * a for name, s in times.items()}
    second |= {f"t * b {name}": s * b for name, s in times.items()}
    step = (b - a).norm()
    first |= {"a less t * a / |b - a|": (1 - t / step) * a, "a at the root of 1 - t": (1 - t).sqrt() * a}
    second |= {"t * b / |b - a|": t / step * b}
    even = times["at even times"]  # from b to a as well
    first["t * a at even times"], second["(1 - t) * b at even times"] = even * a, (1 - even) * b
    return Formula(
        (
            Term("(1 - t) * a", 1.0, ((1 - t) * a).numpy(), {name: value.numpy() for name, value in first.items()}),
            Term("t * b", 1.0, (t * b).numpy(), {name: value.numpy() for name, value in second.items()}),
        ),
        {"times": len(t)},
    )


TIMES_GIVEN = "The times are those that are given: t as it is."
UNITS = "The ends are a and b as they are, of any length."

HINTS = {
    "t*a-for-(1-t)*a+(1-t)*b-for-t*b": "It runs from b to a: at t = 0 it should be a.",
    "(1-t)*b-for-(1-t)*a+t*a-for-t*b": "It runs from b to a: at t = 0 it should be a.",
    "minus-t*a-for-(1-t)*a": "The path starts at 0: add a to t * (b - a).",
    "a-for-(1-t)*a": "At t = 1 it should be b: the step from a is b - a, not b.",
    "(1-t)*a-missing": "At t = 0 it should be a, and is 0.",
    "t*b-missing": "At t = 1 it should be b, and is 0.",
    "sum-of-a-and-t*a-for-(1-t)*a+t*b-sign": "The step from a is b - a, not a - b.",
    "t*a-for-(1-t)*a+t*b-sign": "Start at a, and step by b - a.",
    "t*a-for-(1-t)*a": "At t = 0 it should be a, and is 0.",
    "b-for-t*b": "At t = 0 it should be a alone.",
    "(1-t)*a-at-even-times-for-(1-t)*a+t*b-at-even-times-for-t*b": TIMES_GIVEN,
    "t*a-at-even-times-for-(1-t)*a+(1-t)*b-at-even-times-for-t*b": f"{TIMES_GIVEN} And at t = 0 it should be a.",
    "(1-t)*a-at-times-in-order-for-(1-t)*a+t*b-at-times-in-order-for-t*b": TIMES_GIVEN,
    "(1-t)*a-at-times-over-last-for-(1-t)*a+t*b-at-times-over-last-for-t*b": TIMES_GIVEN,
    "(1-t)*a/|a|-for-(1-t)*a+t*b/|b|-for-t*b": UNITS,
    "a-less-t*a/|b-a|-for-(1-t)*a+t*b/|b-a|-for-t*b": "The step is b - a as it is: do not divide it by its length.",
    "a-at-root-of-1-t-for-(1-t)*a+t*b-at-root-of-times-for-t*b": "On the line the weights add up to 1.",
    "(1-t)*a-at-smooth-times-for-(1-t)*a+t*b-at-smooth-times-for-t*b": TIMES_GIVEN,
}


EXERCISE = Exercise(
    name="latent.lerp",
    points=1,
    lesson="latent_space",
    reference=latent.lerp,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([1.0, 2.0]), torch.tensor([5.0, 0.0]), torch.tensor([0.25])), "the path"),
        Example(lambda: (torch.tensor([1.0]), torch.tensor([5.0]), torch.tensor([0.5, 0.0])), "the path"),
    ),
    terms=replace(
        sum_of_terms("the path", _paths, _formula, HINTS), opening="the path is (1 - t) * a + t * b, and in yours"
    ),
    uses=(
        Use(
            "for two digits of 784 pixels",
            lambda seed: (normal(seed, 784), normal(seed + 1, 784), torch.linspace(0, 1, 10)),
            "the path",
        ),
        Use("for a single time", lambda seed: (*_ends(seed), torch.tensor([0.3])), "the path"),
        Use("for times in no order", lambda seed: (*_ends(seed), torch.tensor([0.9, 0.1, 0.4, 0.0])), "the path"),
    ),
)
