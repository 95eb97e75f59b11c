"""elbo.kl_standard_normal: the KL to the prior, as torch.distributions gives it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term, Terms
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.uses import normal


def _posteriors(seed: int) -> tuple[Tensor, Tensor]:
    "Means and log variances far from 0, where a log sigma would agree; the first row is the prior itself."
    generator = torch.Generator().manual_seed(seed)
    mean = 1.5 * torch.randn(7, 4, generator=generator)
    logvar = 5.5 * torch.rand(7, 4, generator=generator) - 4
    mean[0] = logvar[0] = 0
    return mean, logvar


def probe(attempt: Any, seed: int) -> Arrays:
    mean, logvar = (x.requires_grad_() for x in _posteriors(seed))
    kl = call(attempt, mean, logvar)
    observed = {"kl": record(kl, name="the KL")}
    check_gradient(kl, "the KL")
    return observed


def judge(observed: Arrays, seed: int) -> None:
    mean, logvar = (x.double() for x in _posteriors(seed))
    right = kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(1).numpy()
    m, v, log_v = mean.numpy(), logvar.exp().numpy(), logvar.numpy()
    rows, dims = m.shape
    shape = observed["kl"].shape
    if shape == (rows, dims):
        raise Mistake("not-summed", f"one KL for each of the {dims} dimensions: they add up, .sum(1).")
    if shape == (dims,):
        raise Mistake("summed-over-the-batch", f"you summed over the {rows} rows: each keeps its own KL, .sum(1).")
    if shape == ():
        raise Mistake("summed-over-the-batch", f"one number for {rows} rows: sum over the dimensions only, .sum(1).")
    if np.isnan(observed["kl"]).any():
        raise Mistake(
            "log-of-logvar",
            "some are nan, the log or root of a negative number: logvar is a log already and may be negative.",
        )
    got = expect({"the KL": observed["kl"]}, "the KL", [rows])
    terms = m**2 + v - 1 - log_v
    slips = [
        (
            "averaged-over-dimensions",
            right / dims,
            f"your KL is 1/{dims} of mine: KLs of independent dimensions add up. Sum over them, no mean.",
        ),
        (
            "logvar-as-log-sigma",
            0.5 * (m**2 + v**2 - 1 - 2 * log_v).sum(1),
            "you read logvar as log sigma: it is log sigma^2, so sigma^2 = exp(logvar) and log sigma^2 = logvar. At "
            "logvar 0 both agree; at mean 0 and logvar -4 the KL is 1.51, and yours gives 3.50.",
        ),
        (
            "logvar-as-log-sigma",
            0.5 * (m**2 + v**2 - 1 - log_v).sum(1),
            "exp(2 * logvar) is sigma^4: logvar is log sigma^2, so sigma^2 = exp(logvar).",
        ),
        (
            "log-sigma",
            0.5 * (m**2 + v - 1 - log_v / 2).sum(1),
            "the last term is log sigma^2 = logvar itself; yours is log sigma, half of it.",
        ),
        (
            "mean-forgotten",
            0.5 * (v - 1 - log_v).sum(1),
            "the mean is missing: mean^2 is what a code far from 0 costs.",
        ),
        (
            "logvar-sign",
            0.5 * (m**2 + v - 1 + log_v).sum(1),
            "the sign of logvar is flipped: a small sigma should cost nats, and yours earns them.",
        ),
        (
            "half-of-one-term",
            (0.5 * m**2 + v - 1 - log_v).sum(1),
            "the one half stands before all four terms: put them into brackets.",
        ),
        ("not-halved", terms.sum(1), "your KL is twice mine: the formula begins with one half."),
        ("sign", -right, "the sign is flipped: a KL is never negative. Is it -0.5 * (1 + logvar - ...)?"),
        (
            "exp-forgotten",
            0.5 * (m**2 - 1).sum(1),
            "your KL does not feel logvar, its two terms cancel: one is sigma^2 = exp(logvar), the other log sigma^2 "
            "= logvar itself.",
        ),
        (
            "sigma-not-squared",
            0.5 * (m**2 + np.sqrt(v) - 1 - log_v).sum(1),
            "exp(0.5 * logvar) is sigma; the formula has sigma^2 = exp(logvar).",
        ),
        (
            "mean-not-squared",
            0.5 * (m + v - 1 - log_v).sum(1),
            "the mean should be squared: left and right cost alike.",
        ),
        (
            "mean-sign",
            0.5 * (v - 1 - log_v - m**2).sum(1),
            "the sign of mean^2 is flipped: a mean far from 0 should cost nats.",
        ),
        (
            "one-forgotten",
            0.5 * (m**2 + v - log_v).sum(1),
            f"it is {dims / 2:g} too large everywhere, at the prior too, where it should be 0: the 1 is missing.",
        ),
        (
            "one-added",
            0.5 * (m**2 + v + 1 - log_v).sum(1),
            f"it is {dims} at the prior, where it should be 0: the 1 is subtracted.",
        ),
        (
            "one-once",
            0.5 * ((m**2 + v - log_v).sum(1) - 1),
            "the 1 is subtracted once for each latent: it stands inside the sum.",
        ),
        (
            "reversed",
            0.5 * (log_v + (1 + m**2) / v - 1).sum(1),
            "this is KL(N(0, I) || q), the other way round: KL is no distance. Here the average is over q.",
        ),
    ]
    name_slip(got, right, slips, "KL")


def _many_posteriors(seed: int) -> list[tuple[Tensor, Tensor]]:
    "40 rows of 7 latents, or of 9."
    latents = 7 + 2 * (seed % 2)
    return [(normal(seed, 40, latents), normal(seed + 1, 40, latents) - 0.5)]


def _formula(mean: Tensor, logvar: Tensor) -> Formula:
    m, log_v = mean.double().numpy(), logvar.double().numpy()
    v = np.exp(log_v)
    return Formula(
        (
            Term("mean^2", 0.5, (m**2).sum(1), {"|mean|": np.abs(m).sum(1), "mean": m.sum(1)}),
            Term(
                "sigma^2",
                0.5,
                v.sum(1),
                {"sigma": np.sqrt(v).sum(1), "sigma^4": (v**2).sum(1), "1 / sigma^2": (1 / v).sum(1)},
            ),
            Term("the 1", -0.5, np.full(len(m), m.shape[1])),
            Term("logvar", -0.5, log_v.sum(1), {"logvar^2": (log_v**2).sum(1), "|logvar|": np.abs(log_v).sum(1)}),
        ),
        {"latents": m.shape[1]},
    )


EXERCISE = Exercise(
    name="elbo.kl_standard_normal",
    points=2,
    lesson="elbo",
    reference=probability.kl_standard_normal,
    probe=probe,
    judge=judge,
    terms=Terms("the KL", _many_posteriors, _formula),
    uses=(
        Use("for the lesson's 200 codes", lambda seed: (normal(seed, 200, 1), normal(seed + 1, 200, 1)), "the KL"),
        Use(
            "for a batch of one",
            lambda seed: (normal(seed, 1, 2, dtype=torch.float64), normal(seed + 1, 1, 2, dtype=torch.float64)),
            "the KL",
        ),
    ),
)
