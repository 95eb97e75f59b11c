"""vae.vae_loss: the negative ELBO in nats per image, from known images, logits and moments."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient, name_slip
from gencourse.exercises.core.terms import sum_of_terms
from gencourse.exercises.core.uses import normal
from gencourse.exercises.vae.loss_terms import HINTS, loss_formula, small_batches
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
    right = _loss(*(tensor.double() for tensor in cases["ordinary"]))
    # Of some 900 nats: a looser tolerance would hide small slips of the KL, or take a 784th of it for none
    name_slip(got, right, [], "loss", rtol=5e-6, atol=0)
    right = _loss(*(tensor.double() for tensor in cases["sure"]))
    if not np.allclose(observed["sure"], right, rtol=2e-5):
        raise Mistake(
            "sigmoid-rounded",
            f"one pixel has x = 0 and logit 300, and costs 300 nats: the loss should be {right:.1f}, got "
            f"{float(observed['sure']):.1f}. In float32 sigmoid(300) is 1, and log(1 - 1) is lost; "
            "binary_cross_entropy_with_logits never takes the sigmoid.",
        )


def _loss(x: Tensor, logits: Tensor, mean: Tensor, logvar: Tensor) -> float:
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    return float((nats + kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(1)).mean())


def _lessons(seed: int, batch: int) -> tuple[Tensor, ...]:
    shapes = [(batch, 1, 28, 28), (batch, 16), (batch, 16)]
    logits, mean, logvar = (normal(seed + k, *shape).requires_grad_() for k, shape in enumerate(shapes))
    return normal(seed + 3, batch, 1, 28, 28).sigmoid(), logits, mean, logvar


def _small(x: list, logits: list, mean: list, logvar: list) -> tuple[Tensor, ...]:
    images = (torch.tensor(rows)[:, None, None] for rows in (x, logits))
    return *images, torch.tensor(mean), torch.tensor(logvar)


EXERCISE = Exercise(
    name="vae.vae_loss",
    points=3,
    lesson="vae",
    reference=vae.vae_loss,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: _small([[1.0]], [[1.0]], [[1.0]], [[0.5]]), "the loss"),
        Example(lambda: _small([[1.0, 0.0]], [[2.0, 1.0]], [[1.0, 2.0]], [[0.0, -1.0]]), "the loss"),
        Example(lambda: _small([[1.0], [0.0]], [[1.0], [2.0]], [[2.0], [1.0]], [[0.0], [0.0]]), "the loss"),
        Example(lambda: _small([[0.75]], [[2.0]], [[0.0]], [[0.0]]), "the loss"),
    ),
    terms=sum_of_terms("the loss", small_batches, loss_formula, HINTS),
    uses=(
        Use("for the lesson's batch of 64 digits", lambda seed: _lessons(seed, 64), "the loss"),
        Use("for a batch of one", lambda seed: _lessons(seed, 1), "the loss"),
    ),
)
