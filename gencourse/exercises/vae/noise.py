"""What was drawn must look like draws from N(0, I), or its slip is named."""

from __future__ import annotations

import math

import numpy as np

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.slips import name_slip


def name_the_noise(z: np.ndarray, away: np.ndarray, logvar: np.ndarray) -> None:
    """Raise the Mistake that tells why `away`, z less its mean, is not sigma times a draw from N(0, 1), if it is not.

    all: [N, d]
    """
    sigma = np.exp(logvar / 2)
    eps = away / sigma
    if np.abs(away).max() < 1e-6:
        raise Mistake("no-noise", "z is the mean itself: add sigma * eps, with eps = torch.randn_like(mean).")
    if is_standard_normal(z / sigma):
        raise Mistake("mean-forgotten", "z scatters around 0: add the mean.")
    if eps.std(0).max() < 1e-3:
        raise Mistake(
            "one-noise-for-the-batch",
            f"all {len(z):,} rows got the same noise, {show(eps[0])}: draw it in the shape of mean, randn_like(mean).",
        )
    about, got = f"std of z should be about {sigma[0, 0]:.2f}", f"got {away[:, 0].std():.2f}"
    with np.errstate(invalid="ignore"):
        slips = [
            ("logvar-as-log-sigma", sigma**2, "logvar is log(sigma**2), so sigma = exp(0.5 * logvar)."),
            ("exp-forgotten", np.abs(logvar / 2), "0.5 * logvar is log sigma: take exp of it."),
            ("logvar-as-sigma", np.abs(logvar), "logvar is the log of the variance: sigma = exp(0.5 * logvar)."),
            ("noise-not-scaled", np.ones_like(sigma), "the noise is not yet multiplied by sigma = exp(0.5 * logvar)."),
            ("exponent-sign", 1 / sigma, "exp(-0.5 * logvar) is 1 / sigma: leave out the minus."),
            ("root-twice", np.sqrt(sigma), "you halved the log twice: exp(0.5 * logvar) is sigma already."),
        ]
    otherwise = Mistake(
        "wrong-noise",
        f"(z - mean) / sigma should have mean 0 and std 1 in each latent, got {show(eps.mean(0))} and "
        f"{show(eps.std(0))}, with sigma = exp(0.5 * logvar).",
    )
    if is_uniform(away):
        otherwise = Mistake(
            "uniform-noise",
            "your noise is uniform: torch.rand draws from [0, 1]. Gaussian noise comes from torch.randn.",
        )
    name_slip(
        away,
        sigma,
        [(slug, wrong, f"{about}, {got}: {sentence}") for slug, wrong, sentence in slips],
        "noise",
        near=lambda deviation: is_standard_normal(away / deviation),
        otherwise=otherwise,
    )


def is_standard_normal(eps: np.ndarray) -> bool:
    """Whether each column of eps: [N, d] may be N draws from N(0, 1), by mean, variance and share within 1.

    6.5 standard errors each. For N of at least 2,000 a right answer fails one of them with probability below 5e-10
    (the tails of chi-squared included), so one of three in three columns with 5e-9.
    """
    n = len(eps)
    inside = math.erf(math.sqrt(0.5))
    return bool(
        np.all(np.abs(eps.mean(0)) < 6.5 / math.sqrt(n))
        and np.all(np.abs(eps.var(0) - 1) < 6.5 * math.sqrt(2 / n))
        and np.all(np.abs((np.abs(eps) < 1).mean(0) - inside) < 6.5 * math.sqrt(inside * (1 - inside) / n))
    )


def is_uniform(eps: np.ndarray) -> bool:
    """Whether each column of eps: [N, d] looks evenly spread over an interval, wherever that is and however wide."""
    spread = eps.std(0)
    if spread.min() < 1e-6:
        return False
    share = (np.abs(eps - eps.mean(0)) < spread).mean(0)  # 0.577 if uniform, 0.683 if normal
    # 5 standard errors: a share's is at most 1 / sqrt(4 N)
    return bool(np.all(np.abs(share - 1 / math.sqrt(3)) < 5 / math.sqrt(4 * len(eps))))


def show(numbers: np.ndarray) -> str:
    return "[" + ", ".join(f"{number:.2f}" for number in numbers) + "]"
