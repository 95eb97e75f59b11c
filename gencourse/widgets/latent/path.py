"""Ways from one code to another, and how likely the prior N(0, I) finds the codes on it."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def between(a: Tensor, b: Tensor, position: Tensor, path: str) -> Tensor:
    """Return the codes [T, k] at these positions [T] in [0, 1] on the way from a to b: [k] each, in float64.

    "spherical" is slerp (Shoemake 1985), applied to codes of any norm; on parallel or opposite codes it is straight.
    """
    a, b, t = a.double(), b.double(), position.double()[:, None]
    cosine = (a @ b / (a.norm() * b.norm())).clamp(-1, 1)
    angle = cosine.acos()
    if path == "straight" or not angle.sin() > 1e-6:  # NaN too: one of them is 0
        return (1 - t) * a + t * b
    return (((1 - t) * angle).sin() * a + (t * angle).sin() * b) / angle.sin()


def log_prior(z: Tensor) -> Tensor:
    """Return log N(z; 0, I) in nats: [B].  z: [B, k]"""
    return -0.5 * z.square().sum(1) - 0.5 * z.shape[1] * math.log(2 * math.pi)


def positions(count: int) -> Tensor:
    """Return `count` positions from 0 to 1."""
    return torch.linspace(0, 1, count, dtype=torch.float64)
