"""latent.draw: new codes that are spread as codes are, and are no copies."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import Tensor

from gencourse.builds.draw import draw
from gencourse.data import digits
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.metrics import kernel_distance, nearest_neighbour_distance
from gencourse.models.pca import PCA
from gencourse.probability import fit_gaussian, sample_gaussian
from gencourse.runtime import get_device

LATENTS, DRAWN = 16, 1000
NEAR = (0.75, 1.4)  # times as far from the nearest training code as held-out codes are
SHARE = 0.5  # of the fitted Gaussian's kernel distance; the course's version comes to .12 to .15
NAME = "the new codes"


@cache
def _codes() -> tuple[Tensor, Tensor]:
    "Codes of digits, [4000, 16] to learn from and [1000, 16] that are held out; of a linear autoencoder, in a moment."
    x = digits("train").images.flatten(1)
    pca = PCA(LATENTS).fit(x)
    held_out = torch.cat([digits("valid").images, digits("test").images]).flatten(1)
    return pca.encode(x), pca.encode(held_out)


def probe(attempt: Any, seed: int) -> Arrays:
    codes, _ = _codes()
    return {"drawn": record(call(attempt, codes.to(get_device()), DRAWN), name=NAME)}


def judge(observed: Arrays, seed: int) -> None:
    codes, held_out = _codes()
    drawn = torch.from_numpy(expect({NAME: observed["drawn"]}, NAME, [DRAWN, LATENTS])).float()
    if len(drawn.unique(dim=0)) < DRAWN // 2:
        raise Mistake("drawn-alike", f"of {NAME} many are equal: draw each one anew.")
    ratio = float(nearest_neighbour_distance(drawn, codes).mean() / nearest_neighbour_distance(held_out, codes).mean())
    away = f"on average {NAME} lie {ratio:.2f} times as far from the nearest training code as held-out codes do"
    if ratio < NEAR[0]:
        raise Mistake("copies", f"{away}: these are training codes, or nearly. At least {NEAR[0]} are asked for.")
    width = float(torch.cdist(codes[:500], codes[:500]).median()) / 2
    share = float(kernel_distance(drawn, held_out, width)) / _of_the_gaussian(seed, width)
    if ratio > NEAR[1]:
        like_gaussian = " The codes fill no Gaussian: it draws into the gaps between them." if share < 2 else ""
        raise Mistake("where-no-codes-are", f"{away}, and at most {NEAR[1]} are asked for.{like_gaussian}")
    if share > SHARE:
        raise Mistake(
            "spread-otherwise",
            f"{away}, as they should, but they are spread otherwise: the kernel distance to held-out codes is "
            f"{share:.2f} of what one fitted Gaussian has, and at most {SHARE} are asked for.",
        )


def _of_the_gaussian(seed: int, width: float) -> float:
    "The lazy rival's distance, the mean of three draws."
    codes, held_out = _codes()
    generator = torch.Generator().manual_seed(seed)
    draws = [sample_gaussian(*fit_gaussian(codes), DRAWN, generator) for _ in range(3)]
    return float(torch.stack([kernel_distance(drawn, held_out, width) for drawn in draws]).mean())


EXERCISE = Exercise(
    name="latent.draw",
    points=3,
    lesson="latent_space",
    reference=draw,
    probe=probe,
    judge=judge,
    build=True,
)
