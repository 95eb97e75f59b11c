"""elbo.elbo: the bound must be log p(x) - KL(q || true posterior), which is known exactly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

from gencourse import linear_gaussian
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import Slip, check_gradient, name_slip
from gencourse.exercises.core.uses import normal
from gencourse.exercises.elbo.cases import DIM, LATENT, Terms, make_cases, terms_of

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
    terms = Terms(*np.array([terms_of(*case) for case in cases.values()]).T)
    right = terms.log_p - terms.gap
    slips = _slips(terms, right)
    # A law that is broken says more than the first wrong number, which is name_slip's last word
    if not any(np.allclose(got, value, RTOL, ATOL) for value in (right, *(wrong for _, wrong, _ in slips))):
        _name_the_law(got, terms.log_p, list(cases))
    name_slip(got, right, slips, "elbo", rtol=RTOL, atol=ATOL)


def _slips(terms: Terms, right: np.ndarray) -> list[Slip]:
    error, spread, _, _, _, error_without_b, normaliser, kl, *_, sigma = terms
    twice = 2 * sigma**2
    fit = normaliser - error / twice  # log p(x | z = mean)
    cost = spread / twice  # of z's uncertainty
    two_pi = DIM / 2 * math.log(2 * math.pi)
    squared = "sigma is not squared: the variance of p(x|z) is sigma^2, so the squares are divided by 2 * sigma**2."
    missing = "the normaliser of p(x|z) is -D/2 * log(2 pi sigma^2), with D = len(x)"
    return [
        (
            "kl-added",
            fit - cost + kl,
            f"you add the KL: it is subtracted. Far from the true posterior you are {2 * kl[-1]:.1f} nats too high.",
        ),
        (
            "uncertainty-forgotten",
            fit - kl,
            "this is log p(x | z = mean) - KL, but z is uncertain: the average over q costs another "
            f"sum_j exp(logvar_j) |W_j|^2 / (2 sigma^2), {cost[0]:.2f} nats even at the true posterior.",
        ),
        ("uncertainty-added", fit + cost - kl, "the uncertainty of z has the wrong sign: it costs nats, as errors do."),
        (
            "uncertainty-not-halved",
            fit - 2 * cost - kl,
            "the term of z's uncertainty needs its one half: it is part of E_q |x - W z - b|^2 / (2 sigma^2).",
        ),
        (
            "uncertainty-of-sigma",
            fit - terms.spread_of_sigma / twice - kl,
            "you weigh |W_j|^2 with exp(0.5 * logvar_j), the deviation of z_j: it is its variance, exp(logvar_j).",
        ),
        (
            "logvar-as-log-sigma",
            fit - terms.spread_of_square / twice - kl,
            "you weigh |W_j|^2 with exp(2 * logvar_j): logvar is log(sigma**2), so z_j has the variance exp(logvar_j).",
        ),
        (
            "logvar-as-log-sigma",
            fit - cost - terms.kl_of_log_sigma,
            "your KL reads logvar as log sigma: logvar is log(sigma**2), so sigma^2 = exp(logvar).",
        ),
        (
            "sums-multiplied",
            fit - terms.spread_of_sums / twice - kl,
            "you multiply two sums: each variance belongs to its own column, sum_j exp(logvar_j) |W_j|^2.",
        ),
        (
            "uncertainty-not-divided",
            fit - spread - kl,
            "the term of z's uncertainty is not divided: it is part of E_q |x - W z - b|^2 / (2 sigma^2).",
        ),
        (
            "squares-not-halved",
            normaliser - 2 * (error + spread) / twice - kl,
            "the squares need their one half: -(|x - W mean - b|^2 + ...) / (2 sigma^2).",
        ),
        (
            "multiplied-by-variance",
            normaliser - (error + spread) * sigma**2 / 2 - kl,
            "the squares are multiplied by sigma^2: divide, and mind that 1 / 2 * sigma**2 is (1 / 2) * sigma**2.",
        ),
        (
            "error-not-divided",
            normaliser - error / 2 - cost - kl,
            "sigma^2 divides the second sum alone in yours: put both into brackets, (error + spread) / (2 * sigma**2).",
        ),
        (
            "sigma-not-squared",
            normaliser + DIM / 2 * np.log(sigma) - (error + spread) / (2 * sigma) - kl,
            f"{squared[:-1]}, and the normaliser has sigma^2 as well.",
        ),
        ("sigma-not-squared", normaliser - (error + spread) / (2 * sigma) - kl, squared),
        ("sigma-not-squared", fit - spread / (2 * sigma) - kl, squared),
        ("sigma-not-squared", normaliser - error / (2 * sigma) - cost - kl, squared),
        (
            "variance-as-scale",
            normaliser - DIM * np.log(sigma) - error / (2 * sigma**4) - cost - kl,
            "Normal takes the deviation: Normal(mean, sigma), not sigma**2.",
        ),
        (
            "normaliser-forgotten",
            right - normaliser,
            f"{missing}: yours is missing. It does not depend on q, but without it the bound bounds nothing.",
        ),
        ("two-pi-forgotten", right + two_pi, f"{missing}: yours lacks the 2 pi, {two_pi:.2f} nats."),
        ("log-sigma-forgotten", right + DIM * np.log(sigma), f"{missing}: yours lacks sigma."),
        ("normaliser-not-halved", right + normaliser, f"{missing}: yours lacks the one half."),
        ("normaliser-added", right - 2 * normaliser, f"{missing}: yours has the other sign."),
        (
            "sigma-not-squared",
            right + DIM / 2 * np.log(sigma),
            f"{missing}: yours has sigma where the variance sigma^2 belongs.",
        ),
        (
            "normaliser-of-latents",
            right - normaliser * (1 - LATENT / DIM),
            f"{missing} = {DIM}: you count the {LATENT} latents instead.",
        ),
        ("normaliser-once", right - normaliser * (1 - 1 / DIM), f"{missing}: you count it once, not {DIM} times."),
        ("b-forgotten", right + (error - error_without_b) / twice, "b is missing: the mean of p(x|z) is W z + b."),
        ("kl-forgotten", fit - cost, "this is the reconstruction term alone: subtract KL(q || prior)."),
        ("kl-alone", kl, "this is the KL alone: the ELBO is E_q[log p(x|z)] - KL."),
        ("kl-alone", -kl, "this is the KL term alone: add E_q[log p(x|z)]."),
        ("kl-not-halved", fit - cost - 2 * kl, "the KL is twice too large: its formula begins with one half."),
        (
            "kl-averaged",
            fit - cost - kl / LATENT,
            f"your KL is half of mine: it is summed over the {LATENT} latents, and halved once.",
        ),
        ("negative", -right, "the sign is flipped: this is the loss. The ELBO is what we make large."),
    ]


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


EXERCISE = Exercise(
    name="elbo.elbo",
    points=2,
    lesson="elbo",
    reference=linear_gaussian.elbo,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's four numbers", lambda seed: _lessons(seed, 4, 2), "the ELBO"),
        Use("for a single latent", lambda seed: _lessons(seed, 3, 1), "the ELBO"),
    ),
)
