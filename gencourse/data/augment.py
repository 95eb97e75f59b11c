"""More images than there are: small affine changes of each."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import affine_grid, grid_sample

from gencourse._validate import check_in_range, check_shape


def affine_copies(
    images: Tensor,
    copies: int,
    *,
    seed: int = 0,
    degrees: float = 10,
    scale: float = 0.1,
    shear: float = 0.1,
    shift: float = 0.06,
) -> Tensor:
    """Return `copies` versions of all images: [copies * N, C, H, W], the first N as they are.  images: [N, C, H, W]

    Each other one is turned by up to `degrees`, scaled by 1 - scale to 1 + scale, sheared by up to `shear` (pixels
    sideways for each pixel down) and moved by up to `shift` of its half width and height: uniform, another draw for
    each image and copy. What comes in from outside is 0.
    """
    check_shape("images", images, ("N", "C", "H", "W"), "For grey images, images[:, None].")
    check_in_range("copies", copies, 1, math.inf)
    generator = torch.Generator().manual_seed(seed)
    versions = [images]
    for _ in range(copies - 1):
        matrices = _affine_matrices(len(images), degrees, scale, shear, shift, generator).to(images)
        grid = affine_grid(matrices, list(images.shape), align_corners=False)
        versions.append(grid_sample(images, grid, align_corners=False))
    return torch.cat(versions)


def _affine_matrices(
    n: int, degrees: float, scale: float, shear: float, shift: float, generator: torch.Generator
) -> Tensor:
    "Where each pixel comes from, [n, 2, 3], in units of half the image."
    turn, size, slant, x, y = 2 * torch.rand(5, n, generator=generator) - 1
    angle, size, slant = torch.deg2rad(turn * degrees), 1 + scale * size, shear * slant
    cos, sin = angle.cos() / size, angle.sin() / size
    rows = [cos, cos * slant - sin, shift * x, sin, sin * slant + cos, shift * y]
    return torch.stack(rows, dim=1).view(n, 2, 3)
