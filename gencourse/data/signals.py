"""Long signals made of a few hidden numbers: a flat of low dimension in a space of a thousand."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from gencourse._validate import check_in_range

WAVES_SEED = 135  # of the first 400, the seed whose ten waves are hardest to make out of one another


class Signals(NamedTuple):
    """x: [N, length] signals; factors: [N, factors], the hidden numbers; waves: [factors, length]. All float32."""

    x: Tensor
    factors: Tensor
    waves: Tensor


def signals(n: int, *, factors: int = 10, length: int = 1000, noise: float = 0.0, seed: int = 0) -> Signals:
    """Return n signals x [n, length], each `factors` hidden numbers times as many fixed waves: x = factors @ waves.

    The waves are smooth, linearly independent and not orthogonal, the same for every seed: signals of different
    seeds lie on the same flat. Factor k is normal with standard deviation 0.95**k and a mean of its own, not zero.
    A point of x varies by about 1. `noise` is the standard deviation of Gaussian noise added to every point.
    Raises ValueError unless 1 <= factors <= 20 and 100 <= length <= 100,000.
    """
    check_in_range("n", n, 1, 1_000_000)
    check_in_range("factors", factors, 1, 20)
    check_in_range("length", length, 100, 100_000, "The waves need 100 points to look smooth.")
    check_in_range("noise", noise, 0, 100)
    generator = torch.Generator().manual_seed(seed)
    numbers = _shape_numbers(factors)
    mean = torch.from_numpy(1.4 * numbers[:, 0] - 0.7).float()  # [factors], in -0.7..0.7
    std = 0.95 ** torch.arange(factors)
    hidden = mean + std * torch.randn(n, factors, generator=generator)  # [n, factors]
    waves = torch.from_numpy(_waves(numbers[:, 1:], length)).float()
    x = hidden @ waves  # [n, length]
    if noise:
        x += noise * torch.randn(n, length, generator=generator)
    return Signals(x, hidden, waves)


def _shape_numbers(factors: int) -> np.ndarray:
    "Eleven numbers in [0, 1) for each factor: its mean, then the shapes of its wave's slow and fast chirp."
    return np.random.RandomState(WAVES_SEED).uniform(size=(factors, 11))  # wave k is the same for any count


def _waves(numbers: np.ndarray, length: int) -> np.ndarray:
    "Waves [factors, length], root mean square 0.4 each: a slow chirp in a wide window, a fast one in a narrow."
    slow, fast = numbers[:, :5].T, numbers[:, 5:].T
    waves = _chirp(slow, length, width=(0.18, 0.30), cycles=(1, 4), sweep=3)
    waves += 0.6 * _chirp(fast, length, width=(0.05, 0.13), cycles=(5, 14), sweep=12)
    return 0.4 * waves / np.sqrt((waves**2).mean(1, keepdims=True))


def _chirp(
    numbers: np.ndarray, length: int, *, width: tuple[float, float], cycles: tuple[float, float], sweep: float
) -> np.ndarray:
    "Chirps [factors, length] on the interval [0, 1]; numbers: [5, factors] place, width, pitch, its change and phase."
    place, window, pitch, change, phase = numbers[:, :, None]  # each [factors, 1]
    t = np.linspace(0, 1, length) - (0.1 + 0.8 * place)
    window = width[0] + (width[1] - width[0]) * window
    pitch = cycles[0] + (cycles[1] - cycles[0]) * pitch
    turns = phase + pitch * t + sweep * (change - 0.5) * t**2
    return np.exp(-0.5 * (t / window) ** 2) * np.cos(2 * math.pi * turns)
