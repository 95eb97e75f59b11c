"""autoencoder.conv_encoder: the sizes that pass between the layers tell which of them is wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, expect, record
from gencourse.networks import conv_encoder

OTHER_CONVOLUTIONS = (nn.Conv1d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d)
OUTPUTS = 5  # a number that nobody writes into their answer


def probe(attempt: Any, seed: int) -> Arrays:
    network = call(attempt, OUTPUTS)
    if not isinstance(network, nn.Module):
        raise Mistake(
            "not-a-module", f"your function should return a module, nn.Sequential(...), got {describe(network)}."
        )
    other = next((type(layer).__name__ for layer in network.modules() if isinstance(layer, OTHER_CONVOLUTIONS)), None)
    if other is not None:
        raise Mistake("other-kind-of-convolution", f"there is an nn.{other} in it: images go through nn.Conv2d.")
    if not any(isinstance(layer, nn.Conv2d) for layer in network.modules()):
        raise Mistake("no-convolution", "there is no nn.Conv2d in it: a linear layer knows nothing of neighbours.")
    passed: list[tuple[nn.Module, Tensor, Tensor]] = []  # layers with weights in the order in which they run
    for layer in network.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.register_forward_hook(lambda layer, x, y: passed.append((layer, _copy(x[0]), _copy(y))))
    x = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(seed))
    try:
        codes = network(x)
    except (RuntimeError, ValueError) as error:
        convolutions = sum(isinstance(layer, nn.Conv2d) for layer in network.modules())
        raise _misfit(error, _sizes(passed), convolutions) from None
    ends_linear = bool(passed) and isinstance(codes, Tensor) and torch.equal(passed[-1][2], codes.detach())
    begins = bool(passed) and _between(x, passed[0][1]) == UNCHANGED
    return {
        "codes": record(codes, name="the output"),
        "begins": record(torch.tensor(begins)),
        "plain": record(torch.tensor([_is_plain(*step) for step in passed])),
        "sizes": record(torch.tensor(_sizes(passed))),
        "between": record(torch.tensor([_between(y, x) for (_, _, y), (_, x, _) in pairwise(passed)])),
        "ends_linear": record(torch.tensor(ends_linear)),
        "weights": record(torch.tensor([_weights(layer) for layer, _, _ in passed])),
        "parameters": record(torch.tensor(sum(p.numel() for p in network.parameters()))),
    }


def _copy(x: Tensor) -> Tensor:
    "As it is now: an activation with inplace=True goes on to change it."
    return x.detach().clone()


# What may stand between two layers, SiLU as it should be first
BETWEEN: dict[str, Callable[[Tensor], Tensor]] = {
    "SiLU": F.silu,
    "no activation": lambda y: y,
    "ReLU": F.relu,
    "LeakyReLU": F.leaky_relu,
    "ELU": F.elu,
    "GELU": F.gelu,
    "Tanh": torch.tanh,
    "Sigmoid": torch.sigmoid,
    "SiLU twice": lambda y: F.silu(F.silu(y)),
}
UNCHANGED, OTHER, RESIZED = list(BETWEEN).index("no activation"), -1, -2


def _between(y: Tensor, x: Tensor) -> int:
    "What makes the x that enters a layer of the y that left the one before: its place in BETWEEN, OTHER or RESIZED."
    y, x = y.flatten(1), _without_border(x, y).flatten(1)
    if x.shape != y.shape:
        return RESIZED
    fits = [torch.allclose(f(y), x, atol=1e-5) for f in BETWEEN.values()]
    return fits.index(True) if any(fits) else OTHER


def _without_border(x: Tensor, y: Tensor) -> Tensor:
    "x as it was before a layer such as nn.ZeroPad2d(1), if there was one behind y."
    if x.dim() == y.dim() == 4 and x.shape[-1] == y.shape[-1] + 2:
        inside = x[..., 1:-1, 1:-1]
        if torch.equal(x, F.pad(inside, (1, 1, 1, 1))):
            return inside
    return x


def _is_plain(layer: nn.Module, x: Tensor, y: Tensor) -> bool:
    "Whether a convolution takes all channels, with stride 2 and a border of zeros, its own or an earlier layer's."
    if not isinstance(layer, nn.Conv2d):
        return True
    weight = layer.weight
    if weight.shape[1] != x.shape[1] or min(x.shape[-2:]) < weight.shape[-1]:
        return False
    due = (F.conv2d(x, weight, layer.bias, stride=2, padding=padding) for padding in (1, 0))
    return any(right.shape == y.shape and torch.allclose(right, y, atol=1e-5) for right in due)


def _weights(layer: nn.Module) -> list[int]:
    "Whether it is a convolution, the side of its window, what goes in and comes out, whether it has a bias."
    weight = layer.weight
    return [weight.dim() == 4, weight.shape[-1], *weight.shape[1::-1], layer.bias is not None]  # type: ignore[union-attr,index]


def _sizes(passed: list[tuple[nn.Module, Tensor, Tensor]]) -> list[list[int]]:
    return [list(y.shape[1:]) for layer, _, y in passed if isinstance(layer, nn.Conv2d)]


def _misfit(error: Exception, sizes: list[list[int]], convolutions: int) -> Mistake:
    if len(sizes) < convolutions:
        reached = f"the convolutions reach {sizes[-1]}" if sizes else "the first convolution did not run"
        advice = "The first takes 1 channel, and each other one as many as the one before gives."
    else:
        reached = f"the convolutions end at {sizes[-1]}"
        advice = "The first nn.Linear needs channels * height * width inputs, after nn.Flatten()."
    return Mistake("sizes-do-not-fit", f"the layers do not fit each other: {reached}, and then: {error}. {advice}")


def judge(observed: Arrays, seed: int) -> None:
    sizes = observed["sizes"].tolist()
    shape = observed["codes"].shape
    if len(shape) == 2 and shape[1] != OUTPUTS:
        raise Mistake(
            "other-outputs",
            f"for outputs = {OUTPUTS} the output has {shape[1]} numbers: the last layer should give `outputs` of them.",
        )
    expect({"the output": observed["codes"]}, "the output", [4, OUTPUTS])
    if [channels for channels, *_ in sizes] != [16, 32]:
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
    if not observed["ends_linear"]:
        raise Mistake(
            "activation-at-the-end",
            "something changes what the last layer gives: nothing should follow it, so that codes may be any number.",
        )
    if RESIZED in observed["between"]:
        raise Mistake("resized", "between two layers the size changes, as pooling does: strides alone halve it here.")
    if not observed["begins"]:
        raise Mistake(
            "pixels-changed", "something changes the pixels before the first convolution: it takes them as they are."
        )
    _judge_weights(observed["weights"].tolist(), int(observed["parameters"]))
    if not observed["plain"].all():
        channels = sizes[int(observed["plain"].argmin())][0]
        raise Mistake(
            "other-convolution",
            f"the convolution with {channels} channels has the right sizes and computes something else: leave out "
            "padding_mode, dilation and groups.",
        )
    for number, between in enumerate(observed["between"].tolist(), 1):
        where = f"between layers {number} and {number + 1} of the four"
        if between == OTHER:
            raise Mistake("other-activation", f"{where} stands something else than SiLU(a) = a * sigmoid(a).")
        name = list(BETWEEN)[between]
        if name == "no activation":
            raise Mistake(
                "no-activation", f"{where} stands no activation: together they are no more than one linear layer."
            )
        if name != "SiLU":
            raise Mistake("other-activation", f"{where} stands {name}, and nn.SiLU() is asked for.")


def _judge_weights(weights: list[list[int]], parameters: int) -> None:
    "Windows, hidden units, biases, and whatever else can learn."
    for convolution, side, _, outputs, _ in weights:
        if convolution and side != 4:
            raise Mistake(
                "other-window",
                f"the convolution with {outputs} channels has a window of {side} x {side}: 4 x 4 is asked for.",
            )
    hidden = [outputs for convolution, _, _, outputs, _ in weights if not convolution][:-1]
    if hidden != [128]:
        got = f"{', '.join(map(str, hidden))} of them" if hidden else "none"
        raise Mistake("other-hidden-units", f"there should be one hidden layer of 128 units, got {got}.")
    if not all(bias for *_, bias in weights):
        raise Mistake("no-bias", "a layer has no bias: leave out bias=False.")
    counted = sum(
        (inputs * side**2 if convolution else inputs) * outputs + outputs
        for convolution, side, inputs, outputs, _ in weights
    )
    if parameters != counted:
        raise Mistake(
            "other-layers",
            f"the network should have {counted:,} parameters, got {parameters:,}: something else has parameters than "
            "the convolutions and linear layers that run.",
        )


def _with_equal_weights(network: nn.Module, outputs: int) -> dict[str, Any]:
    network(torch.zeros(1, 1, 28, 28))  # lazy layers get their sizes
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.fill_(0.02)
        codes = network(torch.ones(1, 1, 28, 28))
    return {"the number of parameters": sum(p.numel() for p in network.parameters()), "the codes": codes}


def _codes(batch: int) -> Callable[..., dict[str, Any]]:
    return lambda network, outputs: {"the output": network(torch.zeros(batch, 1, 28, 28))}


EXERCISE = Exercise(
    name="autoencoder.conv_encoder",
    points=2,
    lesson="autoencoders",
    reference=conv_encoder,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (1,), given="1 output, all weights 0.02 and a white image", look=_with_equal_weights),
        Example(lambda: (2,), given="2 outputs, all weights 0.02 and a white image", look=_with_equal_weights),
    ),
    uses=(
        Use("for the lesson's batch of 64 digits", lambda seed: (8,), look=_codes(64), form_only=True),
        Use("for a batch of one", lambda seed: (8,), look=_codes(1), form_only=True),
    ),
)
