"""Probes and judges of elbo.log_marginal and elbo.importance_estimate: sums of densities whose logs are given."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip

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


def probe_log_marginal(attempt: Any, seed: int) -> Arrays:
    grids = _grids(seed).items()
    return {name: record(call(attempt, log_joint, z), name="log p(x)") for name, (log_joint, z, _) in grids}


def judge_log_marginal(observed: Arrays, seed: int) -> None:
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
            "width-of-the-grid",
            right + np.log(points - 1),
            "dz is one step, z[1] - z[0]: yours is the whole grid.",
        ),
        (
            "largest-not-put-back",
            right - top,
            "the largest log value came out before exp, and has to be added again after the log.",
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


def probe_importance(attempt: Any, seed: int) -> Arrays:
    return {"estimate": record(call(attempt, _log_weights(seed)), name="the estimate")}


def judge_importance(observed: Arrays, seed: int) -> None:
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
            "divided-by-all",
            total - math.log(rows * draws),
            f"K is the number of draws in a row, {draws}, not of all {rows * draws} numbers: log_w.shape[1].",
        ),
        (
            "divided-before-exp",
            np.logaddexp.reduce(log_w / draws, axis=1),
            "you divide the log weights by K: to divide the weights, subtract log K.",
        ),
        ("sum-of-logs", log_w.sum(1), "you summed the logs, which multiplies the weights: torch.logsumexp adds them."),
        (
            "largest-not-put-back",
            right - log_w.max(1),
            "the largest log weight came out before exp, and has to be added again after the log.",
        ),
        (
            "divided-by-rows",
            total - math.log(rows),
            f"K is the number of draws in a row, {draws}, not of rows, {rows}.",
        ),
        ("largest-alone", log_w.max(1), "this is the largest weight: average over all draws of the row."),
    ]
    name_slip(got, right, slips, "estimate", rtol=0, atol=2e-3)
