"""Small pictures of one shape each, with the numbers that made them."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape

SHAPES = ("ellipse", "square", "triangle")
SIDE = 28  # pixels
FACTORS = {  # name: lowest and highest value that sprites() draws
    "shape": (0.0, len(SHAPES) - 1.0),  # a whole number, see SHAPES
    "size": (6.0, 10.0),  # the root of the shape's area, in pixels
    "x": (10.0, 18.0),  # of the centre of mass, in pixels from the left edge
    "y": (10.0, 18.0),  # the same from the top, growing downwards
    "angle": (-40.0, 40.0),  # degrees counter-clockwise; no shape turns onto itself within 80 degrees
    "brightness": (0.5, 1.0),
}
CHUNK = 4096  # images drawn at once


class Sprites(NamedTuple):
    """images: [N, 1, 28, 28] in [0, 1]; factors: [N, 6], a column for each of names. All float32."""

    images: Tensor
    factors: Tensor
    names: tuple[str, ...]


def sprites(n: int, *, seed: int = 0) -> Sprites:
    """Return n images of one shape each, and the factors that made them, drawn independently and evenly.

    shape: 0 ellipse, 1 square, 2 triangle; size: 6..10, the root of its area in pixels; x, y: 10..18, its centre
    in pixels from the left and from the top; angle: -40..40 degrees counter-clockwise; brightness: 0.5..1.
    So an image's pixels sum to about brightness * size**2, and every shape lies wholly inside.
    """
    check_in_range("n", n, 1, 1_000_000)
    generator = torch.Generator().manual_seed(seed)
    low, high = torch.tensor(list(FACTORS.values())).T  # each [6]
    factors = low + (high - low) * torch.rand(n, len(FACTORS), generator=generator)
    factors[:, 0] = torch.randint(len(SHAPES), (n,), generator=generator)
    return Sprites(draw_sprites(factors), factors, tuple(FACTORS))


def draw_sprites(factors: Tensor) -> Tensor:
    """Draw the images [N, 1, 28, 28] of factors [N, 6]: shape, size, x, y, angle, brightness, as sprites() has them.

    Position, angle and size may leave the range that sprites() draws. Raises ValueError if a shape is no whole
    number from 0 to 2, a size lies outside 1..28 or a brightness outside 0..1.
    """
    check_shape("factors", factors, ("N", len(FACTORS)), "For one sprite, use factors[None].")
    check_finite("factors", factors)
    if len(factors):
        _check_factors(factors)
    return torch.cat([_draw(chunk) for chunk in factors.float().split(CHUNK)])


def _check_factors(factors: Tensor) -> None:
    shape, size, _, _, _, brightness = factors.detach().T
    last = len(SHAPES) - 1
    if (shape != shape.round()).any():
        raise ValueError(f"shape should be a whole number from 0 to {last}: there is nothing in between.")
    for name, values, low, high in (
        ("shape", shape, 0, last),
        ("size", size, 1, SIDE),
        ("brightness", brightness, 0, 1),
    ):
        check_in_range(name, float(values.min()), low, high)
        check_in_range(name, float(values.max()), low, high)


def _draw(factors: Tensor) -> Tensor:
    "A pixel's brightness is the part of it that the shape covers: half a pixel inside the edge all, half outside none."
    shape, size, x, y, angle, brightness = factors.T[..., None, None]  # each [N, 1, 1]
    u, v = _in_the_shapes_frame(size, x, y, torch.deg2rad(angle))
    distance = torch.empty_like(u)  # [N, 28, 28], of each pixel's middle to the edge, negative inside
    for number, of_edge in enumerate((_ellipse, _square, _triangle)):
        rows = shape[:, 0, 0] == number
        distance[rows] = of_edge(u[rows], v[rows])
    covered = (0.5 - size * distance).clamp(0, 1)
    return (brightness * covered)[:, None]  # [N, 1, 28, 28]


def _in_the_shapes_frame(size: Tensor, x: Tensor, y: Tensor, angle: Tensor) -> tuple[Tensor, Tensor]:
    "Coordinates of the pixels' middles, [N, 28, 28] each: origin in the shape's centre, unit `size`, v upwards."
    middles = torch.arange(SIDE, device=size.device) + 0.5
    right, up = (middles - x) / size, (y - middles[:, None]) / size
    return angle.cos() * right + angle.sin() * up, angle.cos() * up - angle.sin() * right


def _ellipse(u: Tensor, v: Tensor) -> Tensor:
    "Of area 1, twice as wide as high. To first order at the edge, where alone it counts: f / |gradient of f|."
    a = math.sqrt(2 / math.pi)
    b = a / 2
    radius = ((u / a) ** 2 + (v / b) ** 2 + 1e-12).sqrt()  # never 0: in the very middle 0 / 0 has no gradient
    slope = ((u / a**2) ** 2 + (v / b**2) ** 2 + 1e-12).sqrt()
    return (radius - 1) * radius / slope


def _square(u: Tensor, v: Tensor) -> Tensor:
    return torch.maximum(u.abs(), v.abs()) - 0.5


def _triangle(u: Tensor, v: Tensor) -> Tensor:
    "Equilateral, of area 1, point upwards: the farthest outside of three edges at the same distance from the centre."
    inner_radius = 1 / math.sqrt(3 * math.sqrt(3))
    slanted = 0.5 * v + math.sqrt(0.75) * u.abs()
    return torch.maximum(slanted, -v) - inner_radius
