"""vae.predict_collapse: which latents die, from the eigenvalues of the data and the decoder's variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import linear_gaussian
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.vae.mask import mask, name_mask

UNITS = 8
ABOVE = 1.0001
LADDER = (0.1, 0.25, 0.4, 1.4, 1.6, 2.0, 2.4, 2.6, 3.4, 3.8)  # powers of sigma between 1 and 2 lie around sigma^2


def _spectra(seed: int) -> dict[str, tuple[Tensor, float, int]]:
    """Eigenvalues, ascending as eigvalsh gives them, sigma^2 and how many latents: one sigma above 1 and two below.

    In the last case every eigenvalue has a latent: who takes the smallest is right there, and another threshold is not.

    One eigenvalue is sigma^2 exactly and one a little above; some lie between sigma and sigma^2, some between sigma^2
    and its square.
    """
    generator = torch.Generator().manual_seed(seed)
    spectra = {}
    for name, lowest in (("sigma above 1", 3.0), ("sigma below 1", 0.1), ("a latent for each", 0.2)):
        variance = lowest * (1 + 0.5 * float(torch.rand((), generator=generator, dtype=torch.float64)))
        steps = torch.tensor(LADDER, dtype=torch.float64)
        steps += 0.1 * (torch.rand(len(LADDER), generator=generator, dtype=torch.float64) - 0.5)
        values = variance ** (steps / 2)
        values[LADDER.index(2.0)] = variance  # after the jitter: equal to the last bit
        just_above = torch.tensor([ABOVE * variance], dtype=torch.float64)  # who counts nats errs here
        eigenvalues = torch.cat([values, just_above]).sort().values
        spectra[name] = eigenvalues, variance, len(eigenvalues) if name == "a latent for each" else UNITS
    return spectra


def probe(attempt: Any, seed: int) -> Arrays:
    return {name: record(call(attempt, *arguments), name="the answer") for name, arguments in _spectra(seed).items()}


def judge(observed: Arrays, seed: int) -> None:
    got, cases = [], []
    for name, (eigenvalues, variance, units) in _spectra(seed).items():
        got.append(mask(observed[name], units, len(eigenvalues)))
        cases.append((eigenvalues.numpy(), variance, units))

    def of(rule: Any) -> np.ndarray:
        "Of a rule that takes the largest, largest first, and sigma^2."
        return np.concatenate([rule(values[::-1][:units], variance) for values, variance, units in cases])

    def of_others(taken: Any) -> np.ndarray:
        "Of other eigenvalues, taken from all and their number."
        return np.concatenate([taken(values, units) <= variance for values, variance, units in cases])

    largest = f"{cases[0][0][-1]:.2f}"
    slips = [
        (
            "inverted",
            of(lambda e, v: e > v),
            f"True and False are swapped: these units live. The largest eigenvalue, {largest}, is above sigma^2, "
            f"{cases[0][1]:.2f}, so its unit pays for itself and False is right.",
        ),
        ("inverted", of(lambda e, v: e >= v), "True and False are swapped: these units live."),
        *(
            (
                "counted-in-nats",
                of(lambda e, v, least=least: np.log(e / v) / 2 < least),
                f"a unit that earns little still earns: one eigenvalue is {ABOVE} sigma^2, its KL is 0.00005 nats, and "
                "it does not collapse. Compare the eigenvalue with sigma^2 itself.",
            )
            for least in (0.1, 0.05, 0.01, 1e-3)
        ),
        (
            "equal-left-out",
            of(lambda e, v: e < v),
            "one eigenvalue is exactly sigma^2: its column has length sqrt(eigenvalue - sigma^2) = 0, so the unit "
            "collapses too. Use <=.",
        ),
        (
            "smallest-first",
            of_others(lambda e, units: e[-units:]),
            "the right units in the wrong order: eigvalsh is ascending, and the largest should come first: flip(0).",
        ),
        (
            "smallest-taken",
            of_others(lambda e, units: e[:units]),
            f"you take the {UNITS} smallest eigenvalues: eigvalsh is ascending, so flip(0) first.",
        ),
        (
            "smallest-taken",
            of_others(lambda e, units: e[:units][::-1]),
            f"you take the {UNITS} smallest eigenvalues: eigvalsh is ascending, so flip(0) comes before [:latent_dim].",
        ),
        (
            "sigma-instead-of-variance",
            of(lambda e, v: e <= v**0.5),
            "you compare with sigma: an eigenvalue is a variance, so compare it with sigma^2, which `variance` is.",
        ),
        (
            "variance-squared",
            of(lambda e, v: e <= v**2),
            "`variance` is sigma^2 already, and eigenvalues are variances too: compare them as they are.",
        ),
    ]
    name_mask(np.concatenate(got), of(lambda e, v: e <= v), slips, "collapse", "three")


EXERCISE = Exercise(
    name="vae.predict_collapse",
    points=2,
    lesson="vae_failures",
    reference=linear_gaussian.predict_collapse,
    probe=probe,
    judge=judge,
    examples=tuple(
        Example(lambda case=case: (torch.tensor(case[0]), *case[1:]), "the answer")
        for case in (
            ([3.0, 9.0], 4.0, 1),
            ([3.0, 9.0], 4.0, 2),
            ([4.0], 4.0, 1),
            ([4.01], 4.0, 1),
            ([1.0, 3.0, 6.0, 9.0], 4.0, 3),
        )
    ),
    uses=(
        Use(
            "for the lesson's five eigenvalues",
            lambda seed: (torch.tensor([0.05, 0.3, 1.0, 3.0, 9.0]), 0.55, 5),
            "the answer",
        ),
        Use("for one latent", lambda seed: (torch.tensor([0.05, 0.3, 1.0]), 1.7, 1), "the answer"),
    ),
)
