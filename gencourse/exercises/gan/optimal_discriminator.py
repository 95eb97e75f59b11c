"""gan.optimal_discriminator: p / (p + q) from log densities, some of which are 0 in a computer."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Terms, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.losses import sigmoid
from gencourse.models import gan

POINTS = 8


def _log_densities(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Points where both densities are ordinary, where half are 0 in a computer, and where one is huge beside the other."
    generator = torch.Generator().manual_seed(seed)
    log_p = -0.3 - 2 * torch.rand(POINTS, generator=generator)
    # Ratios on both sides of 1 and none of 1, where p and q could be exchanged
    log_q = log_p + torch.tensor([-2.0, -1.2, -0.5, 0.3, 0.7, 1.1, 1.6, 2.3])
    logs = (log_p, log_q)
    shift = 1000 * (
        torch.arange(POINTS) < POINTS // 2
    )  # far points and near ones at once: no one number brings all back
    far = (log_p - shift, log_q - shift)
    return {
        "ordinary": logs,
        "far out": far,
        "real for sure": (log_p, log_q - 1000),
        "fake for sure": (log_p - 1000, log_q),
    }


def probe(attempt: Any, seed: int) -> Arrays:
    return {name: record(call(attempt, *logs), name="D*") for name, logs in _log_densities(seed).items()}


def judge(observed: Arrays, seed: int) -> None:
    cases = _log_densities(seed)
    if observed["ordinary"].ndim == 0:
        raise Mistake("one-for-all", f"one number came back: each of the {POINTS} points has a D* of its own.")
    if observed["ordinary"].dtype == np.bool_:
        raise Mistake("decision-instead", YES_OR_NO)
    if observed["ordinary"].shape in ((POINTS, 2), (2, POINTS)):
        raise Mistake(
            "both-probabilities", "two numbers came back for each point: D* is one of them, the probability of real."
        )
    got = expect({"D*": observed["ordinary"]}, "D*", [POINTS])
    log_p, log_q = (log.double().numpy() for log in cases["ordinary"])
    right = sigmoid(log_p - log_q)
    p, q = np.exp(log_p), np.exp(log_q)
    slips = [
        ("ratio-instead", p / q, "this is p / q: a probability needs p / (p + q), never above 1."),
        ("ratio-instead", q / p, "this is q / p: the chance of being real is p / (p + q)."),
        ("logit-instead", log_p - log_q, "this is D*'s logit. Its sigmoid is the probability."),
        ("logit-instead", log_q - log_p, "a log ratio, and of fakes to data: D* is sigmoid(log_p - log_q)."),
        ("log-instead", np.log(right), "this is log D*: return D* itself."),
        (
            "exp-forgotten",
            log_p / (log_p + log_q),
            "log_p and log_q are logs: p / (p + q) wants densities. In logs it is sigmoid(log_p - log_q).",
        ),
        ("sigmoid-of-the-ratio", sigmoid(p / q), "this is the sigmoid of p / q: the logit is its log, log_p - log_q."),
        ("logs-divided", sigmoid(log_p / log_q), "the log of p / q is the difference of the logs, not their ratio."),
        ("density-difference", p - q, "this is p - q: D* is the data's share, p / (p + q), between 0 and 1."),
        ("data-density", p, "this is the data's density p: what counts is its share, p / (p + q)."),
        (
            "decision-instead",
            (log_p > log_q).astype(float),
            YES_OR_NO,
        ),
        ("not-a-share", right / 2, "it is half of p / (p + q): the prior of one half is in there already."),
        ("not-a-share", right * 2, "it is twice p / (p + q): divide by the sum p + q, not by the mean of the two."),
        ("sigmoid-of-each", sigmoid(log_p) / (sigmoid(log_p) + sigmoid(log_q)), EACH),
        ("sigmoid-of-each", sigmoid(log_p) - sigmoid(log_q), EACH),
        *(("softmax-over-the-points", x / x.sum(), SOFTMAX) for x in (p / q, p, q)),
        ("softmax-over-the-points", p / (p.sum() + q.sum()), SOFTMAX),
        ("tanh-instead", np.tanh(log_p - log_q), "tanh lies between -1 and 1: a probability is the sigmoid."),
    ]
    name_slip(got, right, slips, "optimal discriminator", rtol=0, atol=2e-4)
    _judge_far_points(observed, right)


YES_OR_NO = "this is a yes or no: D* says how probable, between 0 and 1."
EACH = "you take the sigmoid of log_p and of log_q: it takes one number, their difference, log_p - log_q."
SOFTMAX = "this is a softmax over the points: D* compares p with q at each point by itself, by a sigmoid."
HINTS = {
    "whole-sign": "That is q / (p + q), the chance of a fake: D is the chance of being real.",
    "log-q-sign": "The logit is the log of p / q: subtract the logs.",
    "log-p-sign": "The logit is the log of p / q: subtract the logs.",
    "p-for-log-p+q-for-log-q": "log_p and log_q are what it takes, without exp.",
}


def _forty(seed: int) -> tuple[Tensor, Tensor]:
    return normal(seed, 40) - 1, normal(seed + 1, 40) - 0.7


def _probe_forty(attempt: Any, seed: int) -> Arrays:
    return {"D*": record(call(attempt, *_forty(seed)), name="D*")}


def _read(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
    "The logits of what came back, if it is probabilities."
    d = observed["D*"].astype(np.float64)
    if d.shape != (40,) or not ((d > 0) & (d < 1)).all():
        return None
    log_p, log_q = (log.double().numpy() for log in _forty(seed))
    terms = (
        Term("log p", 1.0, log_p, {"p": np.exp(log_p)}),
        Term("log q", -1.0, log_q, {"q": np.exp(log_q)}),
    )
    return np.log(d) - np.log1p(-d), Formula(terms, {})


def _judge_far_points(observed: Arrays, right: np.ndarray) -> None:
    far = observed["far out"]
    if np.isnan(far).any():
        raise Mistake(
            "zero-over-zero",
            "where both log densities are about -1000 you return nan: exp(-1000) is 0 in a computer, and p / (p + q) "
            "becomes 0 / 0. The logit log_p - log_q is still exact there: take its sigmoid.",
        )
    # float32 knows -1000 to 6e-5
    if not np.allclose(far, right, atol=2e-4):
        raise Mistake(
            "rounded-away",
            f"where both log densities are about -1000 D* should be {right[0]:.3f}, got {float(far[0]):.3f}: the "
            "densities are 0 in a computer, and nothing put in their place knows their ratio. Use "
            "sigmoid(log_p - log_q).",
        )
    for name, one in (("real for sure", 1.0), ("fake for sure", 0.0)):
        if not np.allclose(observed[name], one, atol=1e-6):
            raise Mistake(
                "overflow",
                f"a point that is {name} should get {one:g}, got {float(observed[name][0]):.3g}: exp(1000) is infinite "
                "in a computer. torch.sigmoid knows how to avoid that.",
            )


EXERCISE = Exercise(
    name="gan.optimal_discriminator",
    points=2,
    lesson="gan",
    reference=gan.optimal_discriminator,
    probe=probe,
    judge=judge,
    examples=tuple(
        Example(lambda logs=logs: tuple(torch.tensor(log) for log in logs), "D*")
        for logs in (([0.0], [-1.0]), ([-1000.0], [-1001.0]), ([0.0], [-1000.0]), ([0.0, -1000.0], [-1.0, -1001.0]))
    ),
    terms=Terms("D* is the sigmoid of log p - log q, and in yours", _probe_forty, _read, HINTS),
    uses=(
        Use("on the lesson's grid of 200", lambda seed: (normal(seed, 200), normal(seed + 1, 200)), "D*"),
        Use("for one point", lambda seed: (normal(seed, 1), normal(seed + 1, 1)), "D*"),
    ),
)
