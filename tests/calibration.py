"""A fixed small training. The CPU-seconds that it takes are the unit in which notebooks have their budgets.

Run as a script, so in a process of its own, with as many threads as a kernel gets. It uses nothing but torch: no change
of the course can move the unit.
"""

from __future__ import annotations

from time import process_time

import torch
from torch import Tensor, nn


def perceptron() -> nn.Module:
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 256),
        nn.SiLU(),
        nn.Linear(256, 64),
        nn.SiLU(),
        nn.Linear(64, 784),
        nn.Unflatten(1, (1, 28, 28)),
    )


def convolutions() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),
    )


def train(model: nn.Module, images: Tensor, steps: int) -> None:
    parameters = list(model.parameters())
    for _ in range(steps):
        batch = images[torch.randint(len(images), (64,))]  # as lessons do: 64 rows of one tensor
        loss = (model(batch) - batch).square().flatten(1).sum(1).mean()
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():  # by hand: the first of torch's optimizers takes more than a second to import
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= 1e-4 * gradient


def main() -> None:
    torch.manual_seed(0)
    images = torch.rand(4000, 1, 28, 28)
    models = perceptron(), convolutions()
    for model in models:
        train(model, images, steps=10)  # the first steps find memory and kernels
    started = process_time()  # of all threads
    for model, steps in zip(models, (280, 120), strict=True):
        train(model, images, steps)
    print(process_time() - started)


if __name__ == "__main__":
    main()
