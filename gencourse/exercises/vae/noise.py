"""Probes and judges of vae.reparameterize and vae.sample: what was drawn must look like draws from N(0, I)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip

# ---- vae.reparameterize ----

DRAWS = 4_000


def _moments(seed: int) -> tuple[Tensor, Tensor]:
    "mean, logvar: [DRAWS, 3]: no mean is near 0, and no logvar is, where log sigma would agree."
    generator = torch.Generator().manual_seed(seed)
    mean = torch.tensor([3.0, -2.0, 5.0]) + torch.rand(DRAWS, 3, generator=generator)
    return mean, torch.tensor([-2.6, -1.2, 1.0]) + 0.4 * torch.rand(3, generator=generator).expand(DRAWS, 3)


def probe_reparameterize(attempt: Any, seed: int) -> Arrays:
    mean, logvar = (x.requires_grad_() for x in _moments(seed))
    z = call(attempt, mean, logvar)
    observed = {"z": record(z, name="z"), "again": record(call(attempt, mean, logvar), name="z")}
    slopes = [torch.zeros_like(mean), torch.zeros_like(mean)]
    if z.requires_grad:
        slopes = torch.autograd.grad(z.sum(), (mean, logvar), allow_unused=True, materialize_grads=True)
    return observed | {"slope of mean": record(slopes[0]), "slope of logvar": record(slopes[1])}


def judge_reparameterize(observed: Arrays, seed: int) -> None:
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
        name_the_noise(z, away, logvar)
    correlation = np.corrcoef(eps.T)
    if np.abs(correlation - np.eye(3)).max() > 0.2:  # 12 standard errors
        raise Mistake(
            "one-noise-for-all-latents",
            "the latents of an image share one noise: draw eps in the shape of mean, torch.randn_like(mean).",
        )
    if np.array_equal(observed["z"], observed["again"]):
        raise Mistake("same-noise-again", "two calls drew the same noise: do not seed inside the function.")
    _judge_slopes(observed["slope of mean"], observed["slope of logvar"], away)


def name_the_noise(z: np.ndarray, away: np.ndarray, logvar: np.ndarray) -> None:
    """Raise the Mistake that tells why `away`, z less its mean, is not sigma times a draw from N(0, 1).  all: [N, d]"""
    sigma = np.exp(logvar / 2)
    eps = away / sigma
    if np.abs(away).max() < 1e-6:
        raise Mistake("no-noise", "z is the mean itself: add sigma * eps, with eps = torch.randn_like(mean).")
    if is_standard_normal(z / sigma):
        raise Mistake("mean-forgotten", "z scatters around 0: add the mean.")
    if eps.std(0).max() < 1e-3:
        raise Mistake(
            "one-noise-for-the-batch",
            f"all {len(z):,} rows got the same noise, {_show(eps[0])}: draw it in the shape of mean, randn_like(mean).",
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
    for slug, wrong, sentence in slips:
        if is_standard_normal(away / wrong):
            raise Mistake(slug, f"{about}, {got}: {sentence}")
    if _is_uniform(away):
        raise Mistake(
            "uniform-noise",
            "your noise is uniform: torch.rand draws from [0, 1]. Gaussian noise comes from torch.randn.",
        )
    raise Mistake(
        "wrong-noise",
        f"(z - mean) / sigma should have mean 0 and std 1 in each latent, got {_show(eps.mean(0))} and "
        f"{_show(eps.std(0))}, with sigma = exp(0.5 * logvar).",
    )


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


# ---- vae.sample ----

SAMPLES, LATENT, SIDE = 2_000, 3, 4


class _Decoder:
    "A fixed decoder that remembers which codes it was given."

    def __init__(self) -> None:
        self.codes: list[np.ndarray] = []

    def __call__(self, z: Tensor) -> Tensor:
        code = record(z, name="what you decode")
        if code.ndim != 2 or code.shape[1] != LATENT:
            raise Mistake(
                "code-of-wrong-shape",
                f"decode takes z of shape [n, latent_dim], here [n, {LATENT}], got {list(code.shape)}: "
                "torch.randn(n, latent_dim).",
            )
        self.codes.append(code)
        return (z.float() @ _dictionary()).reshape(-1, 1, SIDE, SIDE)


def _dictionary() -> Tensor:
    "[LATENT, SIDE * SIDE]: logits between -6 and 6 or so."
    return 1.5 * torch.cos(torch.outer(1.0 + torch.arange(LATENT), torch.arange(float(SIDE * SIDE))))


def probe_sample(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, n in (("many", SAMPLES), ("few", 2), ("few again", 2)):
        decoder = _Decoder()
        images = call(attempt, decoder, n, LATENT)
        observed[f"{name} images"] = record(images, name="the images")
        if not decoder.codes:
            raise Mistake("not-decoded", "you never call decode: draw z, then decode(z).")
        observed[f"{name} codes"] = np.concatenate(decoder.codes)
    return observed


def judge_sample(observed: Arrays, seed: int) -> None:
    codes = observed["many codes"]
    if np.ptp(codes, axis=0).max() == 0:
        if np.abs(codes[0]).max() < 1e-6:
            raise Mistake("zeros", "you decode z = 0, the middle of the prior, again and again: draw z from N(0, I).")
        raise Mistake("one-code", f"all {SAMPLES:,} images have the same z: draw torch.randn(n, latent_dim).")
    codes = expect({"the codes": codes}, "the codes", [SAMPLES, LATENT])
    _judge_prior(codes)
    if np.array_equal(observed["few codes"], observed["few again codes"]):
        raise Mistake("same-samples-again", "two calls drew the same z: do not seed inside the function.")
    images = observed["many images"]
    if images.shape == codes.shape:
        raise Mistake("codes-returned", "you return z: return decode(z).sigmoid().")
    images = expect({"the images": images}, "the images", [SAMPLES, 1, SIDE, SIDE])
    logits = (codes @ _dictionary().double().numpy()).reshape(images.shape)
    p = 1 / (1 + np.exp(-logits))
    if np.isin(images, (0.0, 1.0)).all() and abs(images.mean() - p.mean()) < 0.05:
        raise Mistake(
            "pixels-drawn",
            "you draw each pixel, or round it: an honest draw of the model is speckle, so here return the "
            "probabilities themselves, decode(z).sigmoid().",
        )
    slips = [
        (
            "logits-returned",
            logits,
            f"pixels should lie in [0, 1], yours lie in [{images.min():.1f}, {images.max():.1f}]: these are logits. "
            "End with .sigmoid().",
        ),
        ("sigmoid-twice", 1 / (1 + np.exp(-p)), "the sigmoid is applied twice: no pixel is darker than one half."),
        ("clamped", logits.clip(0, 1), "you clamp logits to [0, 1]: the sigmoid turns them into probabilities."),
        ("inverted", 1 - p, "black and white are swapped: sigmoid(logits), without a minus."),
        ("tanh-instead", np.tanh(logits), "tanh gives values in [-1, 1]: the sigmoid gives probabilities."),
        ("exp-instead", np.exp(logits), "exp(logit) is the odds, p / (1 - p): the sigmoid gives the probability."),
    ]
    name_slip(images, p, slips, "images", rtol=1e-3, atol=1e-3)


def _judge_prior(codes: np.ndarray) -> None:
    if not is_standard_normal(codes):
        if _is_uniform(codes):
            raise Mistake(
                "uniform-noise",
                f"z is uniform, mean {_show(codes.mean(0))}: the prior is N(0, I), so torch.randn, not torch.rand.",
            )
        raise Mistake(
            "wrong-codes",
            f"z should come from N(0, I), mean 0 and std 1 in each latent: got {_show(codes.mean(0))} and "
            f"{_show(codes.std(0))}.",
        )
    if np.abs(np.corrcoef(codes.T) - np.eye(LATENT)).max() > 8 / math.sqrt(SAMPLES):
        raise Mistake("one-number-a-code", f"the {LATENT} numbers of a code are not independent: randn(n, latent_dim).")


# ---- helpers ----


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


def _is_uniform(eps: np.ndarray) -> bool:
    """Whether each column of eps: [N, d] looks evenly spread over an interval, wherever that is and however wide."""
    spread = eps.std(0)
    if spread.min() < 1e-6:
        return False
    share = (np.abs(eps - eps.mean(0)) < spread).mean(0)  # 0.577 if uniform, 0.683 if normal
    return bool(np.all(np.abs(share - 1 / math.sqrt(3)) < 5 / math.sqrt(4 * len(eps))))


def _show(numbers: np.ndarray) -> str:
    return "[" + ", ".join(f"{number:.2f}" for number in numbers) + "]"
