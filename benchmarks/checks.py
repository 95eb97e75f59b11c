"""How long a check of each exercise's reference takes: processor time, and its ratio to a calibration.

The calibration is a fixed small training, measured in the same run, so that machines can be compared.
Run: python benchmarks/checks.py
"""

from __future__ import annotations

from statistics import median
from time import process_time

import torch
from torch import nn

from gencourse.exercises import list_exercises
from gencourse.exercises.run import judge, observe

REPEATS = 5
LIMIT = 0.2  # seconds that a check may take, on an ordinary laptop


def calibration() -> float:
    """Return the processor time of 200 steps of a small network on a fixed batch."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 784))
    optimizer, x = torch.optim.Adam(network.parameters()), torch.rand(64, 784)
    start = process_time()
    for _ in range(200):
        optimizer.zero_grad()
        (network(x) - x).square().mean().backward()
        optimizer.step()
    return process_time() - start


def main() -> None:
    torch.set_num_threads(1)
    calibration()  # the first one loads what torch loads late
    unit = median(calibration() for _ in range(3))
    print(f"calibration: {unit:.3f} s\n\n{'exercise':34}{'seconds':>9}{'ratio':>8}")
    for exercise in list_exercises():
        times = []
        for _ in range(REPEATS + 1):
            start = process_time()
            judge(exercise, observe(exercise, exercise.reference, 0), 0)
            times.append(process_time() - start)
        seconds = median(times[1:])
        print(f"{exercise.name:34}{seconds:9.4f}{seconds / unit:8.3f}{'  above the limit' if seconds > LIMIT else ''}")


if __name__ == "__main__":
    main()
