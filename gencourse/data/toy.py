"""Point clouds in the plane, small enough to see whole."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from gencourse._validate import check_in_range


def two_moons(n: int, *, noise: float = 0.1, seed: int = 0) -> Tensor:
    """Return n points [n, 2] on two interleaved half circles, blurred by Gaussian noise of this standard deviation."""
    from sklearn.datasets import make_moons  # takes a second to import: only who asks pays

    check_in_range("n", n, 1, 1_000_000)
    points, _ = make_moons(n, noise=noise, random_state=seed)
    return torch.from_numpy(points).float()


def ring(n: int, *, modes: int = 8, radius: float = 2.0, std: float = 0.05, seed: int = 0) -> Tensor:
    """Return n points [n, 2], each from one of `modes` equal Gaussians of this deviation, evenly spaced on a circle.

    Which Gaussian a point comes from is random. Metz et al. (2017, arXiv:1611.02163) take std 0.02 at the same radius.
    """
    check_in_range("n", n, 1, 1_000_000)
    check_in_range("std", std, 0, math.inf)
    generator = torch.Generator().manual_seed(seed)
    centres = ring_centres(modes, radius)
    own = torch.randint(modes, (n,), generator=generator)
    return centres[own] + std * torch.randn(n, 2, generator=generator)


def ring_centres(modes: int = 8, radius: float = 2.0) -> Tensor:
    """Return the centres [modes, 2] of the ring's Gaussians, the first at (radius, 0), then counter-clockwise."""
    check_in_range("modes", modes, 1, 10_000)
    angles = 2 * math.pi * torch.arange(modes) / modes
    return radius * torch.stack([angles.cos(), angles.sin()], dim=1)
