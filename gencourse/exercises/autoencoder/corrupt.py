"""autoencoder.corrupt: the noise must be fresh, Gaussian, and as wide as asked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import probability
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.noise import is_uniform, judge_draws, judge_sharing
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.uses import normal

COUNT = 32 * 25 * 25  # values of noise in one call


def _clean(seed: int) -> tuple[Tensor, float]:
    generator = torch.Generator().manual_seed(1000 + seed)  # not the check's own seed: the noise would follow x
    x = torch.rand(32, 1, 25, 25, generator=generator)
    x[torch.rand(x.shape, generator=generator) < 1 / 3] = 0  # paper, which most of a digit is
    # Below 1, where sigma, its root, its square and 1 are far apart; and no number that people write into an answer
    return x, (0.33, 0.42, 0.57, 0.64)[seed % 4]


def probe(attempt: Any, seed: int) -> Arrays:
    x, sigma = _clean(seed)
    return {
        "noisy": record(call(attempt, x, sigma), name="the noisy batch"),
        "again": record(call(attempt, x, sigma), name="the noisy batch"),
    }


def judge(observed: Arrays, seed: int) -> None:
    x, sigma = _clean(seed)
    x = x.double().numpy()
    noisy, again = (expect({"the noisy batch": observed[name]}, "the noisy batch", x.shape) for name in observed)
    noise = noisy - x
    if np.abs(noise).max() < 1e-4:
        raise Mistake("no-noise", "nothing was added: x comes back as it was.")
    untouched = (np.abs(noise[x > 0]) < 1e-7).mean()  # a factor leaves 0 as it is: that has a sentence of its own
    if untouched > 0.01:
        raise Mistake("some-untouched", f"{untouched:.0%} of the pixels come back as they were: each gets noise.")
    if noise.std() < 1e-4:
        raise Mistake(
            "one-number-for-all",
            f"one number, {noise.mean():.2f}, is added to every pixel of every image: each needs its own.",
        )
    if np.abs(noise - noise[:1]).max() < 1e-4:
        raise Mistake(
            "same-noise-for-the-batch",
            "the noise is identical in every image of the batch: draw it in the shape of x, torch.randn_like(x).",
        )
    if np.abs(noise - noise[..., :1, :1]).max() < 1e-4:
        raise Mistake("one-number-per-image", "each image got one number of noise: every pixel needs its own.")
    ends = [end for end in (noisy.min(), noisy.max()) if (noisy == end).mean() > 0.01]
    if ends:
        raise Mistake(
            "clipped",
            f"many of your values are {' or '.join(f'{end:.3g}' for end in ends)} exactly, as a clamp leaves them: "
            "the noise here is unclipped, also below 0.",
        )
    if np.array_equal(noisy, again):
        raise Mistake("same-noise-each-time", "two calls gave the same noise: seed nothing in the function.")
    _name_the_noise(noise, x, sigma)


def _name_the_noise(noise: np.ndarray, x: np.ndarray, sigma: float) -> None:
    "Sharing, mean, spread and shape. Each bound lies 5.5 standard errors or more out: wrong in 1 of 10^7 at most."
    _judge_dependence(noise, x, sigma)
    if np.abs(noise[x == 0]).max() < 1e-7:
        raise Mistake("paper-untouched", "pixels of x that are 0 come back as 0: every pixel gets noise.")
    # Whether images, rows or columns of pixels share a noise, whatever its spread: where it shows most, it is said
    tables = {
        columns: np.moveaxis(noise, axis, -1).reshape(-1, noise.shape[axis])
        for axis, columns in ((0, "images"), (2, "rows of pixels"), (3, "columns of pixels"))
    }
    columns = max(tables, key=lambda name: np.abs(np.corrcoef(tables[name].T) - np.eye(tables[name].shape[1])).max())
    judge_sharing(tables[columns], "the noise", columns)
    _judge_spread(noise.reshape(-1, 1), sigma)
    judge_draws(noise.reshape(-1, 1) / sigma, "the noise, divided by sigma,")


def _judge_dependence(noise: np.ndarray, x: np.ndarray, sigma: float) -> None:
    "Whether the noise knows x. Bounds as above, 11 standard errors for a correlation."
    ink, wide = x[x > 0], np.abs(noise[x > 0])
    share = 1 + np.cov(x.ravel(), noise.ravel())[0, 1] / x.var()  # of x in the answer
    error = 5.5 * noise.std() / (x.std() * math.sqrt(COUNT))
    if abs(share - 1) > error:
        if abs(share) < error and np.corrcoef(ink, np.abs((x + noise)[x > 0]))[0, 1] > 0.1:
            raise Mistake("multiplied", "x is a factor in your answer, where it should be a summand: x + noise.")
        if abs(share) < error:
            raise Mistake("noise-alone", "your answer has nothing of x in it: return x + noise.")
        if (x + noise).min() >= 0:
            raise Mistake(
                "never-negative",
                "no pixel of your answer is below 0, as after abs or a rescaling to [0, 1]: add the noise, and "
                "leave it so.",
            )
        if abs(share - (1 - sigma)) < error:
            raise Mistake("mixed", "x counts 1 - sigma in your answer: the noise is added to the whole of x.")
        raise Mistake("noise-depends-on-x", f"x counts {share:.2f} times in your answer: return x + noise.")
    # A product's size follows x
    if abs(np.corrcoef(ink, wide)[0, 1]) > 0.1:
        raise Mistake(
            "noise-wider-for-some",
            "how wide your noise is depends on x, and it should be sigma for every pixel: multiply the noise by "
            "sigma alone.",
        )


def _judge_spread(noise: np.ndarray, sigma: float) -> None:
    mean, std, uniform = float(noise.mean()), float(noise.std()), is_uniform(noise)

    def fits(value: tuple[float, float, bool]) -> bool:
        return (
            uniform == value[2]
            and abs(mean - value[0]) < 5.5 * value[1] / math.sqrt(COUNT)
            and abs(std / value[1] - 1) < 5.5 / math.sqrt(2 * COUNT)  # of a relative standard deviation
        )

    name_choices(
        std,
        lambda scale, kind: (scale * kind[0], scale * kind[1], kind[2]),
        {
            "scale": [
                Choice(sigma),
                Choice(
                    math.sqrt(sigma),
                    "sigma-as-variance",
                    "the noise is multiplied by the root of sigma: sigma is the standard deviation already.",
                ),
                Choice(sigma**2, "sigma-squared", "the noise is multiplied by the square of sigma: take sigma itself."),
                Choice(1.0, "sigma-forgotten", "the noise is not multiplied by sigma."),
                Choice(2 * sigma, "sigma-twice", "the noise is multiplied by 2 sigma."),
                Choice(1 / sigma, "divided-by-sigma", "the noise is divided by sigma: multiply it."),
            ],
            "kind": [
                Choice((0.0, 1.0, False)),
                Choice((0.5, 12**-0.5, True), "uniform", "torch.rand is uniform in [0, 1]: take torch.randn."),
                Choice((0.0, 3**-0.5, True), "uniform-from-minus-1", "it is uniform in [-1, 1]: take torch.randn."),
                Choice((0.798, 0.603, False), "absolute", "it is never negative, as |z| is: it needs both signs."),
                Choice((0.0, 12**-0.5, True), "uniform-around-0", "it is uniform in [-0.5, 0.5]: take torch.randn."),
            ],
        },
        _unnamed(mean, std, sigma),
        near=fits,
        right=lambda _: abs(mean) < 5.5 * sigma / math.sqrt(COUNT) and fits((mean, sigma, uniform)),
    )


def _unnamed(mean: float, std: float, sigma: float) -> Mistake:
    if abs(mean) > 5.5 * max(sigma, std) / math.sqrt(COUNT):
        change = "brighter" if mean > 0 else "darker"
        return Mistake("shifted", f"your noise has mean {mean:.3f} instead of 0, so all images get {change}.")
    return Mistake("other-spread", f"the noise should have a standard deviation of {sigma:.2f}, got {std:.2f}.")


def _noise(noisy: Tensor, x: Tensor, sigma: float) -> dict[str, Tensor]:
    noise = (noisy - x).flatten(1)
    across = (noise - noise.mean()).std(0).mean()
    return {
        "the average of the noisy pixels": noisy.mean(),
        "the noise's standard deviation": noise.std(),
        "its standard deviation within an image": noise.std(1).mean(),
        "its standard deviation from image to image": across,
    }


EXERCISE = Exercise(
    name="autoencoder.corrupt",
    points=1,
    lesson="autoencoders",
    reference=probability.corrupt,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (torch.full((64, 64), 0.5), 0.3),
            given="64 grey images of 64 pixels and sigma = 0.3",
            look=_noise,
            within=0.08,  # 7 standard errors of a standard deviation
        ),
    ),
    uses=(
        Use(
            "for the lesson's 500 digits",
            lambda seed: (normal(seed, 500, 784), 0.5),
            "the noisy batch",
            form_only=True,
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 784), 0.5), "the noisy batch", form_only=True),
    ),
)
