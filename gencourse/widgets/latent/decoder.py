"""A decoder that the latent explorer can show: checked, copied, and asked for pictures."""

from __future__ import annotations

import copy
import math
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from gencourse._validate import a_type, check_finite, check_in_range
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, ship_decoder

OUTPUTS = ("identity", "sigmoid")
MOST_PIXELS = 256  # a side
ROOM = 0.25  # beyond 0 and 1, before we ask whether these are logits


class Size(NamedTuple):
    """Of one picture: channels is 1 (grey) or 3 (red, green, blue)."""

    channels: int
    height: int
    width: int

    def __str__(self) -> str:
        return f"{self.height} x {self.width} pixels in {'colour' if self.channels == 3 else 'grey'}"


class PictureDecoder(NamedTuple):
    """title: what its picture is called; shipped: for the browser, or why the kernel decodes; notice: a hint, or ""."""

    title: str
    function: nn.Module
    output: str
    size: Size
    shipped: ShippedDecoder | str
    notice: str

    @torch.no_grad()
    def decode(self, z: Tensor) -> Tensor:
        """Return the pictures [B, height, width, channels] uint8 of the codes z: [B, latent_dim]."""
        x = self.function(z.float())
        x = x.sigmoid() if self.output == "sigmoid" else x
        pixels = (255 * x.float().nan_to_num().clamp(0, 1)).round().to(torch.uint8)
        return pixels.reshape(len(z), *self.size).permute(0, 2, 3, 1)


def find_latent_dim(decoder: nn.Module, codes: Tensor | None, latent_dim: int | None) -> int:
    """Return how many numbers a code has: as stated, as in codes, or as the first linear layer takes."""
    if codes is not None:
        if latent_dim is not None and latent_dim != codes.shape[1]:
            raise ValueError(f"latent_dim is {latent_dim}, but codes have {codes.shape[1]} numbers each.")
        return codes.shape[1]
    if latent_dim is None:
        first = next((layer for layer in decoder.modules() if isinstance(layer, nn.Linear)), None)
        if first is None:
            raise ValueError("latent_dim should say how many numbers a code has: latent_dim=16.")
        latent_dim = first.in_features
    if not isinstance(latent_dim, int) or isinstance(latent_dim, bool):
        raise TypeError(f"latent_dim should be a whole number, got {latent_dim!r}.")
    return latent_dim


@torch.no_grad()
def find_decoder(title: str, decoder: Any, codes: Tensor, output: str, size: Size | None) -> PictureDecoder:
    """Check the decoder on some codes [B, latent_dim] and copy it to the CPU. size: of the images, None if unknown."""
    check_module(decoder)
    if output not in OUTPUTS:
        raise ValueError(
            f'output should be "identity", or "sigmoid" for a decoder that returns logits, got {output!r}.'
        )
    for weight in decoder.parameters():
        check_finite(
            "every weight of the decoder", weight, "Did its training diverge? A smaller learning rate may help."
        )
    function = copy.deepcopy(decoder).cpu().float().eval()
    x = _call(function, codes.float())
    found = _find_size(x, size)
    return PictureDecoder(title, function, output, found, ship_decoder(function, codes.shape[1]), _notice(x, output))


def check_module(decoder: Any) -> None:
    """Raise TypeError unless this is a torch module."""
    if not isinstance(decoder, nn.Module):
        raise TypeError(
            f"decoder should be a torch module such as an nn.Sequential, got {a_type(decoder)}. " + _as_module(decoder)
        )


def _as_module(decoder: Any) -> str:
    if isinstance(decoder, type):
        return f"Make one of it: {decoder.__name__}(...)."
    return "For a model, hand in model.decoder."


def _call(decoder: nn.Module, codes: Tensor) -> Tensor:
    expected = f"decoder should take codes of shape [B, {codes.shape[1]}]"
    try:
        x = decoder(codes)
    except (RuntimeError, ValueError, TypeError, IndexError, NotImplementedError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        fix = " For a model, hand in model.decoder." if hasattr(decoder, "decoder") else ""
        raise ValueError(f"{expected}, but it raised: {reason}.{fix}") from error
    if not isinstance(x, Tensor):
        raise ValueError(f"{expected} and return one tensor of pictures, got {a_type(x)}.")
    if x.ndim < 2 or len(x) != len(codes):
        raise ValueError(f"{expected} and return B pictures, got {list(x.shape)} for B = {len(codes)}.")
    check_finite("every pixel that the decoder returns", x, "Are its weights very large?")
    return x


def _find_size(x: Tensor, size: Size | None) -> Size:
    "The size of the decoder's pictures; it must be that of the images, if there are any."
    shape = tuple(x.shape[1:])
    if len(shape) == 1:
        if size is not None and math.prod(size) == shape[0]:
            return size
        side = math.isqrt(shape[0])
        if side * side != shape[0]:
            raise ValueError(
                f"decoder should return pictures, got {shape[0]} numbers each, which make no square. "
                "End it with nn.Unflatten(1, (channels, height, width))."
            )
        shape = (1, side, side)
    found = Size(*(shape if len(shape) == 3 else (1, *shape))) if len(shape) in (2, 3) else None
    if found is None or found.channels not in (1, 3):
        raise ValueError(
            f"decoder should return pictures of shape [B, 1, H, W] or [B, 3, H, W], got {list(x.shape)} "
            f"for B = {len(x)}."
        )
    check_in_range("the longer side of the decoder's pictures", max(found.height, found.width), 1, MOST_PIXELS)
    if size is not None and found != size:
        raise ValueError(f"decoder should return pictures of the images' size, {size}, got {found}.")
    return found


def _notice(x: Tensor, output: str) -> str:
    "What a learner who forgot the sigmoid would see is a picture of black and white blots."
    outside = ((x < -ROOM) | (x > 1 + ROOM)).float().mean().item()
    if output == "sigmoid" or outside < 0.05:
        return ""
    return f'{outside:.0%} of the pixels lie outside 0 to 1 and are cut off. For logits: output="sigmoid".'
