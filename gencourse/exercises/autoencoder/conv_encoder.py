"""autoencoder.conv_encoder: the sizes that pass between the layers tell which of them is wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, expect, record
from gencourse.networks import conv_encoder

OUTPUTS = 5  # a number that nobody writes into their answer


def probe(attempt: Any, seed: int) -> Arrays:
    network = call(attempt, OUTPUTS)
    if not isinstance(network, nn.Module):
        raise Mistake(
            "not-a-module", f"your function should return a module, nn.Sequential(...), got {describe(network)}."
        )
    if not any(isinstance(layer, nn.Conv2d) for layer in network.modules()):
        raise Mistake("no-convolution", "there is no nn.Conv2d in it: a linear layer knows nothing of neighbours.")
    passed: list[tuple[nn.Module, Tensor, Tensor]] = []  # layers with weights in the order in which they run
    for layer in network.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.register_forward_hook(lambda layer, x, y: passed.append((layer, x[0].detach(), y.detach())))
    x = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(seed))
    try:
        codes = network(x)
    except (RuntimeError, ValueError) as error:
        raise _misfit(error, _sizes(passed)) from None
    # What leaves one layer enters the next unchanged, but for its shape: no activation stands between
    straight = any(torch.equal(y.flatten(1), x.flatten(1)) for (_, _, y), (_, x, _) in pairwise(passed))
    # ReLU, for one, gives other codes: what enters a layer is SiLU of what left the one before
    silu = all(
        torch.allclose(F.silu(y).flatten(1), x.flatten(1), atol=1e-5) for (_, _, y), (_, x, _) in pairwise(passed)
    )
    ends_linear = bool(passed) and isinstance(codes, Tensor) and torch.equal(passed[-1][2], codes.detach())
    return {
        "codes": record(codes, name="the output"),
        "sizes": record(torch.tensor(_sizes(passed))),
        "straight": record(torch.tensor(straight)),
        "silu": record(torch.tensor(silu)),
        "ends_linear": record(torch.tensor(ends_linear)),
        "parameters": record(torch.tensor(sum(p.numel() for p in network.parameters()))),
    }


def _sizes(passed: list[tuple[nn.Module, Tensor, Tensor]]) -> list[list[int]]:
    return [list(y.shape[1:]) for layer, _, y in passed if isinstance(layer, nn.Conv2d)]


def _misfit(error: Exception, sizes: list[list[int]]) -> Mistake:
    reached = f"the convolutions end at {sizes[-1]}" if sizes else "the first convolution did not run"
    return Mistake(
        "sizes-do-not-fit",
        f"the layers do not fit each other: {reached}, and then: {error}. The first nn.Linear needs "
        "channels * height * width inputs, after nn.Flatten().",
    )


def judge(observed: Arrays, seed: int) -> None:
    sizes = observed["sizes"].tolist()
    expect({"the output": observed["codes"]}, "the output", [4, OUTPUTS])
    if any(channels not in (16, 32) for channels, *_ in sizes) or len(sizes) != 2 or sizes[-1][0] != 32:
        got = ", ".join(str(channels) for channels, *_ in sizes) or "none that runs"
        raise Mistake("other-channels", f"the two convolutions should have 16 and 32 channels, got {got}.")
    sides = [height for _, height, _ in sizes]
    if sides == [13, 5]:
        raise Mistake("no-padding", "28 became 13 and then 5: padding=1 keeps the border, and 28 becomes 14, then 7.")
    if sides != [14, 7]:
        raise Mistake(
            "not-halved",
            f"28 became {sides[0]} and then {sides[1]}: kernel 4, stride 2 and padding 1 give 14 and then 7.",
        )
    if observed["straight"]:
        raise Mistake(
            "no-activation",
            "two layers follow each other without an activation: together they are no more than one linear layer.",
        )
    if not observed["ends_linear"]:
        raise Mistake(
            "activation-at-the-end",
            "the last layer should be linear: an activation after it cuts off part of the codes.",
        )
    # Inputs and a bias for each output: 16 + 1, 16 * 16 + 1, 32 * 49 + 1, 128 + 1
    expected = 16 * 17 + 32 * 257 + 128 * 1569 + OUTPUTS * 129
    if int(observed["parameters"]) != expected:
        got = int(observed["parameters"])
        raise Mistake(
            "other-layers", f"the network should have {expected:,} parameters, got {got:,}: 128 hidden units?"
        )
    if not observed["silu"]:
        raise Mistake(
            "other-activation",
            "what enters a layer should be SiLU of what left the one before, SiLU(a) = a * sigmoid(a): something else "
            "than nn.SiLU() and nn.Flatten() stands between them.",
        )


def _codes(batch: int) -> Callable[..., dict[str, Any]]:
    return lambda network, outputs: {"the output": network(torch.zeros(batch, 1, 28, 28))}


EXERCISE = Exercise(
    name="autoencoder.conv_encoder",
    points=2,
    lesson="autoencoders",
    reference=conv_encoder,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's batch of 64 digits", lambda seed: (8,), look=_codes(64), form_only=True),
        Use("for a batch of one", lambda seed: (8,), look=_codes(1), form_only=True),
    ),
)
