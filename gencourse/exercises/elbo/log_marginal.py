"""elbo.log_marginal: an integral on a grid whose value is known, of one pixel and of 784."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal


def _grids(seed: int) -> dict[str, tuple[Tensor, Tensor, float]]:
    "log p(x, z) on a grid of z, and log p(x): of one pixel, and of one whose 783 neighbours cost 1,000 nats."
    generator = torch.Generator().manual_seed(seed)
    cases = {}
    for name, others, points in (("one pixel", 0, 81), ("784 pixels", -1000, 121)):
        # Two spacings: a constant that is right for one grid is wrong for the other
        z = torch.linspace(-8, 7, points, dtype=torch.float64)
        w, b, x = torch.tensor([0.5, 1.0, 1.0]) * torch.randn(3, generator=generator, dtype=torch.float64)
        log_joint = Normal(0.0, 1.0).log_prob(z) + Normal(w * z + b, 0.9).log_prob(x) + others
        exact = Normal(b, torch.sqrt(w**2 + 0.9**2)).log_prob(x) + others
        cases[name] = (log_joint.float(), z.float(), float(exact))
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
    # Absolute: float32 knows 1,000 to 6e-5, and 1e-4 of 1,000 would hide a slip of 0.1
    name_slip(got, right, slips, "log marginal", rtol=0, atol=2e-3)


EXERCISE = Exercise(
    name="elbo.log_marginal",
    points=2,
    lesson="elbo",
    reference=probability.log_marginal,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "on the lesson's grid of 400",
            lambda seed: (normal(seed, 400) - 3, torch.linspace(-5, 5, 400)),
            "log p(x)",
        ),
        Use("on a grid of two", lambda seed: (normal(seed, 2), torch.tensor([0.5, 1.2])), "log p(x)"),
    ),
)
