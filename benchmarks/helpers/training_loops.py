"""The loops that benchmarks/training.py compares, in a process of their own: one for each number of threads."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits
from torch.utils.data import DataLoader, Dataset

from gencourse.data import batches, digits
from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.runtime import autocast
from gencourse.training import fit, gradient_step

BATCH_SIZE, EPOCHS = 128, 2
IMAGES, LABELS = digits()
T = TypeVar("T")
Loop = Callable[[], object]


def serve() -> None:
    """Run the loop that each line of stdin names, and answer with its rates."""
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    loops = {"usual": usual_loop(), "gencourse": gencourse_loop()}
    loops["medium"], loops["bf16"] = in_medium_precision(loops["gencourse"]), in_bf16(loops["gencourse"])
    answer({"medium_gain": medium_gain()})
    for line in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()):  # the progress bar is part of the loop
            rates = rates_of(loops[line.strip()])
        answer(rates)


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)


def rates_of(loop: Loop) -> dict[str, float]:
    """Images per second of CPU time, and of the clock on the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    loop()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": EPOCHS * len(IMAGES) / cpu, "wall": EPOCHS * len(IMAGES) / wall}


def medium_gain() -> float:
    """How many times as fast "medium" precision makes a float32 matrix product: 1 where torch has no faster route."""
    x, weight = torch.rand(BATCH_SIZE, 784), torch.rand(784, 400)

    def product() -> float:
        start = time.process_time()
        for _ in range(50):
            torch.mm(x, weight)
        return time.process_time() - start

    highest, medium = [], []
    for _ in range(5):
        highest.append(product())
        medium.append(in_medium_precision(product)())
    return min(highest) / min(medium)


class BernoulliAutoencoder(Autoencoder):
    def loss(self, x: Tensor) -> dict[str, Tensor]:
        return {"loss": binary_cross_entropy_with_logits(self(x), x, reduction="sum") / len(x)}


def gencourse_loop() -> Loop:
    model = BernoulliAutoencoder(*networks(), latent_dim=20)
    step = gradient_step(model, torch.optim.Adam(model.parameters(), lr=1e-3, fused=True))
    x = IMAGES.flatten(1)
    return lambda: fit(step, batches(x, BATCH_SIZE), epochs=EPOCHS)


class PilDigits(Dataset):
    """Digits as tutorials hold them: a PIL image each, turned into a tensor as torchvision's ToTensor does."""

    def __init__(self, images: Tensor = IMAGES, labels: Tensor = LABELS) -> None:
        self.pixels = images.squeeze(1).mul(255).round().byte()
        self.labels = labels

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = Image.fromarray(self.pixels[index].numpy())
        pixels = torch.from_numpy(np.array(image, copy=True)).view(28, 28, 1)
        return pixels.permute(2, 0, 1).contiguous().float().div(255), int(self.labels[index])


def usual_loop() -> Loop:
    """As in most tutorials: a DataLoader, probabilities, and .item() at each batch."""
    loader = DataLoader(PilDigits(), batch_size=BATCH_SIZE, shuffle=True)
    model = nn.Sequential(*networks(), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def train() -> None:
        for _ in range(EPOCHS):
            total = 0.0
            for images, _ in loader:
                x = images.view(-1, 784)
                optimizer.zero_grad()
                loss = binary_cross_entropy(model(x), x, reduction="sum")
                loss.backward()
                total += loss.item()
                optimizer.step()

    return train


def networks() -> tuple[nn.Module, nn.Module]:
    """The encoder and the decoder that both loops train."""
    return mlp(784, 400, 20, activation=nn.ReLU), mlp(20, 400, 784, activation=nn.ReLU)


def in_medium_precision(loop: Callable[[], T]) -> Callable[[], T]:
    def run() -> T:
        torch.set_float32_matmul_precision("medium")
        try:
            return loop()
        finally:
            torch.set_float32_matmul_precision("highest")

    return run


def in_bf16(loop: Loop) -> Loop:
    def run() -> None:
        with autocast("cpu"):
            loop()

    return run


if __name__ == "__main__":
    serve()
