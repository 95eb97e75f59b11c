"""elbo.importance_estimate: the log of a mean of weights whose logs are given, some far beyond exp."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _log_weights(seed: int) -> Tensor:
    "log_w: [6, 9]: four rows of ordinary size, one where exp underflows and one where it overflows."
    log_w = 1.5 * torch.randn(6, 9, generator=torch.Generator().manual_seed(seed)) - 3
    log_w[4] -= 1000
    log_w[5] += 1000
    return log_w


def probe(attempt: Any, seed: int) -> Arrays:
    return {"estimate": record(call(attempt, _log_weights(seed)), name="the estimate")}


def judge(observed: Arrays, seed: int) -> None:
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
    # The first four rows: the weights of the others are 0 and infinite in a computer
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
    # Absolute: float32 knows 1,000 to 6e-5, and 1e-4 of 1,000 would hide a slip of 0.1
    name_slip(got, right, slips, "estimate", rtol=0, atol=2e-3)


EXERCISE = Exercise(
    name="elbo.importance_estimate",
    points=2,
    lesson="elbo",
    reference=probability.importance_estimate,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's 2,000 rows of 100 draws", lambda seed: (normal(seed, 2000, 100),), "the estimate"),
        Use("for one draw a row", lambda seed: (normal(seed, 2000, 1),), "the estimate"),
        Use("for a single row", lambda seed: (normal(seed, 1, 10),), "the estimate"),
    ),
)
