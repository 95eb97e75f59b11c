"""Which units live: probes and judges of vae.predict_collapse and vae.active_units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.slips import Slip

# ---- vae.predict_collapse ----

UNITS = 7
LADDER = (0.1, 0.25, 0.4, 1.4, 1.6, 2.0, 2.4, 2.6, 3.4, 3.8)  # powers of sigma between 1 and 2 lie around sigma^2


def _spectra(seed: int) -> dict[str, tuple[Tensor, float]]:
    """Eigenvalues, ascending as eigvalsh gives them, and sigma^2: one sigma above 1 and one below.

    One eigenvalue is sigma^2 exactly; some lie between sigma and sigma^2, and some between sigma^2 and its square.
    """
    generator = torch.Generator().manual_seed(seed)
    spectra = {}
    for name, lowest in (("sigma above 1", 3.0), ("sigma below 1", 0.1)):
        variance = lowest * (1 + 0.5 * float(torch.rand((), generator=generator, dtype=torch.float64)))
        steps = torch.tensor(LADDER, dtype=torch.float64)
        steps += 0.1 * (torch.rand(len(LADDER), generator=generator, dtype=torch.float64) - 0.5)
        values = variance ** (steps / 2)
        values[LADDER.index(2.0)] = variance
        spectra[name] = values.sort().values, variance
    return spectra


def probe_collapse(attempt: Any, seed: int) -> Arrays:
    return {
        name: record(call(attempt, eigenvalues, variance, UNITS), name="the answer")
        for name, (eigenvalues, variance) in _spectra(seed).items()
    }


def judge_collapse(observed: Arrays, seed: int) -> None:
    got, cases = [], []
    for name, (eigenvalues, variance) in _spectra(seed).items():
        got.append(_mask(observed[name], UNITS, len(eigenvalues)))
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
    _name_mask(np.concatenate(got), of(lambda e, v: e[top] <= v), slips, "collapse")


# ---- vae.active_units ----

IMAGES, THRESHOLD = 300, 0.05


def _code_means(seed: int) -> Tensor:
    """mean: [300, 7]: columns whose mean and deviation over the images are those below, in random order.

    Of one the variance is below 0.01 and the deviation above; one hardly moves, but lies far from 0.
    """
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(IMAGES, 7, generator=generator)
    noise = (noise - noise.mean(0)) / noise.std(0)
    centre = torch.tensor([0.0, 1.5, 0.0, 0.0, 2.0, 0.0, 0.5])
    deviation = torch.tensor([1.0, 0.3, 0.07, 0.008, 0.008, 0.15, 0.6])
    return (centre + deviation * noise)[:, torch.randperm(7, generator=generator)]


def probe_active(attempt: Any, seed: int) -> Arrays:
    mean = _code_means(seed)
    return {
        "as told": record(call(attempt, mean), name="the answer"),
        "higher": record(call(attempt, mean, THRESHOLD), name="the answer"),
    }


def judge_active(observed: Arrays, seed: int) -> None:
    mean = _code_means(seed).double().numpy()
    units = mean.shape[1]
    for answer in observed.values():
        if answer.shape == () and answer.dtype == bool:
            raise Mistake(
                "one-variance-for-all",
                "one answer for all latents: mean.var() mixes them, mean.var(0) has a variance for each.",
            )
        if answer.shape == (IMAGES,):
            raise Mistake(
                "variance-over-latents",
                f"one answer for each of the {IMAGES} images: the variance is taken over the images, var(0), so that "
                "each latent has one.",
            )
    got = np.concatenate([_mask(observed[name], units, units) for name in ("as told", "higher")])

    def of(measure: Any, thresholds: Sequence[float] = (0.01, THRESHOLD)) -> np.ndarray:
        return np.concatenate([measure > threshold for threshold in thresholds])

    variance = mean.var(0)
    moved = "A latent that always gives 2 says nothing of its image."
    slips = [
        (
            "deviation-instead",
            of(mean.std(0)),
            "you compare the standard deviation: the threshold is one of the variance, mean.var(0).",
        ),
        (
            "not-centred",
            of(np.square(mean).mean(0)),
            f"you average mean**2, without taking the average off first. {moved} Use the variance, mean.var(0).",
        ),
        ("not-centred", of(np.abs(mean).mean(0)), f"you average |mean|. {moved} Use the variance, mean.var(0)."),
        ("average-instead", of(np.abs(mean.mean(0))), f"you look at the average of each latent. {moved}"),
        ("average-instead", of(mean.mean(0)), f"you look at the average of each latent. {moved}"),
        ("summed", of(variance * IMAGES), f"you sum {IMAGES} squares: the variance is their average, mean.var(0)."),
        ("inverted", ~of(variance), "True and False are swapped: a unit is active if its variance is above."),
        (
            "threshold-ignored",
            of(variance, (0.01, 0.01)),
            "with threshold=0.05 nothing changes: compare with `threshold`, not with 0.01.",
        ),
    ]
    _name_mask(got, of(variance), slips, "active units")


# ---- helpers ----


def _mask(answer: np.ndarray, units: int, eigenvalues: int) -> np.ndarray:
    "The answer if it is a True or False for each unit."
    if answer.shape == () and answer.dtype != bool:
        raise Mistake("count-instead", f"one number came back: True or False for each of the {units} units, no count.")
    if answer.dtype == np.int64:
        raise Mistake("positions-instead", "whole numbers came back: a comparison gives True or False for each unit.")
    if answer.dtype != bool:
        raise Mistake(
            "not-compared", "numbers came back: a comparison, with < or >, gives True or False for each unit."
        )
    if units != eigenvalues and answer.shape == (eigenvalues,):
        raise Mistake(
            "all-eigenvalues",
            f"an answer for each of the {eigenvalues} eigenvalues: only the {units} largest have a unit.",
        )
    if answer.shape != (units,):
        raise Mistake("wrong-shape", f"the answer should have shape [{units}], got {list(answer.shape)}.")
    return answer


def _name_mask(got: np.ndarray, right: np.ndarray, slips: Sequence[Slip], what: str) -> None:
    "Return if the mask is right; else raise the Mistake of the first slip that gives it."
    if np.array_equal(got, right):
        return
    for slug, wrong, sentence in slips:
        if np.array_equal(got, wrong):
            raise Mistake(slug, sentence)
    show = f"should be {right.astype(int).tolist()} (1 is True), got {got.astype(int).tolist()}"
    raise Mistake(f"wrong-{what.replace(' ', '-')}", f"in two cases, one after the other, the answer {show}.")
