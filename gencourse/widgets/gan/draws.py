"""The playground's random numbers and its untrained generator, as its page computes them: so pictures agree with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from gencourse.widgets.gan.worlds import World

GENERATOR, _, _, CODES, REAL = range(5)  # streams of random numbers
HIDDEN = (32, 32)
SHOWN = 160  # points of either kind
SLOPE = 0.2  # of leaky ReLU
EDGE = 2.9  # no generated point lies farther out
_WORD = 2**32


class Random:
    """What random.js draws for a seed and a stream: uniform() in [0, 1), below(count), normal()."""

    def __init__(self, seed: int, stream: int = 0) -> None:
        self._state = ((seed + 1) * 0x9E3779B1 ^ (stream + 1) * 0x85EBCA77) % _WORD
        self._normals = self._pairs()

    def uniform(self) -> float:
        self._state = (self._state + 0x6D2B79F5) % _WORD
        bits = (self._state ^ self._state >> 15) * (self._state | 1) % _WORD
        bits ^= (bits + (bits ^ bits >> 7) * (bits | 61)) % _WORD
        return (bits ^ bits >> 14) / _WORD

    def below(self, count: int) -> int:
        return math.floor(count * self.uniform())

    def normal(self) -> float:
        return next(self._normals)

    def _pairs(self) -> Iterator[float]:
        while True:
            radius, angle = math.sqrt(-2 * math.log(1 - self.uniform())), 2 * math.pi * self.uniform()
            yield radius * math.cos(angle)
            yield radius * math.sin(angle)


def draw_real(world: World, seed: int) -> np.ndarray:
    """Return the real points [160, 2] that the page shows, none if the world is empty."""
    if not world.centres:
        return np.zeros((0, 2))
    random = Random(seed, REAL)
    points = []
    for _ in range(SHOWN):
        x, y = world.centres[random.below(len(world.centres))]
        points.append([x + world.blur * random.normal(), y + world.blur * random.normal()])
    return np.array(points)


def draw_untrained(seed: int) -> np.ndarray:
    """Return the generated points [160, 2] that the page shows before anybody has learned."""
    weights, random = _weights(Random(seed, GENERATOR)), Random(seed, CODES)
    values = np.array([random.normal() for _ in range(2 * SHOWN)]).reshape(SHOWN, 2)
    for layer, matrix in enumerate(weights):
        values = values @ matrix.T  # biases are 0
        if layer < len(HIDDEN):
            values = np.where(values < 0, SLOPE * values, values)
    return EDGE * np.tanh(values / EDGE)


def _weights(random: Random) -> list[np.ndarray]:
    "Each [out, in], after He et al. (2015)."
    weights = []
    for layer, (inputs, outputs) in enumerate(pairwise((2, *HIDDEN, 2))):
        gain = 2 / (1 + SLOPE**2) if layer < len(HIDDEN) else 1.0
        drawn = np.array([random.normal() for _ in range(inputs * outputs)])
        weights.append(math.sqrt(gain / inputs) * drawn.reshape(outputs, inputs))
    return weights
