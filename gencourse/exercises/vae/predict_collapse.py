"""vae.predict_collapse: which latents die, from the eigenvalues of the data and the decoder's variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import linear_gaussian
from gencourse.exercises.core.exercise import Arrays, Exercise, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.vae.mask import mask, name_mask

UNITS = 8
LADDER = (0.1, 0.25, 0.4, 1.4, 1.6, 2.0, 2.4, 2.6, 3.4, 3.8)  # powers of sigma between 1 and 2 lie around sigma^2


def _spectra(seed: int) -> dict[str, tuple[Tensor, float]]:
    """Eigenvalues, ascending as eigvalsh gives them, and sigma^2: one sigma above 1 and one below.

    One eigenvalue is sigma^2 exactly and one just above it; some lie between sigma and sigma^2, some between sigma^2
    and its square.
    """
    generator = torch.Generator().manual_seed(seed)
    spectra = {}
    for name, lowest in (("sigma above 1", 3.0), ("sigma below 1", 0.1)):
        variance = lowest * (1 + 0.5 * float(torch.rand((), generator=generator, dtype=torch.float64)))
        steps = torch.tensor(LADDER, dtype=torch.float64)
        steps += 0.1 * (torch.rand(len(LADDER), generator=generator, dtype=torch.float64) - 0.5)
        values = variance ** (steps / 2)
        values[LADDER.index(2.0)] = variance  # after the jitter: equal to the last bit
        just_above = torch.tensor([1.004 * variance], dtype=torch.float64)  # 0.002 nats: who counts nats errs here
        spectra[name] = torch.cat([values, just_above]).sort().values, variance
    return spectra


def probe(attempt: Any, seed: int) -> Arrays:
    return {
        name: record(call(attempt, eigenvalues, variance, UNITS), name="the answer")
        for name, (eigenvalues, variance) in _spectra(seed).items()
    }


def judge(observed: Arrays, seed: int) -> None:
    got, cases = [], []
    for name, (eigenvalues, variance) in _spectra(seed).items():
        got.append(mask(observed[name], UNITS, len(eigenvalues)))
        cases.append((eigenvalues.numpy(), variance))

    def of(rule: Any) -> np.ndarray:
        return np.concatenate([rule(values, variance) for values, variance in cases])

    top = slice(None, -UNITS - 1, -1)  # the largest, largest first
    largest = f"{cases[0][0][-1]:.2f}"
    slips = [
        (
            "inverted",
            of(lambda e, v: e[top] > v),
            f"True and False are swapped: these units live. The largest eigenvalue, {largest}, is above sigma^2, "
            f"{cases[0][1]:.2f}, so its unit pays for itself and False is right.",
        ),
        ("inverted", of(lambda e, v: e[top] >= v), "True and False are swapped: these units live."),
        *(
            (
                "counted-in-nats",
                of(lambda e, v, least=least: np.log(e[top] / v) / 2 < least),
                "a unit that earns little still earns: one eigenvalue is 1.004 sigma^2, its KL is 0.002 nats, and it "
                "does not collapse. Compare the eigenvalue with sigma^2 itself.",
            )
            for least in (0.1, 0.05, 0.01)
        ),
        (
            "equal-left-out",
            of(lambda e, v: e[top] < v),
            "one eigenvalue is exactly sigma^2: its column has length sqrt(eigenvalue - sigma^2) = 0, so the unit "
            "collapses too. Use <=.",
        ),
        (
            "smallest-first",
            of(lambda e, v: e[-UNITS:] <= v),
            "the right units in the wrong order: eigvalsh is ascending, and the largest should come first: flip(0).",
        ),
        (
            "smallest-taken",
            of(lambda e, v: e[:UNITS] <= v),
            f"you take the {UNITS} smallest eigenvalues: eigvalsh is ascending, so flip(0) first.",
        ),
        (
            "smallest-taken",
            of(lambda e, v: e[:UNITS][::-1] <= v),
            f"you take the {UNITS} smallest eigenvalues: eigvalsh is ascending, so flip(0) comes before [:latent_dim].",
        ),
        (
            "sigma-instead-of-variance",
            of(lambda e, v: e[top] <= v**0.5),
            "you compare with sigma: an eigenvalue is a variance, so compare it with sigma^2, which `variance` is.",
        ),
        (
            "variance-squared",
            of(lambda e, v: e[top] <= v**2),
            "`variance` is sigma^2 already, and eigenvalues are variances too: compare them as they are.",
        ),
    ]
    name_mask(np.concatenate(got), of(lambda e, v: e[top] <= v), slips, "collapse")


EXERCISE = Exercise(
    name="vae.predict_collapse",
    points=2,
    lesson="vae_failures",
    reference=linear_gaussian.predict_collapse,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's five eigenvalues",
            lambda seed: (torch.tensor([0.05, 0.3, 1.0, 3.0, 9.0]), 0.55, 5),
            "the answer",
        ),
        Use("for one latent", lambda seed: (torch.tensor([0.05, 0.3, 1.0]), 1.7, 1), "the answer"),
    ),
)
