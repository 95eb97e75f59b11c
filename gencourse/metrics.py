"""How far apart: points and their reconstruction, sets, subspaces, sizes. From tensors."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


def nearest_neighbour_distance(a: Tensor, b: Tensor) -> Tensor:
    """Return for each row of a: [N, D] its Euclidean distance to the nearest row of b: [M, D].  Returns [N].

    The distances are taken directly: torch's faster route through a matrix product answers some 0.01 where
    float32 points coincide.
    """
    check_shape("b", b, ("M", "D"))
    check_shape("a", a, ("N", b.shape[1]), "Flatten images first: x.flatten(1).")
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").amin(dim=1)


def squared_error(x: Tensor, reconstruction: Tensor) -> Tensor:
    """Return the squared error, summed over features and averaged over the batch: a scalar.  both: [B, ...]"""
    if x.shape != reconstruction.shape:
        raise ValueError(
            f"reconstruction should have the shape of x, {list(x.shape)}, got {list(reconstruction.shape)}."
        )
    return (reconstruction - x).square().flatten(1).sum(1).mean()


def subspace_angle(a: Tensor, b: Tensor) -> Tensor:
    """Return the largest principal angle between two subspaces, in degrees: a scalar (Bjorck & Golub 1973).

    a: [D, k] and b: [D, k] hold k linearly independent columns each, which span the subspaces. 0 means the same
    subspace, 90 that some direction of one is orthogonal to all of the other.
    """
    check_shape("a", a, ("D", "k"))
    check_shape("b", b, a.shape)
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


def compression_ratio(length: int, width: int, bits: int, code_bits: int) -> float:
    """Return how many times fewer bits a code needs: `length` numbers of `bits`, against `width` of `code_bits`."""
    for name, value in (("length", length), ("width", width), ("bits", bits), ("code_bits", code_bits)):
        check_in_range(name, value, 1, math.inf)
    return length * bits / (width * code_bits)
