"""vae.predict_collapse: which latents die, from the eigenvalues of the data and the decoder's variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import linear_gaussian
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.vae.mask import first_wrong, mask

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
    parts, cases = [], []
    for name, (eigenvalues, variance, units) in _spectra(seed).items():
        parts.append(mask(observed[name], units, len(eigenvalues)))
        cases.append((eigenvalues.numpy(), variance, units))
    got = np.concatenate(parts)

    def collapsed(taken: Any, rule: Any) -> np.ndarray:
        return np.concatenate([rule(taken(values, units), variance) for values, variance, units in cases])

    ratios = np.concatenate([_largest(values, units) / variance for values, variance, units in cases])
    right = collapsed(_largest, np.less_equal)
    otherwise = _another_bar(got, ratios) or first_wrong(
        got, right, "collapse", lambda at: f"the unit of an eigenvalue of {ratios[at]:.5g} sigma^2"
    )
    name_choices(got, collapsed, {"taken": _TAKEN, "rule": [*_RULES, *_inverted(*cases[0])]}, otherwise)


def _another_bar(got: np.ndarray, ratios: np.ndarray) -> Mistake | None:
    "Units that die up to another multiple of sigma^2, the same in all cases."
    if got.all() or not got.any() or ratios[got].max() >= ratios[~got].min():
        return None
    return Mistake(
        "another-bar",
        f"in yours a unit still collapses with an eigenvalue of {ratios[got].max():.2f} sigma^2, and lives with "
        f"{ratios[~got].min():.2f} sigma^2: the bar is sigma^2 itself.",
    )


def _largest(values: np.ndarray, units: int) -> np.ndarray:
    return values[::-1][:units]


_ASCENDING = "eigvalsh is ascending, so flip(0) comes before [:latent_dim]."
_TAKEN = [
    Choice(_largest),
    Choice(
        lambda values, units: values[-units:],
        "smallest-first",
        "the right units in the wrong order: eigvalsh is ascending, and the largest should come first: flip(0).",
    ),
    Choice(
        lambda values, units: values[:units],
        "smallest-taken",
        f"you take the {UNITS} smallest eigenvalues: {_ASCENDING}",
    ),
    Choice(
        lambda values, units: values[:units][::-1],
        "smallest-taken",
        f"you take the {UNITS} smallest eigenvalues: {_ASCENDING}",
    ),
]
_RULES = [
    Choice(np.less_equal),
    *(
        Choice(
            lambda e, v, least=least: np.log(e / v) / 2 < least,
            "counted-in-nats",
            f"a unit that earns little still earns: one eigenvalue is {ABOVE} sigma^2, its KL is 0.00005 nats, and it "
            "does not collapse. Compare the eigenvalue with sigma^2 itself.",
        )
        for least in (0.1, 0.05, 0.01, 1e-3)
    ),
    Choice(
        np.less,
        "equal-left-out",
        "one eigenvalue is exactly sigma^2: its column has length sqrt(eigenvalue - sigma^2) = 0, so the unit "
        "collapses too. Use <=.",
    ),
    Choice(
        lambda e, v: e <= v**0.5,
        "sigma-instead-of-variance",
        "you compare with sigma: an eigenvalue is a variance, so compare it with sigma^2, which `variance` is.",
    ),
    Choice(
        lambda e, v: e <= v**2,
        "variance-squared",
        "`variance` is sigma^2 already, and eigenvalues are variances too: compare them as they are.",
    ),
]


def _inverted(values: np.ndarray, variance: float, units: int) -> list[Choice]:
    sentence = (
        f"True and False are swapped: these units live. The largest eigenvalue, {values[-1]:.2f}, is above sigma^2, "
        f"{variance:.2f}, so its unit pays for itself and False is right."
    )
    return [Choice(np.greater, "inverted", sentence), Choice(np.greater_equal, "inverted", sentence)]


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
