"""vae.reparameterize: draws of the right mean and spread, with a gradient that reaches both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.noise import is_standard_normal, judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.uses import normal
from gencourse.exercises.vae.noise import name_the_noise

DRAWS = 4_000


def _moments(seed: int) -> tuple[Tensor, Tensor]:
    "mean, logvar: [DRAWS, 3]: no mean is near 0, and no logvar is, where log sigma would agree."
    generator = torch.Generator().manual_seed(seed)
    mean = torch.tensor([3.0, -2.0, 5.0]) + torch.rand(DRAWS, 3, generator=generator)
    # The same logvar in each row: a sentence can say what the std of z should be
    return mean, torch.tensor([-2.6, -1.2, 1.0]) + 0.4 * torch.rand(3, generator=generator).expand(DRAWS, 3)


def probe(attempt: Any, seed: int) -> Arrays:
    mean, logvar = (x.requires_grad_() for x in _moments(seed))
    z = call(attempt, mean, logvar)
    observed = {"z": record(z, name="z"), "again": record(call(attempt, mean, logvar), name="z")}
    slopes = [torch.zeros_like(mean), torch.zeros_like(mean)]
    if z.requires_grad:
        slopes = torch.autograd.grad(z.sum(), (mean, logvar), allow_unused=True, materialize_grads=True)
    return observed | {"slope of mean": record(slopes[0]), "slope of logvar": record(slopes[1])}


def judge(observed: Arrays, seed: int) -> None:
    mean, logvar = (x.double().numpy() for x in _moments(seed))
    if observed["z"].shape == mean.shape and np.isnan(observed["z"]).any():
        raise Mistake(
            "root-of-logvar",
            "z is nan where logvar is negative: logvar is the log of a variance, so sigma = exp(0.5 * logvar).",
        )
    z = expect({"z": observed["z"]}, "z", mean.shape)
    away, sigma = z - mean, np.exp(logvar / 2)
    eps = away / sigma
    if not is_standard_normal(eps):
        if eps.std(0).max() < 1e-3 or np.abs(np.corrcoef(eps.T) - np.eye(3)).max() < 0.2:  # 12 standard errors
            name_the_noise(z, away, logvar)
        judge_draws(eps)
    if np.array_equal(observed["z"], observed["again"]):
        raise Mistake("same-noise-again", "two calls drew the same noise: do not seed inside the function.")
    _judge_slopes(observed["slope of mean"], observed["slope of logvar"], away)


def _judge_slopes(of_mean: np.ndarray, of_logvar: np.ndarray, away: np.ndarray) -> None:
    cut = {"mean": not of_mean.any(), "logvar": not of_logvar.any()}
    if all(cut.values()):
        raise Mistake(
            "no-gradient",
            "z has the right distribution, but no gradient reaches mean and logvar: torch.normal, .sample() and "
            "no_grad cut the path. Write z = mean + sigma * eps, eps = torch.randn_like(mean).",
        )
    if cut["logvar"]:
        raise Mistake(
            "sigma-detached",
            "no gradient reaches logvar, so sigma would never learn: leave out .detach() and no_grad around it.",
        )
    if cut["mean"]:
        raise Mistake("mean-detached", "no gradient reaches mean: leave out .detach() and no_grad around it.")
    if not (np.allclose(of_mean, 1, atol=1e-3) and np.allclose(of_logvar, away / 2, atol=2e-3)):
        raise Mistake("wrong-gradient", "dz/dmean should be 1 and dz/dlogvar 0.5 * sigma * eps, and they are not.")


def _codes(seed: int, batch: int, latents: int) -> tuple[Tensor, Tensor]:
    return normal(seed, batch, latents), normal(seed + 1, batch, latents)


def _many(logvar: float) -> Callable[[], tuple[Tensor, ...]]:
    return lambda: (torch.full((4000, 1), 2.0).requires_grad_(), torch.full((4000, 1), logvar).requires_grad_())


def _moments_of(z: Tensor, mean: Tensor, logvar: Tensor) -> dict[str, Any]:
    return {"the mean of z": z.detach().mean(), "the standard deviation of z": z.detach().std()}


def _slopes_of(z: Tensor, mean: Tensor, logvar: Tensor) -> dict[str, Any]:
    slopes = [torch.zeros_like(mean)] * 2
    if z.requires_grad:
        slopes = torch.autograd.grad(z.sum(), (mean, logvar), allow_unused=True, materialize_grads=True)
    away = (z - mean).detach() / 2
    return {
        "dz/dmean": slopes[0].mean(),
        "dz/dlogvar as a multiple of sigma * eps / 2": (slopes[1] * away).sum() / away.square().sum(),
    }


GIVEN = "4,000 rows of mean = [2], logvar = [2.2] (sigma = 3)"

EXERCISE = Exercise(
    name="vae.reparameterize",
    points=2,
    lesson="vae",
    reference=probability.reparameterize,
    probe=probe,
    judge=judge,
    examples=(
        Example(_many(2.2), given=GIVEN, look=_moments_of, within=0.1),
        Example(_many(2.2), given=GIVEN, look=_slopes_of),
    ),
    uses=(
        Use("for the lesson's 4,000 codes of 16 numbers", lambda seed: _codes(seed, 4000, 16), "z", form_only=True),
        Use("for a batch of one", lambda seed: _codes(seed, 1, 2), "z", form_only=True),
    ),
)
