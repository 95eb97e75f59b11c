"""bottleneck.compression_ratio: bits of the input over bits of the code."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse import metrics
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.slips import name_slip


def _sizes(seed: int) -> list[tuple[int, int, int, int]]:
    rng = np.random.default_rng(seed)
    # bits and code_bits differ, or swapping them would not show; the last case is the one that is quoted
    return [(int(rng.integers(500, 2000)), int(rng.integers(5, 30)), 16, 32) for _ in range(3)] + [(784, 16, 8, 32)]


def probe(attempt: Any, seed: int) -> Arrays:
    ratios = [record(call(attempt, *size), "number", "the ratio") for size in _sizes(seed)]
    for ratio in ratios:
        if ratio.size != 1:
            raise Mistake("wrong-shape", f"the ratio should be one number, got shape {list(ratio.shape)}.")
    return {"ratios": np.array([float(ratio.reshape(())) for ratio in ratios])}


def judge(observed: Arrays, seed: int) -> None:
    length, width, bits, code_bits = np.array(_sizes(seed), dtype=np.float64).T
    right = length * bits / (width * code_bits)
    slips = [
        (
            "numbers-not-bits",
            length / width,
            "you compare how many numbers there are: each also has its own size in bits.",
        ),
        ("upside-down", 1 / right, "it is upside down: bits of the input over bits of the code."),
        (
            "bits-swapped",
            length * code_bits / (width * bits),
            "the two sizes in bits are swapped: `bits` belongs to the input, `code_bits` to the code.",
        ),
        ("saving-instead", 1 - 1 / right, "this is the share that is saved: return the ratio, input over code."),
        ("rounded", length * bits // (width * code_bits), "// rounds down: divide with /."),
    ]
    got = observed["ratios"]
    otherwise = Mistake(
        "wrong-ratio", f"the ratio should be {right[-1]:.2f} for 784 bytes in 16 floats, got {got[-1]:.2f}."
    )
    # Plain arithmetic: a ratio that is rounded is wrong
    name_slip(got, right, slips, "ratio", rtol=1e-6, atol=1e-8, otherwise=otherwise)


EXERCISE = Exercise(
    name="bottleneck.compression_ratio",
    points=1,
    lesson="bottleneck",
    reference=metrics.compression_ratio,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's signals",
            lambda seed: (1000, 10, 16, 32),
            "the ratio",
            keywords=("bits", "code_bits"),
            number=True,
        ),
    ),
)
