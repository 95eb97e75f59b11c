"""Exercises of the VAE lesson: noise with a gradient, the loss, a step, a gradient without a path, and samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse import probability
from gencourse.exercises._core import Arrays, Exercise, Mistake
from gencourse.exercises._record import call, expect, record
from gencourse.exercises._slips import check_gradient, name_slip
from gencourse.exercises._vae_noise import judge_reparameterize, judge_sample, probe_reparameterize, probe_sample
from gencourse.exercises._vae_step import judge_train_step, probe_train_step, train_step
from gencourse.models import vae

# ---- vae.vae_loss ----


def _images(seed: int) -> dict[str, tuple[Tensor, Tensor, Tensor, Tensor]]:
    "x, logits, mean, logvar of 5 grey images with 3 latents; and with one pixel of which the decoder is falsely sure."
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(5, 1, 28, 28, generator=generator)
    logits = 1 + 2 * torch.randn(5, 1, 28, 28, generator=generator)
    mean = 2 + torch.randn(5, 3, generator=generator)
    logvar = -3 + torch.rand(5, 3, generator=generator)
    sure_x, sure_logits = x.clone(), logits.clone()
    sure_x[0, 0, 3, 4], sure_logits[0, 0, 3, 4] = 0.0, 300.0
    return {"ordinary": (x, logits, mean, logvar), "sure": (sure_x, sure_logits, mean, logvar)}


def _probe_vae_loss(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, (x, *rest) in _images(seed).items():
        loss = call(attempt, x, *(tensor.requires_grad_() for tensor in rest))
        observed[name] = record(loss, name="the loss")
        check_gradient(loss, "the loss")
    return observed


def _judge_vae_loss(observed: Arrays, seed: int) -> None:
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
    name_slip(got, right, slips, "loss", rtol=2e-5, atol=0)
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
        ("kl-not-halved", rec + 2 * rate, "your KL is twice mine: its formula begins with one half."),
        ("kl-weighted", rec + rate / 2, "your KL counts half: one half stands in its formula once."),
        (
            "squared-error",
            square[0] + rate,
            "this is the squared error: pixels are Bernoulli here, so use the binary cross-entropy, in nats.",
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


# ---- vae.score_function_gradient ----

SCORES, DIM = 300, 4


def _bowl(z: Tensor) -> Tensor:
    return (z - 1).square().sum(1)


def _steps(z: Tensor) -> Tensor:
    "No slope anywhere: the pathwise gradient is 0, and the score function still sees it."
    return z.sign().sum(1) + 2


def _scores(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    mean = 1 + torch.rand(DIM, generator=generator, dtype=torch.float64)
    std = 0.4 + torch.tensor([0.0, 0.2, 1.0, 1.6]) + 0.1 * torch.rand(DIM, generator=generator, dtype=torch.float64)
    return mean, std, torch.randn(SCORES, DIM, generator=generator, dtype=torch.float64)


def _probe_score(attempt: Any, seed: int) -> Arrays:
    mean, std, eps = _scores(seed)
    answers = {}
    for name, f in (("bowl", _bowl), ("steps", _steps)):
        answers[name] = record(call(attempt, f, mean, std, eps), name="the gradient")
    return answers


def _judge_score(observed: Arrays, seed: int) -> None:
    mean, std, eps = _scores(seed)
    for name, f in (("bowl", _bowl), ("steps", _steps)):
        if observed[name].shape == (SCORES, DIM):
            raise Mistake("not-averaged", f"one estimate for each of the {SCORES} draws: average them, .mean(0).")
        if observed[name].ndim == 0:
            raise Mistake("averaged-over-dimensions", f"the gradient has {DIM} numbers, one for each mean: .mean(0).")
        got = expect({"the gradient": observed[name]}, "the gradient", [DIM])
        name_slip(got, _score(f, mean, std, eps), _score_slips(f, mean, std, eps), "gradient", rtol=1e-5, atol=1e-5)


def _score(f: Callable, mean: Tensor, std: Tensor, eps: Tensor) -> np.ndarray:
    "The mean of f(z) times the slope of log N(z; mean, std^2), which torch.distributions and autograd give."
    where = mean.clone().requires_grad_()
    z = (mean + std * eps).detach()
    (f(z) * Normal(where, std).log_prob(z).sum(1)).mean().backward()
    assert where.grad is not None
    return where.grad.numpy()


def _score_slips(f: Callable, mean: Tensor, std: Tensor, eps: Tensor) -> list:
    z = (mean + std * eps).requires_grad_()
    (pathwise,) = torch.autograd.grad(f(z).mean(), z)  # each row already divided by the number of draws
    z = z.detach()
    value = f(z)[:, None]
    right = _score(f, mean, std, eps)
    std_ = std.numpy()
    return [
        (
            "std-forgotten",
            right * std_,
            "d log N(z; mean, std^2) / d mean = (z - mean) / std^2 = eps / std: you multiply f by eps alone.",
        ),
        (
            "divided-by-variance",
            right / std_,
            "(z - mean) / std^2 = std * eps / std^2 = eps / std: with eps divide by std once.",
        ),
        (
            "multiplied-by-std",
            right * std_**2,
            "eps is divided by std, not multiplied: (z - mean) / std^2 = eps / std.",
        ),
        ("summed", right * SCORES, f"it is {SCORES} times too large: average over the draws, no sum."),
        (
            "pathwise",
            pathwise.sum(0).numpy(),
            "this is the pathwise gradient, which needs the slope of f: here only the values of f may be used.",
        ),
        (
            "f-of-noise",
            (f(eps)[:, None] * eps / std).mean(0).numpy(),
            "you evaluate f at eps: evaluate it at z = mean + std * eps.",
        ),
        ("sign", -right, "the sign is flipped: the slope of log N with respect to the mean is +(z - mean) / std^2."),
        (
            "averaged-too-early",
            (value.mean() * (eps / std).mean(0)).numpy(),
            "you average f and eps apart, and the product of averages is about 0: multiply draw by draw, then average.",
        ),
        (
            "z-instead-of-eps",
            (value * z / std).mean(0).numpy(),
            "you multiply by z / std: the slope of log N is (z - mean) / std^2 = eps / std.",
        ),
        ("f-forgotten", (eps / std).mean(0).numpy(), "f is missing: weigh each eps / std with f(z)."),
        (
            "gradient-of-std",
            (value * (eps.square() - 1) / std).mean(0).numpy(),
            "this is the gradient with respect to std: with respect to the mean it is f(z) * eps / std.",
        ),
        (
            "variance-as-noise-scale",
            (f(mean + std.square() * eps)[:, None] * eps / std).mean(0).numpy(),
            "z = mean + std * eps: yours scales eps by std^2.",
        ),
    ]


def _exercise(name: str, points: int, reference: Any, probe: Any, judge: Any) -> Exercise:
    return Exercise(name, points, "vae", reference, probe, judge)


EXERCISES = [
    _exercise("vae.reparameterize", 2, probability.reparameterize, probe_reparameterize, judge_reparameterize),
    _exercise("vae.vae_loss", 3, vae.vae_loss, _probe_vae_loss, _judge_vae_loss),
    _exercise("vae.train_step", 2, train_step, probe_train_step, judge_train_step),
    _exercise("vae.score_function_gradient", 2, probability.score_function_gradient, _probe_score, _judge_score),
    _exercise("vae.sample", 1, vae.sample, probe_sample, judge_sample),
]
