"""What the losses of both players share: the logits, their values and slopes, and the answers for sure ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import expect, record
from gencourse.exercises.core.slips import check_gradient

REAL, FAKE, SURE = 7, 5, 200.0  # two sizes: else one mean over all would pass for half of the sum
QUITE = 50.0  # a logit at which the sigmoid is 1 in a computer, and exp still finite


def make_logits(seed: int) -> dict[str, tuple[Tensor, Tensor]]:
    "Ordinary logits, and some of which the discriminator is falsely sure."
    generator = torch.Generator().manual_seed(seed)
    real = 0.7 + 1.5 * torch.randn(REAL, 1, generator=generator)
    fake = -0.4 + 1.5 * torch.randn(FAKE, 1, generator=generator)
    real[0], fake[0] = -real[0].abs(), -fake[0].abs()  # whoever takes the log of a logit gets nan, on each seed
    cases = {"ordinary": (real, fake)}
    for name, size in (("quite sure", QUITE), ("sure", SURE)):
        cases[name] = real.clone(), fake.clone()
        cases[name][0][2], cases[name][1][3] = -size, size
    return cases


def value_and_slopes(name: str, loss: Any, logits: list[Tensor]) -> Arrays:
    observed = {name: record(loss, name="the loss")}
    check_gradient(loss, "the loss")
    if loss.numel() == 1:
        slopes = torch.autograd.grad(loss.sum(), logits, allow_unused=True, materialize_grads=True)
        observed |= {f"{name} slope {k}": record(slope) for k, slope in enumerate(slopes)}
    return observed


def one_number(observed: Arrays, name: str = "ordinary") -> np.ndarray:
    loss = observed[name]
    if loss.size > 1:
        raise Mistake("not-averaged", f"the loss should be one number, got shape {list(loss.shape)}: average it.")
    if np.isnan(loss).all():
        raise Mistake(
            "loss-is-nan",
            "the loss is nan for ordinary logits. Logits may be negative, and the log of a negative number is nan: D "
            "is the sigmoid of a logit.",
        )
    return expect({"the loss": loss.reshape(())}, "the loss", [])


def judge_sure(observed: Arrays, right: float, name: str, quite: np.ndarray) -> None:
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


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -x))


def softplus(x: np.ndarray) -> np.ndarray:
    return np.logaddexp(0, x)
