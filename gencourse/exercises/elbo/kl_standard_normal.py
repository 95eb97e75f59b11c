"""elbo.kl_standard_normal: the KL to the prior, as torch.distributions gives it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
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
    return observed | {"again": record(call(attempt, mean, logvar), name="the KL")}


def judge(observed: Arrays, seed: int) -> None:
    mean, logvar = (x.double() for x in _posteriors(seed))
    right = kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(1).numpy()
    m, v, log_v = mean.numpy(), logvar.exp().numpy(), logvar.numpy()
    rows, dims = m.shape
    shape = observed["kl"].shape
    if shape == (rows, dims):
        raise Mistake("not-summed", f"one KL for each of the {dims} dimensions: they add up, .sum(1).")
    if shape == (dims,):
        raise Mistake(
            "summed-over-the-batch", f"one number for each of {dims} dimensions: each of {rows} rows has a KL, .sum(1)."
        )
    if shape == ():
        raise Mistake("summed-over-the-batch", f"one number for {rows} rows: sum over the dimensions only, .sum(1).")
    if np.isnan(observed["kl"]).any():
        raise Mistake(
            "log-of-logvar",
            "some are nan, the log or root of a negative number: logvar is a log already and may be negative.",
        )
    got = expect({"the KL": observed["kl"]}, "the KL", [rows])
    again = expect({"the KL": observed["again"]}, "the KL", [rows])
    row = int(np.abs(again - got).argmax())
    if abs(again[row] - got[row]) > 1e-3:
        raise Mistake(
            "sampled",
            f"two calls with the same q gave {got[row]:.3f} and {again[row]:.3f}: you draw z. Here the average over q "
            "is known, and the formula needs no draw.",
        )
    slips = [
        (
            "mean-and-logvar-swapped",
            0.5 * (log_v**2 + np.exp(m) - 1 - m).sum(1),
            "mean and logvar have changed places: mean is squared, and sigma^2 = exp(logvar).",
        ),
        (
            "reversed",
            0.5 * (log_v + (1 + m**2) / v - 1).sum(1),
            "this is KL(N(0, I) || q), the other way round: KL is no distance. Here the average is over q.",
        ),
    ]
    name_slip(got, right, slips, "KL")


# What a teacher adds to what the terms say
HINTS = {
    "whole-half": "Is there one half too many?",
    "whole-twice": "The formula begins with one half.",
    "whole-sign": "A KL is never negative. Is it -0.5 * (1 + logvar - ...)?",
    "mean^2-missing": "It is what a code far from 0 costs.",
    "mean-for-mean^2": "Left and right cost alike.",
    "sigma-for-sigma^2": "logvar is log sigma^2, so exp(logvar) is sigma^2 already.",
    "sigma^4-for-sigma^2": "logvar is log sigma^2, so exp(logvar) is sigma^2 already.",
    "sigma^4-for-sigma^2+logvar-twice": "You read logvar as log sigma: it is log sigma^2. At logvar 0 both agree.",
    "sigma^2-missing+logvar-missing": "One is sigma^2 = exp(logvar), the other logvar itself; alike they cancel.",
    "logvar-half": "The last term is log sigma^2 = logvar itself; log sigma is half of it.",
    "logvar-sign": "A small sigma should cost nats, and here it earns them.",
    "sigma^2-twice+1-twice+logvar-twice": "The one half stands before all four terms: put them into brackets.",
    "1-missing": "At the prior the KL should be 0.",
    "1-sign": "At the prior the KL should be 0.",
    "whole-divided-by-rows": "Each row keeps its own KL.",
    "1-averaged-over-latents": "It is subtracted once for each latent: it stands inside the sum.",
}


def _many_posteriors(seed: int) -> list[tuple[Tensor, Tensor]]:
    "40 rows of 7 latents, or 44 of 9."
    rows, latents = ((40, 7), (44, 9))[seed % 2]
    return [(normal(seed, rows, latents), normal(seed + 1, rows, latents) - 0.5)]


def _formula(mean: Tensor, logvar: Tensor) -> Formula:
    m, log_v = mean.double().numpy(), logvar.double().numpy()
    v = np.exp(log_v)
    log_two_pi = np.log(2 * np.pi)
    return Formula(
        (
            Term(
                "mean^2",
                0.5,
                (m**2).sum(1),
                {
                    "|mean|": np.abs(m).sum(1),
                    "mean": m.sum(1),
                    "the length of mean, not squared,": np.sqrt((m**2).sum(1)),
                    "the square of the sum of mean": m.sum(1) ** 2,
                    "(mean - 1)^2": ((m - 1) ** 2).sum(1),
                    "mean^2 / sigma^2": (m**2 / v).sum(1),
                },
            ),
            Term(
                "sigma^2",
                0.5,
                v.sum(1),
                {
                    "sigma": np.sqrt(v).sum(1),
                    "sigma^4": (v**2).sum(1),
                    "1 / sigma^2": (1 / v).sum(1),
                },
            ),
            Term(
                "the 1",
                -0.5,
                np.full(len(m), m.shape[1]),
                {"log(2 pi)": np.full(len(m), m.shape[1] * log_two_pi)},
                constant=True,
            ),
            Term("logvar", -0.5, log_v.sum(1), {"logvar^2": (log_v**2).sum(1), "|logvar|": np.abs(log_v).sum(1)}),
        ),
        {"latents": m.shape[1], "rows": len(m)},
        averages=("rows",),
    )


EXERCISE = Exercise(
    name="elbo.kl_standard_normal",
    points=2,
    lesson="elbo",
    reference=probability.kl_standard_normal,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[2.0]]), torch.tensor([[0.0]])), "the KL"),
        Example(lambda: (torch.tensor([[1.0, 1.0]]), torch.tensor([[1.0, -2.0]])), "the KL"),
        Example(lambda: (torch.tensor([[2.0], [1.0]]), torch.tensor([[0.0], [0.0]])), "the KL"),
    ),
    terms=sum_of_terms("the KL", _many_posteriors, _formula, HINTS),
    uses=(
        Use("for the lesson's 200 codes", lambda seed: (normal(seed, 200, 1), normal(seed + 1, 200, 1)), "the KL"),
        Use(
            "for a batch of one",
            lambda seed: (normal(seed, 1, 2, dtype=torch.float64), normal(seed + 1, 1, 2, dtype=torch.float64)),
            "the KL",
        ),
    ),
)
