"""gan.train_discriminator: how many nats of the Jensen-Shannon divergence it finds on points that it has not seen."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.builds.train_discriminator import train_discriminator
from gencourse.data.toy import ring_centres
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, describe, expect, record
from gencourse.runtime import get_device

REAL, FAKE = 0.2, 0.5  # how wide the eight bumps are
TRUTH = 0.249  # nats: what the best discriminator finds
# The course's version finds .23 on each of three seeds; trained on a quarter of the points .20, in 300 steps .14
ENOUGH = 0.22
GIVEN, FRESH = 2000, 10_000
NAME = "the logits"


def _points(seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    "Real and generated points to train on, [GIVEN, 2] each, and fresh ones, [FRESH, 2] each."
    generator = torch.Generator().manual_seed(seed)
    centres = ring_centres()

    def draw(n: int, width: float) -> Tensor:
        chosen = torch.randint(len(centres), (n,), generator=generator)
        return centres[chosen] + width * torch.randn(n, 2, generator=generator)

    return draw(GIVEN, REAL), draw(GIVEN, FAKE), draw(FRESH, REAL), draw(FRESH, FAKE)


def _order(seed: int) -> Tensor:
    "In which order all points are shown: which are real cannot be told from their places."
    return torch.randperm(2 * (GIVEN + FRESH), generator=torch.Generator().manual_seed(seed + 1))


def probe(attempt: Any, seed: int) -> Arrays:
    device = get_device()
    points = _points(seed)
    trained = call(attempt, points[0].to(device), points[1].to(device))
    if not callable(trained):
        raise Mistake(
            "returned-no-discriminator",
            f"return the trained network, or a function from points to logits, got {describe(trained)}.",
        )
    return {"logits": record(trained(torch.cat(points)[_order(seed)].to(device)), name=NAME)}


def judge(observed: Arrays, seed: int) -> None:
    order = _order(seed).numpy()
    logits = observed["logits"]
    logits = expect({NAME: logits[:, 0] if logits.shape == (len(order), 1) else logits}, NAME, order.shape)
    fresh, given = _bounds(logits, order)
    if fresh >= ENOUGH:
        return
    found = f"on fresh points it finds {max(fresh, 0.0):.3f} nats of {TRUTH}, and {ENOUGH} are asked for"
    if _bounds(-logits, order)[0] > 0.1:
        raise Mistake("real-and-generated-swapped", f"{found}: its logits have the wrong sign. Real is above 0.")
    if logits.min() >= 0 and logits.max() <= 1 and _bounds(_logit(logits), order)[0] > 0.1:
        raise Mistake(
            "probabilities", f"{NAME} all lie between 0 and 1: these are probabilities. Return what the sigmoid takes."
        )
    raise Mistake(
        "finds-too-little",
        f"{found}; on those that it was given it finds {max(given, 0.0):.3f}. Where both are low, train longer, with a "
        "higher learning rate or a wider network; where the second is much higher, it has learned its points by heart.",
    )


def _bounds(logits: np.ndarray, order: np.ndarray) -> tuple[float, float]:
    "The bound on the Jensen-Shannon divergence, log 2 minus the mean cross-entropy, on fresh and on given points."
    at = np.empty_like(logits)
    at[order] = logits
    real, fake, fresh_real, fresh_fake = np.split(at, [GIVEN, 2 * GIVEN, 2 * GIVEN + FRESH])

    def bound(real: np.ndarray, fake: np.ndarray) -> float:
        return math.log(2) - 0.5 * float(np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean())

    return bound(fresh_real, fresh_fake), bound(real, fake)


def _logit(chances: np.ndarray) -> np.ndarray:
    kept = chances.clip(1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept))


EXERCISE = Exercise(
    name="gan.train_discriminator",
    points=3,
    lesson="gan",
    reference=train_discriminator,
    probe=probe,
    judge=judge,
    build=True,
)
