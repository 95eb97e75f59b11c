"""bottleneck.linear_autoencoder: which layers stand in it, and how wide each is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, describe, expect, record, unpack
from gencourse.networks import linear_autoencoder

FEATURES, WIDTH = 12, 3


def probe(attempt: Any, seed: int) -> Arrays:
    encoder, decoder = unpack(call(attempt, FEATURES, WIDTH), "encoder", "decoder")
    for name, part in (("encoder", encoder), ("decoder", decoder)):
        if not isinstance(part, nn.Module):
            raise Mistake("not-a-module", f"the {name} should be a module such as nn.Linear, got {describe(part)}.")
    x = 1000 * torch.randn(
        6, FEATURES
    )  # far out, where a tanh bends whatever its weights; observe has seeded, and the judge needs no x
    middle = (x[:3] + x[3:]) / 2  # linear layers take the middle to the middle
    x = torch.cat([x, middle])
    try:
        codes = encoder(x)
    except RuntimeError as error:
        if _passes(decoder, encoder, x):
            raise Mistake(
                "swapped",
                f"for features = {FEATURES} and width = {WIDTH} your first network takes {WIDTH} numbers and your "
                f"second {FEATURES}: the encoder comes first, and nn.Linear takes the size of its input first.",
            ) from None
        raise _misfit("encoder", encoder, f"the {FEATURES} features", FEATURES, error) from None
    try:
        output = decoder(codes)
    except RuntimeError as error:
        width = int(codes.shape[-1])
        raise _misfit("decoder", decoder, f"a code of {width} numbers", width, error) from None
    sizes = [sum(parameter.numel() for parameter in part.parameters()) for part in (encoder, decoder)]
    return {
        "codes": record(codes, name="the codes"),
        "codes again": record(encoder(x), name="the codes"),
        "output": record(output, name="the output"),
        "parameters": record(torch.tensor(sizes)),
        "shared": record(torch.tensor(bool(_memory(encoder) & _memory(decoder)))),
        "frozen": record(torch.tensor(not all(w.requires_grad for w in _weights(encoder, decoder)))),
        "still": record(torch.tensor(_stand_still(output, _weights(encoder, decoder)))),
    }


def _weights(*parts: nn.Module) -> list[Tensor]:
    return [weight for part in parts for weight in part.parameters()]


def _memory(part: nn.Module) -> set[int]:
    return {weight.untyped_storage().data_ptr() for weight in part.parameters()}


def _stand_still(output: Tensor, weights: list[Tensor]) -> bool:
    "Whether the gradients of all matrices are 0: a matrix of zeros alone gets going, two of them never do."
    matrices = [weight for weight in weights if weight.requires_grad and weight.dim() > 1]
    if not output.requires_grad or not matrices:
        return True
    gradients = torch.autograd.grad((output - 1).square().sum(), matrices, allow_unused=True)
    return not any(gradient is not None and gradient.any() for gradient in gradients)


def _passes(first: nn.Module, second: nn.Module, x: Tensor) -> bool:
    "Whether the two take x to codes and back."
    try:
        return second(first(x)).shape == x.shape
    except RuntimeError:
        return False


def _misfit(name: str, part: nn.Module, what: str, size: int, error: Exception) -> Mistake:
    "What a half gets and what it takes, in torch's words where its first layer fits."
    linear = next((layer for layer in part.modules() if isinstance(layer, nn.Linear)), None)
    if linear is None or linear.in_features == size:
        return Mistake("sizes-do-not-fit", f"the {name} gets {what}, and does not take them: {error}.")
    turned = linear.in_features in (FEATURES, WIDTH)
    fix = "nn.Linear takes the size of its input first." if turned else "Is that number written in?"
    return Mistake(
        "sizes-do-not-fit",
        f"for features = {FEATURES} and width = {WIDTH} the {name} gets {what}, and its nn.Linear takes "
        f"{linear.in_features}. {fix}",
    )


def judge(observed: Arrays, seed: int) -> None:
    if observed["codes"].shape == (9, FEATURES) and observed["output"].shape == (9, FEATURES):
        raise Mistake("no-bottleneck", f"the codes have {FEATURES} numbers, as many as the input: width is {WIDTH}.")
    shape = observed["codes"].shape
    if len(shape) == 2 and shape[0] == 9 and shape[1] != WIDTH:
        raise Mistake(
            "other-width",
            f"for width = {WIDTH} your codes have {shape[1]} numbers: the encoder's last layer gives width of them.",
        )
    codes = expect({"the codes": observed["codes"]}, "the codes", [9, WIDTH])
    output = expect({"the output": observed["output"]}, "the output", [9, FEATURES])
    if not np.array_equal(codes, observed["codes again"]):
        raise Mistake("drawn-codes", "the same x gives other codes at the second call: leave out dropout and noise.")
    for name, values in (("encoder", codes), ("decoder", output)):
        if not np.allclose(values[6:], (values[:3] + values[3:6]) / 2, rtol=0, atol=1e-5 * np.abs(values).max()):
            raise Mistake(
                "activation-inside",
                f"the {name} is not linear: the output halfway between two inputs is not halfway between their "
                "outputs. Leave out activations and whatever else is not nn.Linear.",
            )
    encoder, decoder = (int(size) for size in observed["parameters"])
    weights = FEATURES * WIDTH
    if decoder == weights:
        raise Mistake(
            "no-bias", "the decoder has no bias: without it the flat goes through the origin, wherever the data is."
        )
    if encoder == weights:
        raise Mistake("no-bias-in-the-encoder", "the encoder has no bias: both layers should have one.")
    if (encoder, decoder) != (weights + WIDTH, weights + FEATURES):
        expected = f"{weights + WIDTH} and {weights + FEATURES}"
        raise Mistake(
            "more-layers",
            f"encoder and decoder should have {expected} parameters, as one nn.Linear each has, and yours "
            f"have {encoder} and {decoder}.",
        )
    _judge_training(observed)


def _judge_training(observed: Arrays) -> None:
    "What is right as it stands, and would not train as two layers do."
    if observed["frozen"]:
        raise Mistake("frozen", "some weights have requires_grad = False, so no optimizer moves them: leave that out.")
    if observed["shared"]:
        raise Mistake(
            "shared-weights",
            "encoder and decoder share their weights, so a step for one changes the other: each has its own here.",
        )
    if observed["still"]:
        raise Mistake(
            "stands-still",
            "the gradient of both weight matrices is 0, so training never moves them, as if both began as zeros: leave "
            "them as nn.Linear draws them.",
        )


def _halves(batch: int) -> Callable[..., dict[str, Any]]:
    def look(answer: Any, features: int, width: int) -> dict[str, Any]:
        encoder, decoder = unpack(answer, "encoder", "decoder")
        codes = encoder(torch.zeros(batch, features))
        return {"the codes": codes, "the output": decoder(codes)}

    return look


def _parameters(answer: Any, features: int, width: int) -> dict[str, Any]:
    parts = unpack(answer, "encoder", "decoder")
    names = ("the number of the encoder's weights and biases", "the number of the decoder's weights and biases")
    return {
        name: torch.tensor(sum(parameter.numel() for parameter in part.parameters()))
        for name, part in zip(names, parts, strict=True)
    }


EXERCISE = Exercise(
    name="bottleneck.linear_autoencoder",
    points=2,
    lesson="bottleneck",
    reference=linear_autoencoder,
    probe=probe,
    judge=judge,
    examples=(Example(lambda: (3, 2), "", look=_parameters),),
    uses=(
        Use("for the lesson's signals of 1,000 numbers", lambda seed: (1000, 16), look=_halves(100), form_only=True),
        Use("for a batch of one", lambda seed: (1000, 16), look=_halves(1), form_only=True),
    ),
)
