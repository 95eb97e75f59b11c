"""What the digit pad was given, checked; and what it can say of a drawing."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape
from gencourse.widgets.digit_pad.ink import SIDE, draw_noise, lay_ink
from gencourse.widgets.digit_pad.model import PIXELS, PadModel, find_model
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.labels import list_labels
from gencourse.widgets.kit.pixels import check_pixels

MOST_SHOWN = 4_000
MOST_TRIED = 256  # images for the typical error
LEVELS = [0.0, 0.25, 0.5, 0.75, 1.0]  # of noise, where the typical error is measured


class PadData(NamedTuple):
    """images: [n, 784] uint8, the first 4,000 of `count`; labels: a text for each, or none.

    typical: the median error of the images at each level of noise, or none. reach: how long a bar of the code can be.
    """

    model: PadModel
    images: Tensor
    count: int
    labels: list[str]
    typical: list[float]
    reach: float


class PadState(NamedTuple):
    """What the pad shows. strokes: [x0, y0, ...] each, in shares of the pad; they lie upon a sheet:

    stored: the index of an image, -1 for none; sheet: another image of 784 numbers, or none.
    """

    strokes: list[list[float]]
    stored: int
    sheet: list[float]
    noise: float
    seed: int

    @property
    def empty(self) -> bool:
        return not (self.strokes or self.sheet or self.stored >= 0)


class Answer(NamedTuple):
    """What a model makes of a drawing: drawing and output [28, 28], given: with noise; code: [latents]."""

    drawing: np.ndarray
    given: np.ndarray
    output: np.ndarray
    code: np.ndarray
    error: float


class Neighbour(NamedTuple):
    """A stored digit: its index, its label, and its squared distance, summed over pixels."""

    index: int
    label: str
    distance: float


def find_data(model: Any, *, images: Any, labels: Any, output: str) -> PadData:
    """Check everything, each error saying what was expected, and measure the images."""
    found = find_model(model, output)
    if images is None:
        if labels is not None:
            raise ValueError("labels should come with their images: DigitPad(model, images=images, labels=labels).")
        return PadData(found, torch.zeros(0, PIXELS, dtype=torch.uint8), 0, [], [], _find_reach(found, None))
    x = _check_images(images)
    names = _check_labels(labels, len(images))
    return PadData(found, x, len(images), names, _find_typical(found, x), _find_reach(found, x))


def drawing_of(data: PadData, state: PadState) -> np.ndarray:
    """Return what is drawn as the model would get it without noise: [28, 28] float64."""
    sheet = np.array(state.sheet) if state.sheet else None
    if state.stored >= 0:
        sheet = data.images[state.stored].numpy() / 255
    return lay_ink(state.strokes, None if sheet is None else sheet.reshape(SIDE, SIDE))


def answer_to(data: PadData, state: PadState) -> Answer:
    """Ask the model."""
    drawing = drawing_of(data, state)
    given = drawing + state.noise * draw_noise(state.seed, PIXELS).reshape(SIDE, SIDE)
    output, code = (part[0].numpy() for part in data.model.run(torch.from_numpy(given).reshape(1, PIXELS)))
    output = output.reshape(SIDE, SIDE)
    return Answer(drawing, given, output, code, float(((output - drawing) ** 2).sum()))


def find_nearest(data: PadData, state: PadState, most: int = 3) -> list[Neighbour]:
    """Return the stored digits that are nearest to the drawing in pixels, but for the one that lies on the pad."""
    if not len(data.images) or state.empty:
        return []
    distances = (data.images.double() / 255 - torch.from_numpy(drawing_of(data, state)).reshape(1, -1)).square().sum(1)
    if state.stored >= 0:
        distances[state.stored] = torch.inf
    found = distances.topk(min(most, int(distances.isfinite().sum())), largest=False)
    pairs = zip(found.indices.tolist(), found.values.tolist(), strict=True)
    return [Neighbour(i, data.labels[i] if data.labels else "", distance) for i, distance in pairs]


def typical_error(data: PadData, noise: float) -> float | None:
    """Return the median error of the images at this noise, between the levels in a straight line."""
    return float(np.interp(noise, LEVELS, data.typical)) if data.typical else None


def _check_images(images: Any) -> Tensor:
    x = take_tensor("images", images, "[N, 1, 28, 28]")
    check_shape("images", x, ("N", 1, SIDE, SIDE), _fix_of(x))
    check_in_range("the number of images", len(x), 1, math.inf, "Leave images out to draw without them.")
    x = x[:MOST_SHOWN].float().flatten(1)
    check_finite("images", x)
    check_pixels("images", x)
    return (255 * x.clamp(0, 1)).round().to(torch.uint8)


def _fix_of(x: Tensor) -> str:
    if x.shape[1:] == (SIDE, SIDE):
        return "Put the channel in: images[:, None]."
    if x.shape[1:] == (PIXELS,):
        return "Flat ones go back by images.reshape(-1, 1, 28, 28)."
    return "The pad draws pictures of 28x28 pixels, as digits() has them."


def _check_labels(labels: Any, count: int) -> list[str]:
    if labels is None:
        return []
    return [str(label) for label in list_labels(labels, count, "images")[:MOST_SHOWN]]


def _find_typical(model: PadModel, images: Tensor) -> list[float]:
    "The median squared error over some images, with noise drawn once for all levels."
    x = images[:MOST_TRIED].float() / 255
    noise = torch.randn(x.shape, generator=torch.Generator().manual_seed(0))
    outputs = [model.run(x + level * noise)[0] for level in ([] if model.trouble else LEVELS)]
    errors = [(output - x).square().sum(1).median().item() for output in outputs]
    return errors if np.isfinite(errors).all() else []


def _find_reach(model: PadModel, images: Tensor | None) -> float:
    "Nearly all numbers in the codes of some images are smaller; 0 without images or without a code."
    if images is None or not model.latents:
        return 0.0
    _, codes = model.run(images[:MOST_TRIED].float() / 255)
    reach = torch.quantile(codes.abs().flatten()[:100_000], 0.995).item()
    return reach if np.isfinite(reach) else 0.0
