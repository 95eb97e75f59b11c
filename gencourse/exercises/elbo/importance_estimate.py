"""elbo.importance_estimate: the log of a mean of weights whose logs are given, some far beyond exp."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
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
            "averaged-over-the-rows", f"one number for each draw: the {draws} draws of a row belong together, dim=1."
        )
    if estimate.ndim == 0:
        raise Mistake("one-for-all", f"one number came back: each of the {rows} rows has its own estimate, dim=1.")
    total = np.logaddexp.reduce(log_w, axis=1)
    right = total - math.log(draws)
    # The first four rows: the weights of the others are 0 and infinite in a computer
    if estimate.shape == (rows,) and np.allclose(estimate[:4], np.exp(right[:4]), rtol=1e-3):
        raise Mistake("weight-instead", "this is the mean weight: return its log.")
    if estimate.shape == (rows,) and np.isinf(estimate).any() and not np.isnan(estimate).any():
        lost = int(np.argmax(np.isinf(estimate)))
        raise Mistake(
            "overflow",
            f"log weights around {log_w[lost].mean():.0f} gave {estimate[lost]}: exp leaves the range of numbers. "
            "torch.logsumexp takes each row's own largest out first; then subtract log K.",
        )
    if estimate.shape == (rows,) and np.isnan(estimate).any():
        raise Mistake(
            "nan", "some are nan, as the log of a negative number or inf - inf gives: look at what goes into log."
        )
    got = expect({"the estimate": estimate}, "the estimate", [rows])
    if np.allclose(got[:4], right[:4], rtol=0, atol=2e-3) and np.abs(got[4:] - right[4:]).max() > 100:
        lost = 4 + int(np.abs(got[4:] - right[4:]).argmax())
        raise Mistake(
            "range-cut-off",
            f"log weights around {log_w[lost].mean():.0f} gave {got[lost]:.1f}: exp leaves the range of numbers there, "
            "and what is added or cut off hides that. torch.logsumexp takes each row's largest out first.",
        )
    # Absolute: float32 knows 1,000 to 6e-5, and 1e-4 of 1,000 would hide a slip of 0.1
    name_slip(got, right, [], "estimate", rtol=0, atol=2e-3)


# What a teacher adds to what the terms say
HINTS = {
    "mean-of-logs-for-logsumexp+log(K)-missing": "That is the ELBO; the log of the mean is larger.",
    "mean-of-logs-weighted-by-softmax-for-logsumexp+log(K)-missing": "First the mean, then the log.",
    "log(K)-missing": "The log of the sum grows with K.",
    "log(K)-sign": "A mean divides by K.",
    "K-for-log(K)": "In logs, dividing by K is subtracting log(K).",
    "logsumexp/K-for-logsumexp+log(K)-missing": "To divide the sum by K, subtract log(K).",
    "logsumexp-of-log_w/K-for-logsumexp+log(K)-missing": "To divide the weights by K, subtract log(K).",
    "log-of-number-of-rows-for-log(K)": "K is the number of draws in a row, log_w.shape[1].",
    "log-of-how-many-there-are-in-all-rows-for-log(K)": "K is the number of draws in a row, log_w.shape[1].",
    "log-of-logsumexp-for-logsumexp": "logsumexp is a log already.",
    "logsumexp-without-mean-for-logsumexp": "What was taken out before exp is added again after the log.",
    "logsumexp-without-largest-for-logsumexp": "What was taken out before exp is added again after the log.",
    "largest-for-logsumexp+log(K)-missing": "All draws of the row count.",
}


def _many_rows(seed: int) -> list[tuple[Tensor]]:
    "Four rows, or five, of 2 to 13 draws each; log weights around 6, so that their logs can be taken, too."
    return [(normal(seed + k, 4 + seed % 2, k) + 6,) for k in range(2, 14)]


def _formula(log_w: Tensor) -> Formula:
    log_w = log_w.double()
    rows, draws = log_w.shape
    total, top, mean = log_w.logsumexp(1), log_w.amax(1), log_w.mean(1)
    sums = {
        "the mean of the logs": mean,
        "the sum of the logs": log_w.sum(1),
        "the mean of the logs, weighted by softmax,": (log_w.softmax(1) * log_w).sum(1),
        "the mean of log_softmax": mean - total,
        "the log of logsumexp": total.log(),
        "logsumexp / K": total / draws,
        "logsumexp of log_w / K": (log_w / draws).logsumexp(1),
        "the largest": top,
        "the largest and the mean of exp(log_w - the largest)": top + (log_w - top[:, None]).exp().mean(1),
        "the median": log_w.median(1).values,
        "logsumexp without the largest": total - top,
        "logsumexp without the mean": total - mean,
        "logsumexp with the largest subtracted": total - 2 * top,
    }
    counts = {
        "K": draws,
        "log2(K)": math.log2(draws),
        "log10(K)": math.log10(draws),
        "log(K - 1)": math.log(max(draws - 1, 1)),
        "the log of the number of rows": math.log(rows),
        "the log of how many there are in all rows": math.log(rows * draws),
    }
    return Formula(
        (
            Term("logsumexp", 1.0, total.numpy(), {name: value.numpy() for name, value in sums.items()}),
            Term(
                "log(K)",
                -1.0,
                np.full(rows, math.log(draws)),
                {name: np.full(rows, value) for name, value in counts.items()},
            ),
        ),
        {"rows": rows},
        averages=("rows",),
    )


EXERCISE = Exercise(
    name="elbo.importance_estimate",
    points=2,
    lesson="elbo",
    reference=probability.importance_estimate,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[0.0, 2.0]]),), "the estimate"),
        Example(lambda: (torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, 2.0]]),), "the estimate"),
        Example(lambda: (torch.tensor([[-900.0, -900.0], [0.0, 0.0]]),), "the estimate"),
        Example(lambda: (torch.tensor([[900.0, 900.0]]),), "the estimate"),
    ),
    terms=sum_of_terms("the estimate", _many_rows, _formula, HINTS),
    uses=(
        Use("for the lesson's 2,000 rows of 100 draws", lambda seed: (normal(seed, 2000, 100),), "the estimate"),
        Use("for one draw a row", lambda seed: (normal(seed, 2000, 1),), "the estimate"),
        Use("for a single row", lambda seed: (normal(seed, 1, 10),), "the estimate"),
    ),
)
