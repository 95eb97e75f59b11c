"""Ways through a latent space: straight and round paths, grids, directions, and a measure of its holes."""

from __future__ import annotations

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


def lerp(a: Tensor, b: Tensor, t: Tensor) -> Tensor:
    """Return the points [T, D] on the straight line from a (t = 0) to b (t = 1).  a, b: [D], t: [T]"""
    check_shape("a", a, ("D",))
    check_shape("b", b, a.shape)
    check_shape("t", t, ("T",), "For one time, t[None].")
    return a + t[:, None] * (b - a)


def slerp(a: Tensor, b: Tensor, t: Tensor) -> Tensor:
    """Return the points [T, D] on the arc from a to b around the origin (Shoemake 1985).  a, b: [D], t: [T]

    Between points of equal norm the norm is kept and the speed constant; otherwise neither is. Parallel and opposite
    points (sine of the angle below 0.001: float32 knows no less) have no arc of their own: they get the straight line.
    """
    line = lerp(a, b, t)
    lengths = a.norm() * b.norm()
    # Rounding takes a cosine beyond 1, where acos is nan; a point at the origin would divide by 0
    omega = torch.acos((a @ b / lengths.clamp(min=1e-12)).clamp(-1, 1))  # the angle between a and b
    if torch.sin(omega) < 1e-3:
        return line
    t = t[:, None]
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)


def latent_grid(low: float, high: float, n: int) -> Tensor:
    """Return the points [n * n, 2] of a square grid, row by row from the top as images are shown.

    Within a row z1 grows from low to high; from row to row z2 falls from high to low. Raises ValueError unless
    low < high and n >= 2.
    """
    check_in_range("n", n, 2, 1000)
    if not low < high:
        raise ValueError(f"low should be below high, got {low:g} and {high:g}.")
    axis = torch.linspace(low, high, n)
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")  # row 0 is the top, where z2 is high
    return torch.stack([z1, z2], dim=-1).flatten(0, 1)


def attribute_vector(codes: Tensor, has: Tensor) -> Tensor:
    """Return the step [D] from codes without an attribute to codes with it: the difference of their means.

    codes: [N, D]; has: [N] bool, with at least one of each, else ValueError.
    """
    check_shape("codes", codes, ("N", "D"))
    check_shape("has", has, (len(codes),))
    has = has.bool()  # labels of 0 and 1 would be taken for indices
    if has.all() or not has.any():
        raise ValueError("has should be true for some codes and false for others, got all alike.")
    return codes[has].mean(0) - codes[~has].mean(0)


def hole_score(z: Tensor, returned: Tensor, codes: Tensor) -> Tensor:
    """Return how far points come back from where they went, in standard deviations of the data's codes: a scalar.

    z: [N, D], points of the latent space; returned: [N, D], the codes of their decodings, encode(decode(z)); codes:
    [M, D], of data. The mean distance, divided by the root of the codes' mean variance: without that, a larger map
    looks worse.
    """
    check_shape("codes", codes, ("M", "D"))
    check_shape("z", z, ("N", codes.shape[1]))
    check_shape("returned", returned, z.shape)
    scale = codes.var(0, correction=0).mean().sqrt()
    return (returned - z).norm(dim=1).mean() / scale
