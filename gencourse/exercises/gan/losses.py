"""Probes and judges of gan.discriminator_loss and gan.generator_loss: values, gradients, and logits of 200."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import Slip, check_gradient, name_slip

# ---- gan.discriminator_loss ----

REAL, FAKE, SURE = 7, 5, 200.0
QUITE = 50.0  # a logit at which the sigmoid is 1 in a computer, and exp still finite


def _logits(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Ordinary logits, and some of which the discriminator is falsely sure."
    generator = torch.Generator().manual_seed(seed)
    real = 0.7 + 1.5 * torch.randn(REAL, 1, generator=generator)
    fake = -0.4 + 1.5 * torch.randn(FAKE, 1, generator=generator)
    cases = {"ordinary": (real, fake)}
    for name, size in (("quite sure", QUITE), ("sure", SURE)):
        cases[name] = real.clone(), fake.clone()
        cases[name][0][2], cases[name][1][3] = -size, size
    return cases


def probe_discriminator_loss(attempt: Any, seed: int) -> Arrays:
    """Call the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for name, logits in _logits(seed).items():
        handed = [logit.requires_grad_() for logit in logits]
        observed |= _value_and_slopes(name, call(attempt, *handed), handed)
    return observed


def _value_and_slopes(name: str, loss: Any, logits: list[Tensor]) -> Arrays:
    observed = {name: record(loss, name="the loss")}
    check_gradient(loss, "the loss")
    if loss.numel() == 1:
        slopes = torch.autograd.grad(loss.sum(), logits, allow_unused=True, materialize_grads=True)
        observed |= {f"{name} slope {k}": record(slope) for k, slope in enumerate(slopes)}
    return observed


def judge_discriminator_loss(observed: Arrays, seed: int) -> None:
    """Compare with the sum of both cross-entropies."""
    cases = {name: [x.double().numpy() for x in logits] for name, logits in _logits(seed).items()}
    real, fake = cases["ordinary"]
    right = _softplus(-real).mean() + _softplus(fake).mean()
    name_slip(_number(observed), right, _discriminator_slips(real, fake), "loss", rtol=2e-5, atol=2e-5)
    for k, side in enumerate(("data", "fakes")):
        if not np.any(observed[f"ordinary slope {k}"]):
            raise Mistake(
                "logits-detached",
                f"the discriminator learns nothing from the {side}: their logits are detached inside your loss. It is "
                "the fake itself that gets detached, before the discriminator sees it.",
            )
    real, fake = cases["sure"]
    _judge_sure(observed, _softplus(-real).mean() + _softplus(fake).mean(), "sure", observed["quite sure"])


def _discriminator_slips(real: np.ndarray, fake: np.ndarray) -> list[Slip]:
    a, b = _softplus(-real), _softplus(fake)
    right = a.mean() + b.mean()
    p, q = _sigmoid(real), _sigmoid(fake)
    wanted = "data gets label 1, softplus(-logit), and fakes label 0, softplus(logit)."
    return [
        ("labels-swapped", _softplus(real).mean() + _softplus(-fake).mean(), f"the labels are swapped: {wanted}"),
        ("all-called-real", a.mean() + _softplus(-fake).mean(), f"the fakes have the label of data: {wanted}"),
        ("all-called-fake", _softplus(real).mean() + b.mean(), f"the data has the label of fakes: {wanted}"),
        (
            "sigmoid-twice",
            _softplus(-p).mean() + _softplus(q).mean(),
            "the sigmoid is taken twice: the loss wants logits as they are. D = .99 for data costs .316 in yours and "
            "should cost .010; yours never falls below .313.",
        ),
        (
            "halved",
            right / 2,
            "this is half of it, the average of both terms: the value of the game adds them, -log D + -log(1 - D), so "
            "that a D of one half costs log 4 = 1.386.",
        ),
        (
            "pooled",
            (a.sum() + b.sum()) / (a.size + b.size),
            "data and fakes are averaged in one heap, so the larger one counts more: average each on its own, and add.",
        ),
        ("summed-over-the-batch", a.sum() + b.sum(), "summed over the batch: average each of the two."),
        ("value-instead", -right, "this is the value, which D makes large: its loss is minus that."),
        ("fakes-forgotten", a.mean(), "this is the part of the data alone: the fakes belong in too."),
        ("real-forgotten", b.mean(), "this is the part of the fakes alone: the data belongs in too."),
        ("subtracted", a.mean() - b.mean(), "the part of the fakes is added, not subtracted: both are costs."),
        ("subtracted", b.mean() - a.mean(), "the part of the data is added, not subtracted: both are costs."),
        (
            "squared-error",
            np.square(p - 1).mean() + np.square(q).mean(),
            "this is a squared error: here the cost is the cross-entropy, -log D for data and -log(1 - D) for fakes.",
        ),
        (
            "squared-error",
            np.square(real - 1).mean() + np.square(fake).mean(),
            "this is a squared error of logits: here the cost is the cross-entropy, softplus(-logit), softplus(logit).",
        ),
        (
            "logits-averaged",
            fake.mean() - real.mean(),
            "this is a difference of mean logits, which has no lowest value: the softplus is missing.",
        ),
        (
            "averaged-too-early",
            float(_softplus(-real.mean()) + _softplus(fake.mean())),
            "you average the logits before the softplus: average the costs.",
        ),
        ("probabilities-instead", (1 - p).mean() + q.mean(), "these are probabilities of error: take minus their log."),
    ]


# ---- gan.generator_loss ----

KINDS = {"non-saturating": False, "saturating": True}


def probe_generator_loss(attempt: Any, seed: int) -> Arrays:
    """Call both kinds of the loss on ordinary logits and on extreme ones; record values and gradients."""
    observed = {}
    for kind, saturating in KINDS.items():
        for name, (_, fake) in _logits(seed).items():
            fake = fake.clone()
            fake[1] = -SURE if name == "sure" else fake[1]
            fake.requires_grad_()
            loss = call(attempt, fake, saturating)
            observed |= _value_and_slopes(f"{name} {kind}", loss, [fake])
    return observed


def judge_generator_loss(observed: Arrays, seed: int) -> None:
    """Compare each kind with its formula."""
    fake = _logits(seed)["ordinary"][1].double().numpy()
    right = {"non-saturating": _softplus(-fake).mean(), "saturating": -_softplus(fake).mean()}
    got = {kind: _number(observed, f"ordinary {kind}") for kind in KINDS}
    _judge_kinds(got, right)
    for kind, other in (("non-saturating", "saturating"), ("saturating", "non-saturating")):
        slips = _generator_slips(fake, kind, right[other])
        name_slip(got[kind], right[kind], slips, f"{kind} loss", rtol=2e-5, atol=2e-5)
    sure = fake.copy()
    sure[1], sure[3] = -SURE, SURE
    quite = observed["quite sure saturating"]
    _judge_sure(observed, _softplus(-sure).mean(), "sure non-saturating", quite)
    _judge_sure(observed, -_softplus(sure).mean(), "sure saturating", quite)


def _judge_kinds(got: dict[str, np.ndarray], right: dict[str, float]) -> None:
    first, second = (float(got[kind]) for kind in KINDS)
    if np.allclose((first, second), (right["saturating"], right["non-saturating"]), atol=2e-5):
        raise Mistake("kinds-swapped", "with saturating=True you return the non-saturating loss, and vice versa.")
    if abs(first - second) < 1e-6:
        raise Mistake(
            "kind-ignored",
            "both losses are the same number: saturating=True asks for log(1 - D), otherwise -log D is wanted.",
        )


def _generator_slips(fake: np.ndarray, kind: str, other: float) -> list[Slip]:
    p = _sigmoid(fake)
    saturating = kind == "saturating"
    cost = -_softplus(fake) if saturating else _softplus(-fake)
    formula = "-softplus(logit), the mean of log(1 - D)" if saturating else "softplus(-logit), the mean of -log D"
    twice = -_softplus(p) if saturating else _softplus(-p)
    return [
        ("wrong-kind", other, f"with saturating={saturating} the loss is {formula}."),
        ("sign", -cost.mean(), f"the sign is flipped, so G would help D: the loss is {formula}."),
        ("labels-swapped", _softplus(fake).mean(), f"label 0 is D's view of a fake; the forger wants 1: {formula}."),
        ("sigmoid-twice", twice.mean(), f"the sigmoid is taken twice: the loss wants logits as they are, {formula}."),
        ("summed-over-the-batch", cost.sum(), "summed over the batch: average it."),
        ("halved", cost.mean() / 2, "this is half of it."),
        ("probability-instead", p.mean(), f"this is the mean of D itself: the loss is {formula}."),
        ("probability-instead", -p.mean(), f"this is minus the mean of D: the loss is {formula}."),
        ("probability-instead", (1 - p).mean(), f"this is the mean of 1 - D: the loss is {formula}."),
        ("logits-averaged", -fake.mean(), f"this is minus the mean logit: the loss is {formula}."),
        ("squared-error", np.square(p - 1).mean(), f"this is a squared error: the loss is {formula}."),
    ]


# ---- helpers ----


def _number(observed: Arrays, name: str = "ordinary") -> np.ndarray:
    loss = observed[name]
    if loss.size > 1:
        raise Mistake("not-averaged", f"the loss should be one number, got shape {list(loss.shape)}: average it.")
    return expect({"the loss": loss.reshape(())}, "the loss", [])


def _judge_sure(observed: Arrays, right: float, name: str, quite: np.ndarray) -> None:
    "Where D is falsely sure, with a logit of 200 or -200, a sigmoid rounds to 0 or 1, and exp is infinite."
    got = float(observed[name].reshape(()))
    if not np.isfinite(got) and np.isfinite(quite).all():
        raise Mistake(
            "exp-overflows",
            f"with logits of 200 and -200 your loss is {got}: exp(200) is infinite in float32, and its log too. "
            "F.softplus(l) is log(1 + exp(l)) without that.",
        )
    if not np.isfinite(got):
        raise Mistake(
            "log-of-zero",
            f"with logits of 200 and -200 your loss is {got}: in float32 the sigmoid is 0 or 1 there, and log(0) is "
            "infinite. -log sigmoid(l) is softplus(-l), which needs no sigmoid.",
        )
    if not np.isclose(got, right, rtol=1e-4):
        raise Mistake(
            "sigmoid-rounded",
            f"with logits of 200 and -200 the loss should be {right:.2f}, got {got:.2f}: the sigmoid rounds to 0 or 1 "
            "there, and what it lost is gone. Use the logits themselves: softplus, or cross-entropy with logits.",
        )


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -x))


def _softplus(x: np.ndarray) -> np.ndarray:
    return np.logaddexp(0, x)
