"""vae.vae_loss: the negative ELBO in nats per image, from known images, logits and moments."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal
from gencourse.exercises.vae.loss_terms import loss_formula, small_batches
from gencourse.models import vae


def _images(seed: int) -> dict[str, tuple[Tensor, Tensor, Tensor, Tensor]]:
    "x, logits, mean, logvar of 5 grey images with 3 latents; and with one pixel of which the decoder is falsely sure."
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(5, 1, 28, 28, generator=generator)
    logits = 1 + 2 * torch.randn(5, 1, 28, 28, generator=generator)
    mean = 2 + torch.randn(5, 3, generator=generator)  # far from the prior: a wrong KL is beyond the tolerance
    logvar = -3 + torch.rand(5, 3, generator=generator)
    sure_x, sure_logits = x.clone(), logits.clone()
    sure_x[0, 0, 3, 4], sure_logits[0, 0, 3, 4] = 0.0, 300.0
    return {"ordinary": (x, logits, mean, logvar), "sure": (sure_x, sure_logits, mean, logvar)}


def probe(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, (x, *rest) in _images(seed).items():
        loss = call(attempt, x, *(tensor.requires_grad_() for tensor in rest))
        if isinstance(loss, (tuple, dict)):
            raise Mistake("terms-returned", "return the loss alone, one number: reconstruction + KL, not each of them.")
        observed[name] = record(loss, name="the loss")
        check_gradient(loss, "the loss")
    return observed


def judge(observed: Arrays, seed: int) -> None:
    cases = _images(seed)
    ordinary = observed["ordinary"]
    if ordinary.ndim:
        raise Mistake(
            "not-averaged",
            f"the loss should be one number, got shape {list(ordinary.shape)}: sum over pixels and over latents, then "
            "average over the batch.",
        )
    got = expect({"the loss": ordinary}, "the loss", [])
    right, slips = _loss_and_slips(*(tensor.double() for tensor in cases["ordinary"]))
    # Of some 900 nats: a looser tolerance would hide small slips of the KL, or take a 784th of it for none
    name_slip(got, right, slips, "loss", rtol=5e-6, atol=0)
    right, _ = _loss_and_slips(*(tensor.double() for tensor in cases["sure"]))
    if not np.allclose(observed["sure"], right, rtol=2e-5):
        raise Mistake(
            "sigmoid-rounded",
            f"one pixel has x = 0 and logit 300, and costs 300 nats: the loss should be {right:.1f}, got "
            f"{float(observed['sure']):.1f}. In float32 sigmoid(300) is 1, and log(1 - 1) is lost; "
            "binary_cross_entropy_with_logits never takes the sigmoid.",
        )


def _loss_and_slips(x: Tensor, logits: Tensor, mean: Tensor, logvar: Tensor) -> tuple[float, list]:
    def nats(logits: Tensor, x: Tensor) -> float:
        return float(F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1).mean())

    def kl(log_sigma: Tensor) -> float:
        return float(kl_divergence(Normal(mean, log_sigma.exp()), Normal(0.0, 1.0)).sum(1).mean())

    batch, latents = mean.shape
    pixels = x[0].numel()
    rec, rate = nats(logits, x), kl(logvar / 2)
    p = logits.sigmoid()
    square = [float((x - guess).square().flatten(1).sum(1).mean()) for guess in (p, logits)]
    times = "binary_cross_entropy_with_logits"
    swapped_kl = float(kl_divergence(Normal(logvar, (mean / 2).exp()), Normal(0.0, 1.0)).sum(1).mean())
    ink = float(-(x * F.logsigmoid(logits)).flatten(1).sum(1).mean())
    classes = float(F.cross_entropy(logits.flatten(1), x.flatten(1)))
    share = f"averages over the {pixels} pixels, so the KL counts {pixels} times too much and wins: the codes collapse."
    return rec + rate, [
        (
            "averaged-over-pixels",
            rec / pixels + rate,
            f"{times} {share} Sum over pixels: reduction='sum' and divide by the batch size.",
        ),
        (
            "averaged-over-everything",
            rec / pixels + rate / latents,
            f"both terms are averages over their dimensions: sum over {pixels} pixels and {latents} latents, and "
            "average over the batch alone; then they are in the same unit, nats per image.",
        ),
        (
            "averaged-and-summed",
            rec / pixels + rate * batch,
            f"your reconstruction is averaged over the {pixels} pixels and your KL summed over the {batch} images: sum "
            "over pixels and over latents, then average both over the batch.",
        ),
        (
            "nats-per-pixel",
            (rec + rate) / pixels,
            f"your loss is 1/{pixels} of mine, in nats per pixel: it is asked for in nats per image.",
        ),
        (
            "averaged-over-latents",
            rec + rate / latents,
            f"your KL is averaged over the {latents} latents: sum over them, .sum(1).",
        ),
        (
            "kl-summed-over-the-batch",
            rec + rate * batch,
            f"your KL is summed over the batch and the reconstruction is not: the KL counts {batch} times, as if beta "
            "were the batch size. kl_standard_normal gives one KL an image: average them.",
        ),
        (
            "pixels-summed-over-the-batch",
            rec * batch + rate,
            f"your reconstruction is summed over the batch and the KL is not: it counts {batch} times. Divide by the "
            "batch size.",
        ),
        (
            "summed-over-the-batch",
            (rec + rate) * batch,
            f"your loss is {batch} times mine and grows with the batch: average over the {batch} images.",
        ),
        ("averaged-twice", (rec + rate) / batch, "you divide by the batch size twice: once is enough."),
        (
            "sigmoid-twice",
            nats(p, x) + rate,
            f"the sigmoid is applied twice: {times} takes the logits as they are.",
        ),
        ("kl-subtracted", rec - rate, "you subtract the KL: the loss is the negative ELBO, so it is added."),
        ("kl-forgotten", rec, "this is the reconstruction alone: add the KL."),
        ("reconstruction-forgotten", rate, "this is the KL alone: add -log p(x|z), summed over the pixels."),
        (
            "logvar-as-log-sigma",
            rec + kl(logvar),
            "your KL reads logvar as log sigma: logvar is log(sigma**2), so sigma^2 = exp(logvar).",
        ),
        (
            "exp-forgotten",
            rec + float(0.5 * (mean.square() - 1).sum(1).mean()),
            "your KL does not feel logvar: of its two terms one is sigma^2 = exp(logvar), the other logvar itself.",
        ),
        ("mean-and-logvar-swapped", rec + swapped_kl, "mean and logvar have changed places in your KL."),
        (
            "half-of-the-cross-entropy",
            ink + rate,
            f"only the ink counts in yours, x log p: paper costs too, (1 - x) log(1 - p). {times} has both.",
        ),
        (
            "softmax",
            classes + rate,
            f"cross_entropy takes the pixels for classes of which one is right: each is ink or not by itself, {times}.",
        ),
        ("kl-not-halved", rec + 2 * rate, "your KL is twice mine: its formula begins with one half."),
        ("kl-weighted", rec + rate / 2, "your KL counts half: one half stands in its formula once."),
        (
            "squared-error",
            square[0] + rate,
            "this is the squared error: pixels are Bernoulli here, so use the binary cross-entropy, in nats.",
        ),
        (
            "squared-error",
            square[0] / pixels + rate,
            "this is the squared error, averaged over the pixels: use the binary cross-entropy, summed over them.",
        ),
        (
            "squared-error",
            square[1] + rate,
            "this is the squared error between pixels and logits: use the binary cross-entropy, in nats.",
        ),
        (
            "image-and-logits-swapped",
            nats(x, logits) + rate,
            f"{times} takes the logits first and x second: yours are swapped.",
        ),
        (
            "image-and-logits-swapped",
            nats(x, p) + rate,
            f"{times} takes the logits first and x second: yours are swapped.",
        ),
        ("negative", -rec - rate, "the sign is flipped: this is the ELBO; the loss is its negative."),
        ("reconstruction-sign", rate - rec, "log p(x|z) has the wrong sign: the loss is -log p(x|z) + KL."),
    ]


def _lessons(seed: int, batch: int) -> tuple[Tensor, ...]:
    shapes = [(batch, 1, 28, 28), (batch, 16), (batch, 16)]
    logits, mean, logvar = (normal(seed + k, *shape).requires_grad_() for k, shape in enumerate(shapes))
    return normal(seed + 3, batch, 1, 28, 28).sigmoid(), logits, mean, logvar


EXERCISE = Exercise(
    name="vae.vae_loss",
    points=3,
    lesson="vae",
    reference=vae.vae_loss,
    probe=probe,
    judge=judge,
    terms=sum_of_terms("the loss", small_batches, loss_formula),
    uses=(
        Use("for the lesson's batch of 64 digits", lambda seed: _lessons(seed, 64), "the loss"),
        Use("for a batch of one", lambda seed: _lessons(seed, 1), "the loss"),
    ),
)
