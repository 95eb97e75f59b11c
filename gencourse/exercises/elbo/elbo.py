"""elbo.elbo: the bound must be log p(x) - KL(q || true posterior), which is known exactly."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal, kl_divergence

from gencourse import linear_gaussian
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import Slip, check_gradient, name_slip

DIM, LATENT = 5, 2
Case = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, float]  # x, mean, logvar, W, b, sigma
RTOL, ATOL = 1e-6, 1e-5  # all is float64, and exact


def probe(attempt: Any, seed: int) -> Arrays:
    """Ask for the bound of each case, and once more for the last."""
    observed, inputs = {}, ()
    for name, (x, mean, logvar, *model) in _cases(seed).items():
        inputs = x, mean.requires_grad_(), logvar.requires_grad_(), *model
        bound = call(attempt, *inputs)
        observed[name] = record(bound, name="the ELBO")
        check_gradient(bound, "the ELBO")
    return observed | {"again": record(call(attempt, *inputs), name="the ELBO")}


def judge(observed: Arrays, seed: int) -> None:
    """Compare with log p(x) - gap; name the slip, or else the law that is broken."""
    cases = _cases(seed)
    *bounds, again = (_number(observed[name]) for name in (*cases, "again"))
    if abs(bounds[-1] - again) > 1e-9:
        raise Mistake(
            "sampled",
            f"two calls with the same q gave {bounds[-1]:.3f} and {again:.3f}: you draw z. Here the expectation is "
            "known: E_q |x - W z - b|^2 = |x - W mean - b|^2 + sum_j exp(logvar_j) |W_j|^2.",
        )
    got = np.array(bounds)
    terms = _Terms(*np.array([_terms(*case) for case in cases.values()]).T)
    right = terms.log_p - terms.gap
    slips = _slips(terms, right)
    # A law that is broken says more than the first wrong number, which is name_slip's last word
    if not any(np.allclose(got, value, RTOL, ATOL) for value in (right, *(wrong for _, wrong, _ in slips))):
        _name_the_law(got, terms.log_p, list(cases))
    name_slip(got, right, slips, "elbo", rtol=RTOL, atol=ATOL)


def _cases(seed: int) -> dict[str, Case]:
    "Points with the true posterior (orthogonal columns), the best diagonal q (oblique ones) and a q far away."
    generator = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    cases = {}
    for name, sigma in (("at the true posterior", 0.5), ("with the best diagonal q", 0.8), ("far from it", 1.7)):
        # Columns of different lengths: a variance that meets the wrong column shows
        W = torch.linalg.qr(noise(DIM, LATENT)).Q * torch.tensor([1.6, 0.7])
        if name != "at the true posterior":
            W = W + torch.tensor([0.0, 0.9]) * W[:, :1]  # oblique: no diagonal q is the posterior
        b = 2 + noise(DIM)  # away from 0, so that it is missed
        x = b + W @ noise(LATENT) + sigma * noise(DIM)
        precision, mean = _posterior(x, W, b, sigma)
        logvar = -precision.diagonal().log()  # with orthogonal columns the posterior's own
        if name == "far from it":
            mean, logvar = mean + 1 + noise(LATENT).abs(), logvar + 1 + noise(LATENT).abs()
        cases[name] = (x, mean, logvar, W, b, sigma)
    return cases


def _posterior(x: Tensor, W: Tensor, b: Tensor, sigma: float) -> tuple[Tensor, Tensor]:
    "The precision and the mean of p(z|x), which is Gaussian."
    precision = torch.eye(LATENT, dtype=torch.float64) + W.T @ W / sigma**2
    return precision, torch.linalg.solve(precision, W.T @ (x - b)) / sigma**2


class _Terms(NamedTuple):
    "Each an array with one number for each case."

    error: Any  # |x - W mean - b|^2
    spread: Any  # sum_j exp(logvar_j) |W_j|^2
    spread_of_sigma: Any  # the same with exp(logvar_j / 2)
    spread_of_square: Any  # the same with exp(2 logvar_j)
    spread_of_sums: Any  # sum_j exp(logvar_j) times sum_j |W_j|^2
    error_without_b: Any
    normaliser: Any  # of p(x|z)
    kl: Any  # KL(q || prior)
    kl_of_log_sigma: Any  # the same with logvar read as log sigma
    gap: Any  # KL(q || true posterior)
    log_p: Any
    sigma: Any


def _terms(x: Tensor, mean: Tensor, logvar: Tensor, W: Tensor, b: Tensor, sigma: float) -> _Terms:
    precision, center = _posterior(x, W, b, sigma)
    posterior = MultivariateNormal(center, precision_matrix=precision)
    q = MultivariateNormal(mean, torch.diag(logvar.exp()))
    squares = W.square().sum(0)
    return _Terms(
        error=(x - W @ mean - b).square().sum(),
        spread=(logvar.exp() * squares).sum(),
        spread_of_sigma=((logvar / 2).exp() * squares).sum(),
        spread_of_square=((2 * logvar).exp() * squares).sum(),
        spread_of_sums=logvar.exp().sum() * squares.sum(),
        error_without_b=(x - W @ mean).square().sum(),
        normaliser=-DIM / 2 * math.log(2 * math.pi * sigma**2),
        kl=kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(),
        kl_of_log_sigma=kl_divergence(Normal(mean, logvar.exp()), Normal(0.0, 1.0)).sum(),
        gap=kl_divergence(q, posterior),
        log_p=MultivariateNormal(b, W @ W.T + sigma**2 * torch.eye(DIM, dtype=torch.float64)).log_prob(x),
        sigma=sigma,
    )


def _slips(terms: _Terms, right: np.ndarray) -> list[Slip]:
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


EXERCISE = Exercise(
    name="elbo.elbo",
    points=2,
    lesson="elbo",
    reference=linear_gaussian.elbo,
    probe=probe,
    judge=judge,
)
