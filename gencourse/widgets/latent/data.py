"""What the latent explorer was given, checked: decoders, codes, their classes and their images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.labels import list_labels
from gencourse.widgets.kit.pixels import check_pixels
from gencourse.widgets.latent.decoder import (
    MOST_PIXELS,
    PictureDecoder,
    Size,
    check_module,
    find_decoder,
    find_latent_dim,
)

MOST_LATENTS = 64  # sliders
MOST_SHOWN = 1_000
MOST_CLASSES = 100
UNUSED = 0.01  # nats


class Class(NamedTuple):
    """glyph: what is drawn at its points, a character or a number; title: its name."""

    glyph: str
    title: str


class LatentData(NamedTuple):
    """codes: [n, latent_dim] float32, the first 1,000 of `count`, or none; labels: an index into classes for each code.

    images: [n, height, width, channels] uint8 or None. low, high: [latent_dim] each, what the explorer shows.
    usual: the median distance of a code from its nearest neighbour, 0 if there are fewer than two.
    rates: nats of each latent, the mean KL of its codes' distributions, or None.
    """

    decoders: list[PictureDecoder]
    codes: Tensor
    count: int
    classes: list[Class]
    labels: list[int]
    images: Tensor | None
    low: list[float]
    high: list[float]
    usual: float
    rates: list[float] | None = None

    @property
    def latent_dim(self) -> int:
        return self.codes.shape[1]

    @property
    def size(self) -> Size:
        return self.decoders[0].size

    @property
    def reason(self) -> str:
        """Why the kernel has to decode; "" where the browser can."""
        return next((d.shipped for d in self.decoders if isinstance(d.shipped, str)), "")


def find_latents(
    decoder: Any,
    compare: Any,
    *,
    titles: Sequence[str],
    codes: Any,
    labels: Any,
    images: Any,
    latent_dim: int | None,
    output: str,
    rates: Any,
) -> LatentData:
    """Check everything, each error saying what was expected, and find what the explorer shows."""
    check_module(decoder)
    every = None if codes is None else _check_codes(codes)
    latent_dim = find_latent_dim(decoder, every, latent_dim)
    check_in_range("the number of latents", latent_dim, 1, MOST_LATENTS, "Each gets a slider.")
    count = 0 if every is None else len(every)
    kept = torch.zeros(0, latent_dim) if every is None else every[:MOST_SHOWN].clone()
    pictures = None if images is None else _check_images(images, count)
    size = None if pictures is None else Size(pictures.shape[3], *pictures.shape[1:3])
    tried = kept[:64] if count else torch.zeros(2, latent_dim)
    decoders = [find_decoder(titles[0], decoder, tried, output, size)]
    if compare is not None:
        decoders.append(find_decoder(titles[1], compare, tried, output, decoders[0].size))
    classes, indices = _check_labels(labels, count)
    low, high = _find_range(kept)
    nats = None if rates is None else _check_rates(rates, latent_dim)
    return LatentData(decoders, kept, count, classes, indices, pictures, low, high, _usual_distance(kept), nats)


def name_latents(data: LatentData) -> list[str]:
    """What each number of a code is called: "z3", or with its rate "z3 · 1.8 nats"."""
    names = [f"z{i}" for i in range(1, data.latent_dim + 1)]
    if data.rates is None:
        return names
    return [f"{name} · {_say_rate(rate)}" for name, rate in zip(names, data.rates, strict=True)]


def unused_latents(data: LatentData) -> list[int]:
    """The latents, counted from 1, whose rate says that the decoder learns nothing from them."""
    return [i for i, rate in enumerate(data.rates or [], start=1) if rate < UNUSED]


def _say_rate(rate: float) -> str:
    return "0.00 nats (unused)" if rate < UNUSED else f"{rate:.2f} nats" if rate < 0.1 else f"{rate:.1f} nats"


def _check_codes(codes: Any) -> Tensor:
    codes = take_tensor("codes", codes, "[N, latent_dim]")
    check_shape("codes", codes, ("N", "latent_dim"), "codes = encoder(images), without labels.")
    check_in_range("the number of codes", len(codes), 1, math.inf, "Leave codes out to explore without data.")
    codes = codes.float()
    check_finite("codes", codes, "Did the encoder's training diverge?")
    check_in_range("the largest number in codes", codes.abs().max().item(), 0, 1e9, "Did its training diverge?")
    return codes


def _check_rates(rates: Any, latent_dim: int) -> list[float]:
    try:
        nats = torch.as_tensor(rates, dtype=torch.float64).detach().cpu()
    except (TypeError, ValueError, RuntimeError):
        raise TypeError(f"rates should be {latent_dim} numbers, the mean KL of each latent, got {rates!r}.") from None
    check_shape("rates", nats, (latent_dim,), "Average the KL over the batch, not over the latents: kl.mean(0).")
    check_finite("rates", nats)
    if nats.min() < -1e-3:  # a KL is never negative, but its estimate in float32 may be
        raise ValueError(
            f"rates should not be negative, as no KL is, got {nats.min():.2g}. Is the sign of one term wrong?"
        )
    return nats.clamp(min=0).tolist()


def _check_images(images: Any, count: int) -> Tensor:
    images = take_tensor("images", images, "[N, 1, H, W] or [N, 3, H, W]")
    shape = list(images.shape)
    if len(shape) not in (3, 4) or (len(shape) == 4 and shape[1] not in (1, 3)):
        fix = " Flat ones go back by images.reshape(-1, 1, 28, 28)." if len(shape) == 2 else ""
        if len(shape) == 4 and shape[3] in (1, 3):
            fix = " Channels come second: images.permute(0, 3, 1, 2)."
        raise ValueError(f"images should be a tensor of shape [N, 1, H, W] or [N, 3, H, W], got {shape}.{fix}")
    if not count:
        raise ValueError("images should come with their codes: codes=encoder(images).")
    if len(images) != count:
        raise ValueError(f"images and codes should go together, got {len(images)} images and {count} codes.")
    check_in_range("the longer side of the images", max(shape[-2:]), 1, MOST_PIXELS)
    x = images[:MOST_SHOWN]
    x = x.float() / 255 if x.dtype == torch.uint8 else x.float()
    check_finite("images", x)
    check_pixels("images", x)
    x = x if x.ndim == 4 else x[:, None]
    return (255 * x.clamp(0, 1)).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def _check_labels(labels: Any, count: int) -> tuple[list[Class], list[int]]:
    "Each class gets a text, so that it can be told without colour."
    if labels is None:
        return [], []
    listed = list_labels(labels, count, "codes")
    names = sorted(set(listed), key=lambda label: (str(type(label)), label))
    check_in_range("the number of classes", len(names), 1, MOST_CLASSES, "Leave labels out to draw dots.")
    titles = [str(name) for name in names]
    glyphs = _glyphs_of(titles)
    places = {name: i for i, name in enumerate(names)}
    classes = [Class(glyph, title) for glyph, title in zip(glyphs, titles, strict=True)]
    return classes, [places[label] for label in listed[:MOST_SHOWN]]


def _glyphs_of(titles: list[str]) -> list[str]:
    "What is drawn at a class's points: its short name, a first letter that no other has, or a letter or number."
    if all(title.isascii() and title.isalnum() and (len(title) == 1 or title.isdecimal()) for title in titles):
        return titles
    firsts = [title[:1].lower() for title in titles]
    if len(set(firsts)) == len(firsts) and "".join(firsts).isalpha() and "".join(firsts).isascii():
        return firsts
    count = len(titles)
    return list(ascii_lowercase[:count]) if count <= len(ascii_lowercase) else [str(i + 1) for i in range(count)]


def _find_range(codes: Tensor) -> tuple[list[float], list[float]]:
    "For two latents a square around the crowd; for more, three standard deviations about each mean."
    latent_dim = codes.shape[1]
    if len(codes) < 2:
        middle = codes[0] if len(codes) else torch.zeros(latent_dim)
        return (middle - 3).tolist(), (middle + 3).tolist()
    if latent_dim == 2:
        # quantiles: however far a few codes lie, most of the square belongs to the others
        middle = torch.quantile(codes, torch.tensor([0.1, 0.9]), dim=0).mean(0)
        half = 1.5 * torch.quantile((codes - middle).abs().amax(1), 0.8).clamp(min=1e-3)
        return (middle - half).tolist(), (middle + half).tolist()
    mean, std = codes.mean(0), codes.std(0)
    reach = 3 * torch.where(std > 1e-6 * std.max(), std, std.max().clamp(min=1e-3))
    return (mean - reach).tolist(), (mean + reach).tolist()


def _usual_distance(codes: Tensor) -> float:
    if len(codes) < 2:
        return 0.0
    distances = torch.cdist(codes, codes, compute_mode="donot_use_mm_for_euclid_dist")
    return distances.fill_diagonal_(torch.inf).amin(1).median().item()
