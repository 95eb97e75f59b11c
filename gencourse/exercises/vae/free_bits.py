"""vae.free_bits: each latent's KL, averaged over the batch, costs at least the floor."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import Slip, check_gradient, name_slip
from gencourse.exercises.core.uses import normal
from gencourse.models import vae

FLOOR = 0.6  # neither what the lesson takes, which may be written into an answer, nor one half


def _rates(seed: int) -> dict[str, Tensor]:
    """kl: [8, 5] of two batches: one latent is dear, the others near the floor; and all of them together below it.

    In each latent of the first some images are above the floor and some below, but for the first and the last.
    """
    generator = torch.Generator().manual_seed(seed)
    rates = {}
    for name, scale in (("one in use", [0.02, 0.35, 0.4, 0.9, 4.0]), ("all below", [0.01, 0.03, 0.05, 0.02, 0.08])):
        # Their mean is 1: `scale`, but for the jitter, is the mean of each latent
        rows = [torch.linspace(0.1, 1.9, 8, dtype=torch.float64)[torch.randperm(8, generator=generator)] for _ in scale]
        jitter = 1 + 0.1 * torch.rand(len(scale), generator=generator, dtype=torch.float64)
        rates[name] = torch.stack(rows, 1) * torch.tensor(scale, dtype=torch.float64) * jitter
    return rates


def probe(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, kl in _rates(seed).items():
        kl.requires_grad_()
        price = call(attempt, kl, FLOOR)
        observed[name] = record(price, name="the price")
        check_gradient(price, "the price") if name == "one in use" else None  # below the floor it may have none
        slope = torch.zeros_like(kl)
        if price.requires_grad:
            (slope,) = torch.autograd.grad(price.sum(), kl, allow_unused=True, materialize_grads=True)
        observed[f"slope, {name}"] = record(slope)
    return observed


def judge(observed: Arrays, seed: int) -> None:
    rates = {name: kl.numpy() for name, kl in _rates(seed).items()}
    batch, dims = rates["one in use"].shape
    for name in rates:
        if observed[name].shape == (dims,):
            raise Mistake("not-summed", f"one number for each of the {dims} latents: the price is their sum, .sum().")
        if observed[name].shape == (batch,):
            raise Mistake(
                "not-averaged",
                f"one number for each of the {batch} images: average over the batch first, kl.mean(0), then clamp.",
            )
        if observed[name].shape == (batch, dims):
            raise Mistake("not-summed", "clamping alone is not enough: mean over the batch, clamp, sum, one number.")
    got = np.array([float(expect({"the price": observed[name]}, "the price", [])) for name in rates])

    def of(rule: Any) -> np.ndarray:
        return np.array([rule(kl) for kl in rates.values()])

    right = of(lambda kl: kl.mean(0).clip(FLOOR).sum())
    name_slip(got, right, _free_bits_slips(of, right, batch, dims), "price", rtol=1e-6, atol=1e-6)
    for name, kl in rates.items():
        slope = observed[f"slope, {name}"]
        above = kl.mean(0) > FLOOR
        if slope.shape != kl.shape or np.abs(slope[:, above] - 1 / batch).max(initial=0) > 1e-6:
            raise Mistake(
                "wrong-gradient", "above the floor the price should have the slope of the KL, 1 / batch size."
            )
        if np.abs(slope[:, ~above]).max() > 1e-6:
            raise Mistake(
                "gradient-below-the-floor",
                "the value is right, but a latent below the floor still has a gradient, which pushes it further down: "
                "its bits are free only if the gradient is 0. clamp(min=floor) does both.",
            )


def _free_bits_slips(of: Any, right: np.ndarray, batch: int, dims: int) -> list[Slip]:
    total_clamped = (
        "you clamp the total, so one dear latent pays for all and the others may collapse: clamp each latent's mean, "
        "kl.mean(0).clamp(min=floor), then sum."
    )
    per_image = (
        "you clamp each image's KL, and the mean comes after: here a latent is free if its mean over the batch is "
        "below the floor. kl.mean(0) first, then clamp."
    )
    ceiling = "the floor is a ceiling in yours: clamp(min=floor) keeps what is larger."
    return [
        ("total-clamped", of(lambda kl: max(kl.sum(1).mean(), FLOOR * dims)), total_clamped),
        ("total-clamped", of(lambda kl: kl.sum(1).clip(FLOOR * dims).mean()), total_clamped),
        ("total-clamped", of(lambda kl: max(kl.sum(1).mean(), FLOOR)), total_clamped),
        ("total-clamped", of(lambda kl: kl.sum(1).clip(FLOOR).mean()), total_clamped),
        ("clamped-per-image", of(lambda kl: kl.clip(FLOOR).sum(1).mean()), per_image),
        ("floor-as-ceiling", of(lambda kl: kl.mean(0).clip(max=FLOOR).sum()), ceiling),
        ("floor-as-ceiling", of(lambda kl: kl.clip(max=FLOOR).sum(1).mean()), ceiling),
        (
            "averaged-over-latents",
            right / dims,
            f"your price is 1/{dims} of mine: nats of different latents add up, .sum(), no mean.",
        ),
        (
            "floor-ignored",
            of(lambda kl: kl.mean(0).clip(0.5).sum()),
            "you clamp at 0.5, whatever floor the call asks for: clamp(min=floor).",
        ),
        (
            "floor-added",
            of(lambda kl: kl.mean(0).sum() + FLOOR * dims),
            "you add the floor to each latent: a constant, which changes no gradient. Take the larger of the two.",
        ),
        (
            "excess-alone",
            right - FLOOR * dims,
            f"this is only what lies above the floor: each latent costs at least {FLOOR}, so clamp(min=floor), without "
            "subtracting it.",
        ),
        ("not-clamped", of(lambda kl: kl.mean(0).sum()), "this is the true KL: no latent is raised to the floor."),
        (
            "zeroed-below-the-floor",
            of(lambda kl: (kl.mean(0) * (kl.mean(0) > FLOOR)).sum()),
            "latents below the floor cost 0 in yours: they cost the floor.",
        ),
        (
            "summed-over-the-batch",
            of(lambda kl: kl.sum(0).clip(FLOOR).sum()),
            f"you sum over the {batch} images before you clamp, so a larger batch gets fewer free bits: kl.mean(0).",
        ),
        ("summed-over-the-batch", right * batch, f"your price is {batch} times mine, the batch size: use kl.mean(0)."),
        (
            "averaged-over-everything",
            of(lambda kl: max(kl.mean(), FLOOR)),
            "you average over images and latents alike: average over the batch only, kl.mean(0), clamp, then sum.",
        ),
        (
            "clamped-per-image-and-summed",
            of(lambda kl: kl.clip(FLOOR).sum()),
            "you clamp each image's KL, and sum over the images too: average over the batch first, kl.mean(0), then "
            "clamp, then sum.",
        ),
        (
            "clamped-per-image-and-averaged",
            of(lambda kl: kl.clip(FLOOR).mean()),
            "you clamp each image's KL, and average over all of it: kl.mean(0) first, then clamp, then sum.",
        ),
        (
            "dimensions-exchanged",
            of(lambda kl: kl.sum(0).clip(FLOOR).mean()),
            f"you sum over the {batch} images and average over the {dims} latents: it is the other way round, first "
            "kl.mean(0), and .sum() after the clamp.",
        ),
        (
            "floor-shared",
            of(lambda kl: kl.mean(0).clip(FLOOR / dims).sum()),
            f"you share the floor among the {dims} latents: each has all of it, clamp(min=floor).",
        ),
        ("floor-as-ceiling", of(lambda kl: kl.mean(0).clip(max=FLOOR).mean()), f"{ceiling} Then sum, do not average."),
        (
            "floor-divided-by-the-batch",
            of(lambda kl: kl.mean(0).clip(FLOOR / batch).sum()),
            f"you clamp the sum over the {batch} images and divide afterwards, the floor too: kl.mean(0) first, then "
            "clamp.",
        ),
        (
            "softplus-for-clamp",
            of(lambda kl: (FLOOR + np.log1p(np.exp(kl.mean(0) - FLOOR))).sum()),
            "softplus rounds the corner off and charges every latent more than its KL: clamp(min=floor).",
        ),
        (
            "clamped-over-the-wrong-axis",
            of(lambda kl: kl.mean(1).clip(FLOOR).sum()),
            "mean(1) averages over the latents of an image: the batch is dimension 0.",
        ),
    ]


EXERCISE = Exercise(
    name="vae.free_bits",
    points=2,
    lesson="vae_failures",
    reference=vae.free_bits,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[2.0, 0.25]]), 0.5), "the price"),
        Example(lambda: (torch.tensor([[3.0, 0.0], [1.0, 2.0], [5.0, 0.25]]), 1.0), "the price"),
    ),
    uses=(
        Use(
            "for the lesson's two pictures",
            lambda seed: (torch.tensor([[3.0, 0.1], [1.0, 0.3]]), 0.5),
            "the price",
            number=True,
        ),
        Use("for a batch of one", lambda seed: (normal(seed, 1, 16).square(), 0.5), "the price", number=True),
    ),
)
