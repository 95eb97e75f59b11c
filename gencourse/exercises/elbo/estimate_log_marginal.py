"""elbo.estimate_log_marginal: log p(x) where draws from the prior hit nothing, with a proposal of the learner's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse.builds.estimate_log_marginal import estimate_log_marginal
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import describe, expect, record
from gencourse.linear_gaussian import LinearGaussian

LATENTS, FEATURES, SIGMA = 8, 16, 0.3
POINTS, DRAWS = 20, 2000
SPARE = 2  # times as many: to find the proposal costs draws as well
# Nats, on each of 30 seeds: the right means with variances alone miss by .07 to .17, mean-field by .7 or more
ENOUGH = 0.05
NAME = "the estimates"


def _model(seed: int) -> tuple[LinearGaussian, Tensor]:
    "One model whose latents are correlated in the posterior, and points that it draws."
    generator = torch.Generator().manual_seed(1)

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    model = LinearGaussian(normal(FEATURES, LATENTS) + normal(FEATURES, 1), normal(FEATURES), SIGMA)
    return model, model.sample(POINTS, torch.Generator().manual_seed(seed))[0]


def _joint(model: LinearGaussian, x: Tensor) -> Callable[[Tensor], Tensor]:
    "log p(x, z) of one x: [FEATURES], as a function of z: [..., LATENTS]"
    normal = Normal(0.0, 1.0)
    noise = Normal(0.0, model.sigma)
    return lambda z: normal.log_prob(z).sum(-1) + noise.log_prob(x - model.b - z @ model.W.T).sum(-1)


def _counted(joint: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    left = SPARE * DRAWS

    def log_joint(z: Tensor) -> Tensor:
        nonlocal left
        if not isinstance(z, Tensor) or z.ndim == 0 or z.shape[-1] != LATENTS:
            raise Mistake("other-z", f"log_joint takes z of shape [..., {LATENTS}], got {describe(z)}.")
        left -= z[..., 0].numel()
        if left < 0:
            most = f"{DRAWS:,} draws, and as many values again to find the proposal"
            raise Mistake("too-many-draws", f"log_joint was asked for more values than {most}.")
        return joint(z)

    return log_joint


def probe(attempt: Any, seed: int) -> Arrays:
    model, points = _model(seed)
    found = []
    for x in points:
        log_joint = _counted(_joint(model, x))
        found.append(record(attempt(log_joint, LATENTS, DRAWS), "number", "the estimate of log p(x)").reshape(-1))
    if any(part.shape != (1,) for part in found):
        raise Mistake("wrong-shape", f"return one number for each point, got {found[0].size} for the first.")
    return {"estimates": np.concatenate(found)}


def judge(observed: Arrays, seed: int) -> None:
    model, x = _model(seed)
    got = expect({NAME: observed["estimates"]}, NAME, [POINTS])
    exact = LinearGaussian(model.W.double(), model.b.double(), SIGMA).log_marginal(x.double())
    misses = got - exact.numpy()
    miss = float(np.abs(misses).mean())
    if miss <= ENOUGH:
        return
    said = f"{NAME} miss log p(x) by {miss:.2f} nats on average, and {ENOUGH} are allowed"
    if np.all(misses > ENOUGH):
        raise Mistake(
            "too-high",
            f"{said}: all are too high. Is each draw's weight p(x, z) / q(z), with the whole log density of q, and are "
            "the weights averaged?",
        )
    if miss > 5:
        raise Mistake(
            "draws-miss-the-posterior",
            f"{said}: they are far too low, since hardly a draw explains x. Find the z where log_joint is largest, and "
            "draw around it, as narrowly as the posterior.",
        )
    raise Mistake(
        "other-spread-than-the-posterior",
        f"{said}. The draws fall where they should, but spread otherwise than the posterior, in which the latents are "
        "correlated: its covariance is minus the inverse of log_joint's second derivatives.",
    )


EXERCISE = Exercise(
    name="elbo.estimate_log_marginal",
    points=3,
    lesson="elbo",
    reference=estimate_log_marginal,
    probe=probe,
    judge=judge,
    build=True,
)
