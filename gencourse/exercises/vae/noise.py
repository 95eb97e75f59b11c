"""What was drawn must look like draws from N(0, I), or its slip is named."""

from __future__ import annotations

import numpy as np

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.noise import is_standard_normal, is_uniform, judge_draws, show
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
    mean = z - away
    with np.errstate(all="ignore"):
        others = [
            ("mean-subtracted", (z + mean) / sigma, "z lies around minus the mean: add the mean."),
            ("mean-scaled", z / sigma - mean, "sigma multiplies the mean, too: it belongs to the noise alone."),
            ("sigma-and-mean-forgotten", z, "z is the noise alone: add the mean, and multiply the noise by sigma."),
            (
                "mean-for-sigma",
                (z - sigma) / mean,
                "mean multiplies the noise and sigma is added: z = mean + sigma * eps.",
            ),
            (
                "noise-inside-the-exp",
                2 * np.log(away) / logvar,
                "eps stands inside the exp: exp(0.5 * logvar) comes first, and multiplies eps.",
            ),
            ("moments-swapped", (z - logvar) * np.exp(-mean / 2), "mean and logvar are swapped: mean comes first."),
        ]
    for slug, noise, sentence in others:
        if is_standard_normal(noise):
            raise Mistake(slug, sentence)
    if eps.std(0).max() < 1e-3:
        raise Mistake(
            "one-noise-for-the-batch",
            f"all {len(z):,} rows got the same noise, {show(eps[0])}: draw it in the shape of mean, randn_like(mean).",
        )
    if eps.min() >= 0 and is_standard_normal(eps * np.random.default_rng(0).choice([-1.0, 1.0], eps.shape)):
        raise Mistake("noise-above-0", "the noise is never below 0, and half of N(0, 1) is: leave out the abs.")
    due = float(np.sqrt(np.square(sigma[:, 0]).mean()))  # of all rows together, whose sigmas may differ
    about, got = f"std of z should be about {due:.2f}", f"got {away[:, 0].std():.2f}"
    with np.errstate(invalid="ignore"):
        slips = [
            ("logvar-as-log-sigma", sigma**2, "logvar is log(sigma**2), so sigma = exp(0.5 * logvar)."),
            ("exp-forgotten", np.abs(logvar / 2), "0.5 * logvar is log sigma: take exp of it."),
            ("logvar-as-sigma", np.abs(logvar), "logvar is the log of the variance: sigma = exp(0.5 * logvar)."),
            ("noise-not-scaled", np.ones_like(sigma), "the noise is not yet multiplied by sigma = exp(0.5 * logvar)."),
            ("exponent-sign", 1 / sigma, "exp(-0.5 * logvar) is 1 / sigma: leave out the minus."),
            ("softplus-for-exp", np.log1p(sigma), "softplus stands where exp should: sigma = exp(0.5 * logvar)."),
            ("softplus-for-exp", np.log1p(sigma**2), "softplus stands where exp should: sigma = exp(0.5 * logvar)."),
            ("exponent-doubled", sigma**4, "this is exp(2 * logvar): sigma is exp(0.5 * logvar)."),
            ("root-twice", np.sqrt(sigma), "you halved the log twice: exp(0.5 * logvar) is sigma already."),
        ]
    otherwise = None
    try:
        judge_draws(eps, "(z - mean) / sigma, with sigma = exp(0.5 * logvar),")
    except Mistake as mistake:
        otherwise = mistake
    if is_uniform(away) and (otherwise is None or otherwise.slug != "noise-of-one-length"):
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
