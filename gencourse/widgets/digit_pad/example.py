"""The digit that lies on a new pad: drawn with one stroke, answered, and gone with the first stroke of a learner."""

from __future__ import annotations

import math

DIGIT = "3"


def _arc(middle: float, radius: float, start: float, end: float, count: int) -> list[tuple[float, float]]:
    "Points of a circle around (0.48, middle), angles in degrees, clockwise from the right."
    angles = [math.radians(start + (end - start) * i / (count - 1)) for i in range(count)]
    return [(0.48 + radius * math.cos(angle), middle + radius * math.sin(angle)) for angle in angles]


# a small bow above, a larger one below; they meet in a corner as by hand
EXAMPLE = [
    [round(value, 4) for point in (*_arc(0.31, 0.16, -150, 80, 14), *_arc(0.63, 0.19, -75, 145, 16)) for value in point]
]
