"""A model that the digit pad can ask: checked, copied, and shipped to the browser where that can run it."""

from __future__ import annotations

import copy
import math
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gencourse._validate import a_type
from gencourse.widgets.digit_pad.ink import SIDE, draw_ink
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, ship_decoder

OUTPUTS = ("identity", "sigmoid")
PIXELS = SIDE * SIDE
SHAPES = ((PIXELS,), (1, SIDE, SIDE))
MOST_LATENTS = 256  # bars
ROOM = 0.25  # beyond 0 and 1, before we ask whether these are logits
AGREEMENT = 1e-4  # of the model's output with its decoder's, relative to the largest
NAN = "The model's output is NaN: did its training diverge? A smaller learning rate may help."
SEVEN, ONE = [0.3, 0.2, 0.7, 0.2, 0.45, 0.8], [0.5, 0.2, 0.5, 0.8]


class PadModel(NamedTuple):
    """function: a float32 copy on the CPU, which takes [B, *shape] and returns it; latents: of its code, 0 if none.

    shipped: the encoder and the decoder, or the whole model, for the browser; or why the kernel has to run it.
    trouble: why nobody can, or ""; notice: a hint, or "".
    """

    function: nn.Module
    shape: tuple[int, ...]
    output: str
    latents: int
    shipped: list[ShippedDecoder] | str
    trouble: str
    notice: str

    @torch.no_grad()
    def run(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return what the model makes of pixels [B, 784], [B, 784], and the codes [B, latents]."""
        x = pixels.float().reshape(-1, *self.shape)
        output = self.function(x).float().flatten(1)
        code = self.function.get_submodule("encoder")(x).float().flatten(1) if self.latents else x.new_zeros(len(x), 0)
        return output.sigmoid() if self.output == "sigmoid" else output, code


@torch.no_grad()
def find_model(model: Any, output: str) -> PadModel:
    """Check the model on two drawn digits and copy it; each error says what was expected and what arrived."""
    if not isinstance(model, nn.Module):
        raise TypeError(
            f"model should be a torch module such as an Autoencoder, got {a_type(model)}. "
            "Hand in the trained model itself: DigitPad(model)."
        )
    if output not in OUTPUTS:
        raise ValueError(f'output should be "identity", or "sigmoid" for a model that returns logits, got {output!r}.')
    if any(weight.is_meta for weight in model.parameters()):
        raise ValueError("model should hold weights, but they lie on the meta device, which keeps shapes only.")
    function = copy.deepcopy(model).cpu().float().eval()
    drawn = torch.from_numpy(np.stack([draw_ink([SEVEN]), draw_ink([ONE])])).float().flatten(1)
    shape = _find_shape(function, drawn)
    x = drawn.reshape(-1, *shape)
    y = function(x).float()
    if not y.isfinite().all():
        return PadModel(function, shape, output, 0, "its output is NaN", NAN, "")
    code = _find_code(function, x, y)
    shipped = _ship(_take_apart(function, shape, code))
    return PadModel(function, shape, output, 0 if code is None else code.numel(), shipped, "", _notice(y, output))


def _find_shape(model: nn.Module, drawn: Tensor) -> tuple[int, ...]:
    "Whether the model takes rows of pixels or images: the shape that it returns as well."
    tried = []
    for shape in SHAPES:
        x = drawn.reshape(-1, *shape)
        y = _try(model, x)
        if isinstance(y, Tensor) and y.shape == x.shape:
            return shape
        tried.append((x, y))
    if any(isinstance(layer, nn.Conv2d) for layer in model.modules()):
        tried.reverse()  # what it says of images tells more
    raise ValueError(_why_unsuitable(tried))


def _try(model: nn.Module, x: Tensor) -> Any:
    "What the model returns, or what it raises."
    try:
        return model(x)
    except (RuntimeError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError) as error:
        return error


def _why_unsuitable(tried: list[tuple[Tensor, Any]]) -> str:
    "The most telling of the trials: no tensor, then a wrong shape, then an error."
    for _, y in tried:
        if not isinstance(y, Tensor | Exception):
            size = f" of {len(y)}" if isinstance(y, tuple | list) else ""
            return (
                f"model(x) should return one tensor [B, 784] or [B, 1, 28, 28], got {a_type(y)}{size}. "
                "Wrap it in a module whose forward returns the picture alone."
            )
    for x, y in tried:
        if isinstance(y, Tensor):
            fix = " For images end it with nn.Unflatten(1, (1, 28, 28))." if y[0].numel() == PIXELS else ""
            return f"model(x) should return the shape of x, {list(x.shape)}, got {list(y.shape)}.{fix}"
    reason = str(tried[0][1]).strip().splitlines() or [type(tried[0][1]).__name__]
    return f"model should take pixels [B, 784] or [B, 1, 28, 28], but it raised: {reason[0].rstrip('.')}."


def _find_code(model: nn.Module, x: Tensor, y: Tensor) -> Tensor | None:
    "The code of the first image, if the model is an encoder and a decoder and nothing else."
    encoder, decoder = getattr(model, "encoder", None), getattr(model, "decoder", None)
    if not isinstance(encoder, nn.Module) or not isinstance(decoder, nn.Module):
        return None
    code = _try(encoder, x)
    if not isinstance(code, Tensor) or len(code) != len(x) or not 1 <= code[0].numel() <= MOST_LATENTS:
        return None
    again = _try(decoder, code)
    if not isinstance(again, Tensor) or again.shape != y.shape:
        return None
    agrees = (again.float() - y).abs().max() <= AGREEMENT * y.abs().max().clamp(min=1e-6)
    return code[0] if agrees else None


def _take_apart(model: nn.Module, shape: tuple[int, ...], code: Tensor | None) -> list[tuple[nn.Module, tuple]]:
    "The encoder and the decoder, or the whole, each with the shape that it takes."
    if code is None:
        return [(model, shape)]
    return [(model.get_submodule("encoder"), shape), (model.get_submodule("decoder"), tuple(code.shape))]


def _ship(parts: list[tuple[nn.Module, tuple]]) -> list[ShippedDecoder] | str:
    every = []
    for part, shape in parts:
        flat = part if len(shape) == 1 else nn.Sequential(nn.Unflatten(1, shape), part)
        shipped = ship_decoder(flat, math.prod(shape))
        if isinstance(shipped, str):  # in the words of the part, not of what we put around it
            return shipped.replace("forward of Sequential", f"forward of {type(part).__name__}")
        every.append(shipped)
    return every


def _notice(y: Tensor, output: str) -> str:
    "What a learner who forgot the sigmoid would see is a picture of black and white blots."
    outside = ((y < -ROOM) | (y > 1 + ROOM)).float().mean().item()
    if output == "sigmoid" or outside < 0.05:
        return ""
    return f'{outside:.0%} of the pixels lie outside 0 to 1 and are cut off. For logits: output="sigmoid".'
