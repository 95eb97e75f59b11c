"""elbo.log_marginal: an integral on a grid whose value is known, of one pixel and of 784."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal


def _grids(seed: int) -> dict[str, tuple[Tensor, Tensor, float]]:
    "log p(x, z) on a grid of z, and log p(x): of one pixel, of one whose 783 neighbours cost 1,000 nats, and another."
    generator = torch.Generator().manual_seed(seed)
    cases = {}
    for name, others, points in (("one pixel", 0, 81), ("784 pixels", -1000, 121)):
        # Two spacings: a constant that is right for one grid is wrong for the other
        z = torch.linspace(-8, 7, points, dtype=torch.float64)
        w, b, x = torch.tensor([0.5, 1.0, 1.0]) * torch.randn(3, generator=generator, dtype=torch.float64)
        log_joint = Normal(0.0, 1.0).log_prob(z) + Normal(w * z + b, 0.9).log_prob(x) + others
        exact = Normal(b, torch.sqrt(w**2 + 0.9**2)).log_prob(x) + others
        cases[name] = (log_joint.float(), z.float(), float(exact))
    # So short that its ends count: the sum takes them whole, the trapezoid rule by half, and both are an integral's
    z = torch.linspace(-1.0, 1.4, 5, dtype=torch.float64)
    log_joint = torch.randn(5, generator=generator, dtype=torch.float64) - 2
    log_joint[0], log_joint[-1] = -1.0, -2.5  # unlike, so that one end less is not both by half
    cases["five points"] = (log_joint.float(), z.float(), float(torch.logsumexp(log_joint, 0) + torch.log(z[1] - z[0])))
    return cases


def probe(attempt: Any, seed: int) -> Arrays:
    grids = _grids(seed).items()
    return {name: record(call(attempt, log_joint, z), name="log p(x)") for name, (log_joint, z, _) in grids}


def judge(observed: Arrays, seed: int) -> None:
    cases = _grids(seed)
    for name, (log_joint, _, _) in cases.items():
        if observed[name].ndim:
            raise Mistake(
                "not-summed",
                f"log p(x) is one number, got shape {list(observed[name].shape)}: all {len(log_joint)} points of the "
                "grid go into one sum.",
            )
    low = observed["784 pixels"]
    if low.dtype.kind == "f" and low == -np.inf and np.isfinite(observed["one pixel"]):
        raise Mistake(
            "underflow",
            "where log p(x, z) lies around -1000 you return -inf: exp(-1000) is 0 in a computer, and log(0) is -inf. "
            "torch.logsumexp takes the largest out of the sum first.",
        )
    for name in cases:
        if np.isnan(observed[name]).any():
            raise Mistake(
                "nan", f"for {name} you return nan, as the log of a negative number gives: look at what goes into log."
            )
    got = np.array([float(expect({"log p(x)": observed[name]}, "log p(x)", [])) for name in cases])
    right = np.array([exact for _, _, exact in cases.values()])
    dz = np.array([float(z[1] - z[0]) for _, z, _ in cases.values()])
    if abs(got[0] - right[0]) < 2e-3 and got[1] > right[1] + 100:
        raise Mistake(
            "range-cut-off",
            f"where log p(x, z) lies around -1000 you return {got[1]:.1f} for {right[1]:.1f}: exp(-1000) is 0 in a "
            "computer, and what is added to it or cut off hides that. torch.logsumexp takes the largest out first.",
        )
    fixed = got[0] - right[0] + np.log(dz[0])  # what the first grid has in place of its log(dz)
    slips = [
        (
            "fixed-step",
            right - np.log(dz) + fixed,
            f"whatever the grid, you add {fixed:.2f} to the log of the sum: add log(dz), dz = z[1] - z[0].",
        ),
        *(
            (
                "end-left-out",
                [*right[:2], _log_sum(cases["five points"], part)],
                f"{which} point of the grid is left out.",
            )
            for which, part in (("the first", slice(1, None)), ("the last", slice(-1)))
        ),
        ("density-instead", np.exp(right), "this is p(x): return its log, which 784 pixels do not underflow."),
    ]
    # Absolute: float32 knows 1,000 to 6e-5, and 1e-4 of 1,000 would hide a slip of 0.1
    halved = [*right[:2], _log_trapezoid(cases["five points"])]
    name_slip(got, right, slips, "log marginal", also=[halved], rtol=0, atol=2e-3)


def _log_sum(case: tuple[Tensor, Tensor, float], part: slice) -> float:
    log_joint, z, _ = case
    return float(log_joint[part].logsumexp(0) + torch.log(z[1] - z[0]))


def _log_trapezoid(case: tuple[Tensor, Tensor, float]) -> float:
    log_joint, z, _ = case
    return float(torch.trapezoid(log_joint.exp(), z).log())


# What a teacher adds to what the terms say
HINTS = {
    "log(dz)-missing": "The sum is no integral yet: each bar is dz = z[1] - z[0] wide.",
    "log(dz)-sign": "The sum is multiplied by dz, so its log is added.",
    "dz-for-log(dz)": "In logs a product is a sum of logs.",
    "minus-log-of-number-of-points-for-log(dz)": "A mean depends on how far the grid reaches.",
    "log-of-whole-grid-for-log(dz)": "dz is one step, z[1] - z[0].",
    "log-of-whole-grid-over-number-of-points-for-log(dz)": "G points have G - 1 steps between them.",
    "dz*logsumexp-for-logsumexp+log(dz)-missing": "In logs a product is a sum of logs.",
    "log-of-logsumexp-for-logsumexp": "logsumexp is a log already.",
    "logsumexp-without-largest-for-logsumexp": "What was taken out before exp is added again after the log.",
    "largest-for-logsumexp": "All z contribute to p(x).",
    "largest-for-logsumexp+log(dz)-missing": "All z contribute to p(x).",
}


def _many_grids(seed: int) -> list[tuple[Tensor, Tensor]]:
    "24 grids of 5 to 14 points, each with a step of its own; log p(x, z) around 3, so that its sum has a log, too."
    grids = []
    for k in range(100 * seed, 100 * seed + 24):
        points = 5 + k % 10
        grids.append((normal(k, points) + 3, torch.arange(points) * (0.2 + 0.03 * (k % 17)) - 2))
    return grids


def _formula(log_joint: Tensor, z: Tensor) -> Formula:
    log_joint, z = log_joint.double(), z.double()
    log_prior = -0.5 * (z**2 + math.log(2 * math.pi))
    total, top, dz = log_joint.logsumexp(0), log_joint.max(), z[1] - z[0]
    reach, points = z[-1] - z[0], torch.tensor(float(len(z)))
    sums = {
        "the log of logsumexp": total.log(),
        "dz * logsumexp": total * dz,
        "logsumexp of dz * log p(x, z)": (log_joint * dz).logsumexp(0),
        "the sum of the logs": log_joint.sum(),
        "the sum of the logs times dz": log_joint.sum() * dz,
        "the integral of the logs": torch.trapezoid(log_joint, z),
        "the mean of the logs": log_joint.mean(),
        "logsumexp with the log of the prior added again": (log_joint + log_prior).logsumexp(0),
        "the largest": top,
        "logsumexp without the largest": total - top,
        "logsumexp with the largest subtracted": total - 2 * top,
        "logsumexp with the largest added twice": total + top,
    }
    widths = {
        "dz": dz,
        "log(2 dz)": (2 * dz).log(),
        "minus the log of the number of points": -points.log(),
        "the log of the whole grid": reach.log(),
        "the log of the whole grid over the number of points": (reach / points).log(),
    }
    return Formula(
        (
            Term("logsumexp", 1.0, total.numpy(), {name: value.numpy() for name, value in sums.items()}),
            Term("log(dz)", 1.0, dz.log().numpy(), {name: value.numpy() for name, value in widths.items()}),
        ),
        {},
    )


EXERCISE = Exercise(
    name="elbo.log_marginal",
    points=2,
    lesson="elbo",
    reference=probability.log_marginal,
    probe=probe,
    judge=judge,
    examples=(
        # The ends count for nothing: whole or by half
        Example(lambda: (torch.tensor([-30.0, 0.0, 0.0, -30.0]), torch.tensor([0.0, 2.0, 4.0, 6.0])), "log p(x)"),
        Example(lambda: (torch.tensor([-30.0, 1.0, 0.0, -30.0]), torch.tensor([0.0, 0.5, 1.0, 1.5])), "log p(x)"),
        Example(lambda: (torch.tensor([-1030.0, -1000.0, -1030.0]), torch.tensor([0.0, 2.0, 4.0])), "log p(x)"),
    ),
    terms=sum_of_terms("log p(x)", _many_grids, _formula, HINTS),
    uses=(
        Use(
            "on the lesson's grid of 400",
            lambda seed: (normal(seed, 400) - torch.linspace(-5, 5, 400) ** 2, torch.linspace(-5, 5, 400)),
            "log p(x)",
        ),
        Use("on a grid of two", lambda seed: (normal(seed, 2), torch.tensor([0.5, 1.2])), "log p(x)", form_only=True),
    ),
)
