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
    if np.allclose(got[1:], right[1:], rtol=1e-4) and not abs(got[0]) < 1e-4:
        raise Mistake("not-zero-at-the-prior", f"at mean 0 and logvar 0 q is the prior: 0, but got {got[0]:.4g}.")
    name_slip(got, right, slips, "KL")


# ---- elbo.log_marginal ----


def _grids(seed: int) -> dict[str, tuple[Tensor, Tensor, float]]:
    "log p(x, z) on a grid of z, and log p(x): of one pixel, and of one whose 783 neighbours cost 1,000 nats."
    generator = torch.Generator().manual_seed(seed)
    cases = {}
    for name, others, points in (("one pixel", 0, 81), ("784 pixels", -1000, 121)):
        z = torch.linspace(-8, 7, points, dtype=torch.float64)
        w, b, x = torch.tensor([0.5, 1.0, 1.0]) * torch.randn(3, generator=generator, dtype=torch.float64)
        log_joint = Normal(0.0, 1.0).log_prob(z) + Normal(w * z + b, 0.9).log_prob(x) + others
        exact = Normal(b, torch.sqrt(w**2 + 0.9**2)).log_prob(x) + others
        cases[name] = (log_joint.float(), z.float(), float(exact))
    return cases


def _probe_log_marginal(attempt: Any, seed: int) -> Arrays:
    grids = _grids(seed).items()
    return {name: record(call(attempt, log_joint, z), name="log p(x)") for name, (log_joint, z, _) in grids}


def _judge_log_marginal(observed: Arrays, seed: int) -> None:
    cases = _grids(seed)
    for name, (log_joint, _, _) in cases.items():
        if observed[name].ndim:
            raise Mistake(
                "not-summed",
                f"log p(x) is one number, got shape {list(observed[name].shape)}: all {len(log_joint)} points of the "
                "grid go into one sum.",
            )
    low = observed["784 pixels"]
    if low.dtype.kind == "f" and np.isfinite(observed["one pixel"]) and not np.isfinite(low):
        raise Mistake(
            "underflow",
            f"where log p(x, z) lies around -1000 you return {low}: exp(-1000) is 0 in a computer, and log(0) is -inf. "
            "torch.logsumexp takes the largest out of the sum first.",
        )
    got = np.array([float(expect({"log p(x)": observed[name]}, "log p(x)", [])) for name in cases])
    right = np.array([exact for _, _, exact in cases.values()])
    dz = np.array([float(z[1] - z[0]) for _, z, _ in cases.values()])
    points = np.array([len(z) for _, z, _ in cases.values()])
    joints = [log_joint.double().numpy() for log_joint, _, _ in cases.values()]
    top, total = np.array([j.max() for j in joints]), np.array([j.sum() for j in joints])
    slips = [
        (
            "no-dz",
            right - np.log(dz),
            f"the sum is no integral yet: each bar is dz wide, so add log(dz), {np.log(dz[0]):.2f}, dz = z[1] - z[0].",
        ),
        (
            "averaged-over-the-grid",
            right - np.log(dz * points),
            "the mean over the grid depends on how far the grid reaches: an integral is the sum times dz.",
        ),
        ("log-dz-subtracted", right - 2 * np.log(dz), "log(dz) is added: the sum is multiplied by dz."),
        ("dz-not-logged", right - np.log(dz) + dz, "in logs a product is a sum: add log(dz), not dz."),
        ("multiplied-by-dz", (right - np.log(dz)) * dz, "in logs a product is a sum: add log(dz), do not multiply."),
        (
            "grid-spacing",
            right + np.log((points - 1) / points),
            f"{points[0]} points have {points[0] - 1} steps between them, each {dz[0]:.4f} wide: dz = z[1] - z[0].",
        ),
        (
            "largest-alone",
            top,
            "this is the log of the largest value: all z contribute to p(x), so sum them.",
        ),
        ("largest-alone", top + np.log(dz), "only the largest value counts in yours: sum p(x, z) over all z."),
        (
            "sum-of-logs",
            total * dz,
            "you integrated the logs: p(x) is the integral of p(x, z), so exp, sum, log: torch.logsumexp.",
        ),
        ("sum-of-logs", total, "you summed the logs, which multiplies the densities: torch.logsumexp adds them."),
        ("sum-of-logs", total / points, "you averaged the logs: p(x) sums the densities, torch.logsumexp."),
        ("density-instead", np.exp(right), "this is p(x): return its log, which 784 pixels do not underflow."),
        ("negative", -right, "the sign is flipped: log p(x) itself is asked for."),
    ]
    name_slip(got, right, slips, "log marginal", rtol=0, atol=2e-3)


# ---- elbo.importance_estimate ----


def _log_weights(seed: int) -> Tensor:
    "log_w: [6, 9]: four rows of ordinary size, one where exp underflows and one where it overflows."
    log_w = 1.5 * torch.randn(6, 9, generator=torch.Generator().manual_seed(seed)) - 3
    log_w[4] -= 1000
    log_w[5] += 1000
    return log_w


def _probe_importance(attempt: Any, seed: int) -> Arrays:
    return {"estimate": record(call(attempt, _log_weights(seed)), name="the estimate")}


def _judge_importance(observed: Arrays, seed: int) -> None:
    log_w = _log_weights(seed).double().numpy()
    rows, draws = log_w.shape
    estimate = observed["estimate"]
    if estimate.shape == (draws,):
        raise Mistake(
            "averaged-over-the-rows", f"you averaged over the {rows} rows: the {draws} draws of a row belong together."
        )
    if estimate.ndim == 0:
        raise Mistake("one-for-all", f"one number came back: each of the {rows} rows has its own estimate, dim=1.")
    total = np.logaddexp.reduce(log_w, axis=1)
    right = total - math.log(draws)
    if estimate.shape == (rows,) and np.allclose(estimate[:4], np.exp(right[:4]), rtol=1e-3):
        raise Mistake("weight-instead", "this is the mean weight: return its log.")
    finite = np.isfinite(estimate)
    if estimate.shape == (rows,) and finite[:4].all() and not finite[4:].any():
        raise Mistake(
            "overflow",
            f"log weights around -1000 and 1000 gave {estimate[4]} and {estimate[5]}: exp leaves the range of numbers "
            "there. torch.logsumexp takes the largest out first; then subtract log K.",
        )
    got = expect({"the estimate": estimate}, "the estimate", [rows])
    example = f"{log_w[0].mean():.2f} where the log of the mean is {right[0]:.2f}"
    slips = [
        (
            "mean-of-logs",
            log_w.mean(1),
            f"this is the mean of logs: the ELBO ({example}). The log of the mean is larger; that difference is the "
            "gap you just dragged. Use torch.logsumexp.",
        ),
        (
            "not-divided",
            total,
            f"this is the log of the sum, which grows with K: subtract log K, {math.log(draws):.2f} for K = {draws}.",
        ),
        ("log-k-added", total + math.log(draws), "a mean divides by K: subtract log K, do not add it."),
        (
            "k-not-logged",
            total - draws,
            f"you subtract K: in logs, dividing by K is subtracting log K, for K = {draws}.",
        ),
        ("divided-in-logs", total / draws, "you divide the log by K: to divide the sum by K, subtract log K."),
        (
            "divided-by-rows",
            total - math.log(rows),
            f"K is the number of draws in a row, {draws}, not of rows, {rows}.",
        ),
        ("largest-alone", log_w.max(1), "this is the largest weight: average over all draws of the row."),
    ]
    name_slip(got, right, slips, "estimate", rtol=0, atol=2e-3)


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


def _exercise(name: str, points: int, reference: Any, probe: Any, judge: Any) -> Exercise:
    return Exercise(name, points, "elbo", reference, probe, judge)


EXERCISES = [
    _exercise("elbo.kl_standard_normal", 2, probability.kl_standard_normal, _probe_kl, _judge_kl),
    _exercise("elbo.elbo", 2, linear_gaussian.elbo, probe_elbo, judge_elbo),
    _exercise("elbo.log_marginal", 2, probability.log_marginal, _probe_log_marginal, _judge_log_marginal),
    _exercise("elbo.importance_estimate", 2, probability.importance_estimate, _probe_importance, _judge_importance),
    _exercise("elbo.gaussian_log_prob", 1, probability.gaussian_log_prob, _probe_gaussian, _judge_gaussian),
]
