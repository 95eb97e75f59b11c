"""Encoder and decoder that an attempt has trained: what they do with digits that it has not seen."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from gencourse.data import digits
from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, describe, expect, record, unpack
from gencourse.probability import kl_standard_normal
from gencourse.runtime import get_device


def observe_pair(attempt: Any, seed: int, *arguments: Any) -> Arrays:
    """Let attempt(x, *arguments) train on digits x: [N, 784]; return what its encode and decode make of others.

    The decoder is shown the codes in another order than the encoder was shown the pictures: neither can know by the
    place which picture it has before it.
    """
    device = get_device()
    trained = unpack(call(attempt, digits("train").images.flatten(1).to(device), *arguments), "encode", "decode")
    for name, function in zip(("encode", "decode"), trained, strict=True):
        if not callable(function):
            raise Mistake("returned-no-networks", f"return two networks or functions, {name} is {describe(function)}.")
    encode, decode = trained
    x, first, second = _held_out(seed)
    mean, logvar = unpack(encode(x[first].to(device)), "mean", "logvar")
    mean, logvar = (torch.from_numpy(record(part, name=name)) for part, name in ((mean, "mean"), (logvar, "logvar")))
    if mean.ndim != 2 or mean.shape != logvar.shape or len(mean) != len(x):
        got = f"{list(mean.shape)} and {list(logvar.shape)}"
        raise Mistake("wrong-shape", f"encode should return mean and logvar, each [{len(x)}, latent_dim], got {got}.")
    eps = torch.randn(mean.shape, generator=torch.Generator().manual_seed(seed))
    z = mean + torch.exp(0.5 * logvar) * eps
    logits = record(decode(z[second].to(device)), name="the logits")
    return {"mean": mean.numpy(), "logvar": logvar.numpy(), "logits": logits}


def rate_and_distortion(observed: Arrays, seed: int) -> tuple[float, float]:
    """Return the KL and the cross-entropy that the pair costs on held-out digits, in nats per picture."""
    x, first, second = _held_out(seed)
    mean, logvar = (torch.from_numpy(expect(observed, name, observed["mean"].shape)) for name in ("mean", "logvar"))
    logits = torch.from_numpy(expect({"the logits": observed["logits"]}, "the logits", x.shape))
    cost = partial(binary_cross_entropy_with_logits, reduction="none")
    distortion = cost(logits, x[first][second].double()).sum(1).mean()
    return float(kl_standard_normal(mean, logvar).mean()), float(distortion)


def _held_out(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    "Digits [500, 784], and the orders in which encoder and decoder see them."
    x = digits("valid").images.flatten(1)
    generator = torch.Generator().manual_seed(seed)
    first, second = (torch.randperm(len(x), generator=generator) for _ in range(2))
    return x, first, second
