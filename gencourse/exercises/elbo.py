"""Exercises of the ELBO lesson: a KL, an exact bound, an integral on a grid, an importance estimate and a density."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse import linear_gaussian, probability
from gencourse.exercises._core import Arrays, Exercise, Mistake
from gencourse.exercises._elbo_bound import judge_elbo, probe_elbo
from gencourse.exercises._elbo_sums import (
    judge_importance,
    judge_log_marginal,
    probe_importance,
    probe_log_marginal,
)
from gencourse.exercises._record import call, expect, record
from gencourse.exercises._slips import check_gradient, name_slip

# ---- elbo.kl_standard_normal ----


def _posteriors(seed: int) -> tuple[Tensor, Tensor]:
    "Means and log variances far from 0, where a log sigma would agree; the first row is the prior itself."
    generator = torch.Generator().manual_seed(seed)
    mean = 1.5 * torch.randn(7, 4, generator=generator)
    logvar = 5.5 * torch.rand(7, 4, generator=generator) - 4
    mean[0] = logvar[0] = 0
    return mean, logvar


def _probe_kl(attempt: Any, seed: int) -> Arrays:
    mean, logvar = (x.requires_grad_() for x in _posteriors(seed))
    kl = call(attempt, mean, logvar)
    observed = {"kl": record(kl, name="the KL")}
    check_gradient(kl, "the KL")
    return observed


def _judge_kl(observed: Arrays, seed: int) -> None:
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
            "reversed",
            0.5 * (log_v + (1 + m**2) / v - 1).sum(1),
            "this is KL(N(0, I) || q), the other way round: KL is no distance. Here the average is over q.",
        ),
    ]
    name_slip(got, right, slips, "KL")


# ---- elbo.gaussian_log_prob ----


def _gaussians(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 2 * torch.randn(7, 4, generator=generator)
    logvar = 4 * torch.rand(7, 4, generator=generator) - 2.5
    return mean + 1.3 * torch.randn(7, 4, generator=generator), mean, logvar


def _probe_gaussian(attempt: Any, seed: int) -> Arrays:
    x, mean, logvar = (tensor.requires_grad_() for tensor in _gaussians(seed))
    log_prob = call(attempt, x, mean, logvar)
    observed = {"log_prob": record(log_prob, name="the log density")}
    check_gradient(log_prob, "the log density")
    return observed


def _judge_gaussian(observed: Arrays, seed: int) -> None:
    x, mean, logvar = (tensor.double() for tensor in _gaussians(seed))
    rows, dims = x.shape
    shape = observed["log_prob"].shape
    if shape == (rows, dims):
        raise Mistake("not-summed", f"one number for each of the {dims} dimensions: the logs of a row add up, .sum(1).")
    if shape in ((), (dims,)):
        raise Mistake(
            "summed-over-the-batch", f"each of the {rows} rows has a density of its own: sum over dim=1 only."
        )
    if np.isnan(observed["log_prob"]).any():
        raise Mistake("log-of-logvar", "some are nan: logvar is a log already, and no log or root of it can be taken.")
    got = expect({"the log density": observed["log_prob"]}, "the log density", [rows])
    right = Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).numpy()
    squared, log_v = (x - mean).square().numpy(), logvar.numpy()
    two_pi = math.log(2 * math.pi)

    def density(distance: np.ndarray, log_variance: np.ndarray = log_v, constant: float = two_pi) -> np.ndarray:
        return -0.5 * (distance + log_variance + constant).sum(1)

    scaled = squared / np.exp(log_v)
    slips = [
        (
            "normaliser-forgotten",
            density(scaled, 0 * log_v, 0.0),
            "only the distance is there: without - 0.5 * (logvar + log 2 pi) a wide density would always win.",
        ),
        (
            "two-pi-forgotten",
            density(scaled, log_v, 0.0),
            f"it is {dims / 2 * two_pi:.3f} too high: D/2 log 2 pi is missing.",
        ),
        ("two-pi-once", density(scaled, log_v, two_pi / dims), f"log 2 pi counts once for each of {dims} dimensions."),
        ("log-variance-forgotten", density(scaled, 0 * log_v), "the term of logvar is missing: a wide density is low."),
        ("logvar-sign", density(scaled, -log_v), "the sign of the logvar term is flipped: a wide density is low."),
        (
            "logvar-as-log-sigma",
            density(squared / np.exp(2 * log_v), 2 * log_v),
            "you read logvar as log sigma: it is log sigma^2, so sigma = exp(0.5 * logvar).",
        ),
        (
            "divided-by-variance-squared",
            density(squared / np.exp(2 * log_v)),
            "exp(logvar) is sigma^2 already: divide (x - mean)^2 by it once, do not square it again.",
        ),
        (
            "divided-by-sigma",
            density(squared / np.exp(log_v / 2)),
            "you divide (x - mean)^2 by sigma = exp(0.5 * logvar): divide it by sigma^2 = exp(logvar).",
        ),
        ("not-divided", density(squared), "(x - mean)^2 is not divided by the variance, exp(logvar)."),
        (
            "logvar-not-halved",
            density(scaled, 2 * log_v),
            "the logvar term needs its one half: log sigma = logvar / 2.",
        ),
        ("distance-not-halved", density(2 * scaled), "the squared distance needs its one half."),
        ("averaged-over-dimensions", right / dims, f"it is 1/{dims} of mine: logs of independent dimensions add up."),
        ("sign", -right, "the sign is flipped: this is the loss, minus the log density."),
        ("density-instead", np.exp(right), "this is a density: return its log."),
    ]
    name_slip(got, right, slips, "log density")


EXERCISES = [
    Exercise(
        name="elbo.kl_standard_normal",
        points=2,
        lesson="elbo",
        reference=probability.kl_standard_normal,
        probe=_probe_kl,
        judge=_judge_kl,
    ),
    Exercise(
        name="elbo.elbo",
        points=2,
        lesson="elbo",
        reference=linear_gaussian.elbo,
        probe=probe_elbo,
        judge=judge_elbo,
    ),
    Exercise(
        name="elbo.log_marginal",
        points=2,
        lesson="elbo",
        reference=probability.log_marginal,
        probe=probe_log_marginal,
        judge=judge_log_marginal,
    ),
    Exercise(
        name="elbo.importance_estimate",
        points=2,
        lesson="elbo",
        reference=probability.importance_estimate,
        probe=probe_importance,
        judge=judge_importance,
    ),
    Exercise(
        name="elbo.gaussian_log_prob",
        points=1,
        lesson="elbo",
        reference=probability.gaussian_log_prob,
        probe=_probe_gaussian,
        judge=_judge_gaussian,
    ),
]
