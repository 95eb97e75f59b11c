"""From strokes to the 28x28 pixels that a model gets, made as MNIST was made; and the noise upon them.

js/ink.js and js/noise.js do the same in the browser, to 1e-6.
"""

from __future__ import annotations

import math

import numpy as np

SIDE = 28
BOX = 20.0  # the ink is scaled to fit a box of this side, its aspect kept (LeCun et al. 1998)
WIDTH = 2.5  # of a stroke, in pixels: the median of the digits, whose edges are one pixel soft
LEAST = 4.0  # a smaller drawing, in pixels, is scaled as one of this extent: a dot stays a dot
MIDDLE = 14.5  # where the digits have their centre of mass: the middle of pixel 14
SPAN = 2.0**32


def draw_ink(strokes: list[list[float]]) -> np.ndarray:
    """Return strokes as pixels [28, 28] float64 in [0, 1]: scaled to 20x20, centred by their centre of mass.

    strokes: each [x0, y0, x1, y1, ...] in shares of the pad from its upper left corner. The pen is as wide
    on a small drawing as on a large one. No strokes are a black image.
    """
    if not strokes:
        return np.zeros((SIDE, SIDE))
    lines = [SIDE * np.asarray(stroke, dtype=np.float64).reshape(-1, 2) for stroke in strokes]
    every = np.concatenate(lines)
    low, high = every.min(0), every.max(0)
    scale = (BOX - WIDTH) / max((high - low).max(), LEAST)
    lines = [(line - (low + high) / 2) * scale + SIDE / 2 for line in lines]
    ink = _render(lines)
    at = np.arange(SIDE) + 0.5
    mass = np.array([(ink.sum(0) * at).sum(), (ink.sum(1) * at).sum()]) / ink.sum()
    room = (SIDE - BOX) / 2  # no ink leaves the image
    return _render([line + np.clip(MIDDLE - mass, -room, room) for line in lines])


def lay_ink(strokes: list[list[float]], sheet: np.ndarray | None) -> np.ndarray:
    """Return the strokes [28, 28]; on a sheet [28, 28], an image that is centred already, where they were drawn."""
    if sheet is None:
        return draw_ink(strokes)
    lines = [SIDE * np.asarray(stroke, dtype=np.float64).reshape(-1, 2) for stroke in strokes]
    return np.maximum(sheet, _render(lines))


def draw_noise(seed: int, count: int) -> np.ndarray:
    """Return `count` numbers from N(0, 1); the same seed gives the same here and in the browser.

    Uniform numbers by mulberry32, Gaussian ones by Box and Muller.
    """
    uniform = _mulberry32(seed, 2 * count)
    return np.sqrt(-2 * np.log(1 - uniform[0::2])) * np.cos(2 * math.pi * uniform[1::2])


def _render(lines: list[np.ndarray]) -> np.ndarray:
    "Each pixel by its distance from the nearest line: 1 inside, falling to 0 over one pixel at the edge."
    at = np.arange(SIDE) + 0.5
    pixels = np.stack(np.meshgrid(at, at), axis=-1)[..., None, :]  # [28, 28, 1, (x, y)]
    nearest = np.full((SIDE, SIDE), np.inf)
    for line in lines:
        start = line[:-1] if len(line) > 1 else line
        way = np.diff(line, axis=0) if len(line) > 1 else np.zeros((1, 2))
        length = (way**2).sum(-1)
        share = ((pixels - start) * way).sum(-1) / np.where(length > 0, length, 1.0)
        foot = start + np.clip(share, 0, 1)[..., None] * way
        nearest = np.minimum(nearest, ((pixels - foot) ** 2).sum(-1).min(-1))
    return np.clip(WIDTH / 2 + 0.5 - np.sqrt(nearest), 0, 1)


def _mulberry32(seed: int, count: int) -> np.ndarray:
    "Uniform numbers in [0, 1); all arithmetic is modulo 2^32."
    state = (seed + 0x6D2B79F5 * np.arange(1, count + 1, dtype=np.uint64)).astype(np.uint32)
    t = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
    t ^= t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))
    return (t ^ (t >> np.uint32(14))) / SPAN
