"""Point clouds in the plane, small enough to see whole."""

from __future__ import annotations

import torch
from torch import Tensor

from gencourse._validate import check_in_range


def two_moons(n: int, *, noise: float = 0.1, seed: int = 0) -> Tensor:
    """Return n points [n, 2] on two interleaved half circles, blurred by Gaussian noise of this standard deviation."""
    from sklearn.datasets import make_moons  # takes a second to import: only who asks pays

    check_in_range("n", n, 1, 1_000_000)
    points, _ = make_moons(n, noise=noise, random_state=seed)
    return torch.from_numpy(points).float()
