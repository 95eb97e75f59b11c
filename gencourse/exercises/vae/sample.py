"""vae.sample: codes drawn from the prior, decoded, and shown as pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.noise import is_standard_normal, judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.models import vae

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


def probe(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, n in (("many", SAMPLES), ("few", 2), ("few again", 2)):
        decoder = _Decoder()
        images = call(attempt, decoder, n, LATENT)
        observed[f"{name} images"] = record(images, name="the images")
        if not decoder.codes:
            raise Mistake("not-decoded", "you never call decode: draw z, then decode(z).")
        observed[f"{name} codes"] = np.concatenate(decoder.codes)
    return observed


def judge(observed: Arrays, seed: int) -> None:
    codes = observed["many codes"]
    if np.ptp(codes, axis=0).max() == 0:
        if np.abs(codes[0]).max() < 1e-6:
            raise Mistake("zeros", "you decode z = 0, the middle of the prior, again and again: draw z from N(0, I).")
        raise Mistake("one-code", f"all {SAMPLES:,} images have the same z: draw torch.randn(n, latent_dim).")
    codes = expect({"the codes": codes}, "the codes", [SAMPLES, LATENT])
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.log(codes) - np.log1p(-codes)
    if np.isfinite(before).all() and is_standard_normal(before):
        raise Mistake(
            "sigmoid-before-decode",
            "you decode sigmoid(z): decode z itself, and take the sigmoid of the logits that come out.",
        )
    judge_draws(codes, "z")
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
    softmax = np.exp(logits) / np.exp(logits).sum((1, 2, 3), keepdims=True)
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
        ("tanh-rescaled", 1 / (1 + np.exp(-2 * logits)), "(tanh(l) + 1) / 2 is sigmoid(2 l): take sigmoid(l)."),
        ("relu-instead", logits.clip(0), "a ReLU cuts logits off at 0: the sigmoid turns them into probabilities."),
        ("halved", p / 2, "this is half of the probability, so that no pixel is white: return the sigmoid itself."),
        (
            "softmax-instead",
            softmax,
            "this is a softmax, in which pixels share a sum of 1: each has a sigmoid of its own.",
        ),
        (
            "stretched",
            (logits - logits.min()) / np.ptp(logits),
            "logits are stretched to [0, 1]: the sigmoid turns each of them into a probability by itself.",
        ),
        ("exp-instead", np.exp(logits), "exp(logit) is the odds, p / (1 - p): the sigmoid gives the probability."),
    ]
    name_slip(images, p, slips, "images", rtol=1e-3, atol=1e-3)


def _digits(z: Tensor) -> Tensor:
    "Logits of 28 x 28 pixels."
    return z[:, :1].expand(-1, 784).reshape(-1, 1, 28, 28)


def _one_more(z: Tensor) -> Tensor:
    return (1 + z).reshape(-1, 1, 1, 1)


def _of_the_pixels(images: Tensor, *others: Any) -> dict[str, Any]:
    return {"the average pixel": images.float().mean(), "the standard deviation of the pixels": images.float().std()}


EXERCISE = Exercise(
    name="vae.sample",
    points=1,
    lesson="vae",
    reference=vae.sample,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (_one_more, 4000, 1), given="decode(z) = 1 + z and 4,000 images", look=_of_the_pixels, within=0.05
        ),
    ),
    uses=(
        Use("for the lesson's 36 digits", lambda seed: (_digits, 36, 16), "the images", form_only=True),
        Use("for one digit", lambda seed: (_digits, 1, 16), "the images", form_only=True),
    ),
)
