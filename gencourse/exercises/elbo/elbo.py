"""elbo.elbo: the bound must be log p(x) - KL(q || true posterior), which is known exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from gencourse import linear_gaussian
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal
from gencourse.exercises.elbo.cases import log_p_and_gap, make_cases
from gencourse.exercises.elbo.elbo_terms import HINTS, elbo_formula, many_points

RTOL, ATOL = 1e-6, 1e-5  # all is float64, and exact


def probe(attempt: Any, seed: int) -> Arrays:
    """Ask for the bound of each case, and once more for the last."""
    observed, inputs = {}, ()
    for name, (x, mean, logvar, *model) in make_cases(seed).items():
        inputs = x, mean.requires_grad_(), logvar.requires_grad_(), *model
        bound = call(attempt, *inputs)
        observed[name] = record(bound, name="the ELBO")
        check_gradient(bound, "the ELBO")
    return observed | {"again": record(call(attempt, *inputs), name="the ELBO")}


def judge(observed: Arrays, seed: int) -> None:
    """Compare with log p(x) - gap; name the slip, or else the law that is broken."""
    cases = make_cases(seed)
    *bounds, again = (_number(observed[name]) for name in (*cases, "again"))
    if abs(bounds[-1] - again) > 1e-9:
        raise Mistake(
            "sampled",
            f"two calls with the same q gave {bounds[-1]:.3f} and {again:.3f}: you draw z. Here the expectation is "
            "known: E_q |x - W z - b|^2 = |x - W mean - b|^2 + sum_j exp(logvar_j) |W_j|^2.",
        )
    got = np.array(bounds)
    log_p, gap = np.array([log_p_and_gap(*case) for case in cases.values()]).T
    right = log_p - gap
    if not np.allclose(got, right, RTOL, ATOL):  # a law that is broken says more than the first wrong number
        _name_the_law(got, log_p, list(cases))
    name_slip(got, right, [], "elbo", rtol=RTOL, atol=ATOL)


def _name_the_law(got: np.ndarray, log_p: np.ndarray, names: list[str]) -> None:
    "An answer that no slip gives: say which law it breaks, if any."
    worst = int((got - log_p).argmax())
    if got[worst] > log_p[worst] + 1e-5:
        above = f"your ELBO is {got[worst]:.3f}, above log p(x) = {log_p[worst]:.3f}"
        raise Mistake("wrong-elbo", f"{names[worst]} {above}: no lower bound can be.")
    if got[0] < log_p[0] - 1e-5:
        below = f"the ELBO should reach log p(x) = {log_p[0]:.3f}, got {got[0]:.3f}"
        raise Mistake("wrong-elbo", f"{names[0]} {below}: the gap is 0 there.")


def _number(bound: np.ndarray) -> float:
    if bound.shape == (1,):
        raise Mistake("one-in-brackets", "the ELBO should be a number, shape [], got shape [1]: take [0] of it.")
    if bound.ndim:
        raise Mistake(
            "not-summed",
            f"the ELBO should be one number, got shape {list(bound.shape)}: sum over the dimensions of x and over z.",
        )
    return float(expect({"the ELBO": bound}, "the ELBO", []))


def _lessons(seed: int, d: int, k: int) -> tuple[Any, ...]:
    x, b, W = (normal(seed + i, *shape, dtype=torch.float64) for i, shape in enumerate([(d,), (d,), (d, k)]))
    return x, W.T @ x, W.T @ b, W, b, 0.5


def _small(x: list, mean: list, logvar: list, W: list, b: list, sigma: float) -> tuple[Any, ...]:
    return *(torch.tensor(numbers) for numbers in (x, mean, logvar, W, b)), sigma


EXERCISE = Exercise(
    name="elbo.elbo",
    points=2,
    lesson="elbo",
    reference=linear_gaussian.elbo,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: _small([3.0], [1.0], [0.5], [[2.0]], [0.5], 2.0), "the ELBO"),
        Example(
            lambda: _small([3.0, 1.0], [1.0, 0.0], [0.0, 1.0], [[1.0, 0.0], [2.0, 1.0]], [1.0, 0.0], 0.5), "the ELBO"
        ),
        Example(lambda: _small([3.0, 1.0], [1.0], [0.5], [[1.0], [2.0]], [0.5, 0.0], 2.0), "the ELBO"),  # D is not k
    ),
    terms=sum_of_terms("the ELBO", many_points, elbo_formula, HINTS),
    uses=(
        Use("for the lesson's four numbers", lambda seed: _lessons(seed, 4, 2), "the ELBO"),
        Use("for a single latent", lambda seed: _lessons(seed, 3, 1), "the ELBO"),
    ),
)
