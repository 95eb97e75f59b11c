"""How fast are 10,000 sprites, beside a loop that draws each with Pillow, four times as large, and shrinks it?

CPU-seconds on one thread, the best of some runs. The target is 2 s: a lesson makes them in its set-up cell.

    python benchmarks/sprites.py [--quick]
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image, ImageDraw

from gencourse.data import sprites
from gencourse.data.sprites import SIDE

TARGET, FINE = 2.0, 4  # seconds; dots to a pixel's side
CORNERS = {  # of each shape, and its area below
    0: [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 40)],
    1: [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    2: [(-1, 1), (1, 1), (0, -2)],
}
AREAS = {0: math.pi, 1: 4.0, 2: 3.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pictures, once: does it run?")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    n, runs = (1_000, 1) if quick else (10_000, 5)
    factors = sprites(n).factors.numpy()
    ours = min(seconds(lambda: sprites(n)) for _ in range(runs))
    theirs = min(seconds(lambda: [draw(*row) for row in factors]) for _ in range(runs))
    verdict = "met" if ours <= TARGET * n / 10_000 else "MISSED"
    print(f"{n:,} sprites: {ours:.2f} s, target {TARGET * n / 10_000:g} s {verdict}; ", end="")
    print(f"with Pillow {theirs:.2f} s, {theirs / ours:.1f} times as long")


def seconds(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def draw(shape: float, size: float, x: float, y: float, angle: float, brightness: float) -> np.ndarray:
    """Return one picture, [28, 28] in [0, 1], of about the same ink as ours: its speed is what counts here."""
    canvas = Image.new("L", (SIDE * FINE, SIDE * FINE))
    unit = size / math.sqrt(AREAS[int(shape)])
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = [
        (FINE * (x + unit * (cos * u + sin * v)), FINE * (y + unit * (cos * v - sin * u)))
        for u, v in CORNERS[int(shape)]
    ]
    ImageDraw.Draw(canvas).polygon(turned, fill=round(255 * brightness))
    return np.asarray(canvas.resize((SIDE, SIDE), Image.Resampling.BOX), dtype=np.float32) / 255


if __name__ == "__main__":
    main()
