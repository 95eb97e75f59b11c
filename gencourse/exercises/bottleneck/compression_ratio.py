"""bottleneck.compression_ratio: bits of the input over bits of the code."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse import metrics
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, record


def _sizes(seed: int) -> list[tuple[int, int, int, int]]:
    rng = np.random.default_rng(seed)
    # All four differ, from case to case too, or a constant would pass for one; the last case is the one that is quoted
    cases = [(int(rng.integers(500, 2000)), int(rng.integers(5, 30)), b, c) for b, c in ((16, 32), (8, 64), (24, 16))]
    return [*cases, (784, 16, 8, 32)]


def probe(attempt: Any, seed: int) -> Arrays:
    ratios = [record(call(attempt, *size), "number", "the ratio") for size in _sizes(seed)]
    for ratio in ratios:
        if ratio.size != 1:
            raise Mistake("wrong-shape", f"the ratio should be one number, got shape {list(ratio.shape)}.")
    return {"ratios": np.array([float(ratio.reshape(())) for ratio in ratios])}


STAGES = {
    "numbers": [  # the powers of length and width
        Choice((1, -1)),
        Choice((0, -1), "no-length", "length is missing: the input has so many numbers."),
        Choice((1, 0), "no-width", "width is missing: the code has so many numbers."),
        Choice((0, 0), "bits-not-numbers", "length and width are missing: count how many numbers there are."),
        Choice((1, 1), "times-width", "you multiply by width, which belongs below the bar, in the code's bits."),
        Choice((-1, 1), "numbers-swapped", "length and width are swapped: the input has `length` numbers."),
    ],
    "sizes": [  # the powers of bits and code_bits, and a number that is written in
        Choice((1, -1)),
        Choice((0, 0), "numbers-not-bits", "you compare how many numbers there are: each has its own size in bits."),
        Choice((0, -1), "no-bits", "bits is missing: each number of the input has so many."),
        Choice((1, 0), "no-code-bits", "code_bits is missing: each number of the code has so many."),
        Choice((-1, 1), "bits-swapped", "bits and code_bits are swapped: `bits` is the size of the input's numbers."),
        Choice(
            (1, 1),
            "times-code-bits",
            "you multiply by code_bits, which belongs below the bar. a / b * c is (a / b) * c: are there brackets?",
        ),
        Choice(
            (1, 0, 1 / 32), "code-bits-written-in", "32 is written in: the code's numbers have code_bits bits each."
        ),
        Choice((0, -1, 16), "bits-written-in", "16 is written in: the input's numbers have `bits` bits each."),
        Choice((-1, -1), "over-bits", "you divide by bits, which belongs above the bar, in the input's bits."),
    ],
    "whole": [
        Choice(lambda ratio: ratio),
        Choice(lambda ratio: 1 / ratio, "upside-down", "it is upside down: bits of the input over bits of the code."),
        Choice(lambda ratio: 1 - 1 / ratio, "saving-instead", "this is the share that is saved: return the ratio."),
        Choice(
            lambda ratio: 100 - 100 / ratio, "saving-instead", "this is what is saved, in percent: return the ratio."
        ),
        Choice(lambda ratio: ratio - 1, "one-less", "1 is subtracted: return the ratio itself."),
        Choice(lambda ratio: ratio // 1, "rounded", "it is rounded down: divide with /, and leave it so."),
        Choice(np.round, "rounded", "it is rounded: leave it as it is."),
        Choice(
            lambda ratio: [round(float(r), 1) for r in ratio],
            "rounded",
            "it is rounded to one digit: leave it as it is.",
        ),
        Choice(
            lambda ratio: [round(float(r), 2) for r in ratio],
            "rounded",
            "it is rounded to two digits: leave it as it is.",
        ),
        Choice(np.ceil, "rounded", "it is rounded up: divide with /, and leave it so."),
        Choice(lambda ratio: 8 * ratio, "bits-and-bytes", "it is 8 times too large: is only the code divided by 8?"),
        Choice(lambda ratio: ratio / 8, "bits-and-bytes", "it is 8 times too small: is only the input divided by 8?"),
        Choice(lambda ratio: 100 * ratio, "percent", "it is in percent: leave out the 100."),
        Choice(
            lambda ratio: np.round(100 / ratio),
            "share",
            "this is the code's share in whole percent: input over code is asked for.",
        ),
        Choice(
            lambda ratio: 100 / ratio, "share", "this is the code's share in percent: input over code is asked for."
        ),
    ],
}


def judge(observed: Arrays, seed: int) -> None:
    length, width, bits, code_bits = np.array(_sizes(seed), dtype=np.float64).T

    def compute(numbers: tuple[int, int], sizes: tuple[float, ...], whole: Any) -> np.ndarray:
        powers = list(zip((length, width, bits, code_bits), (*numbers, *sizes[:2]), strict=True))
        written = sizes[2] if len(sizes) > 2 else 1
        # Two exact products and one division, as people write it: what is rounded lies near an edge
        above, below = ([size ** max(sign * power, 0) for size, power in powers] for sign in (1, -1))
        return whole(written * np.prod(above, axis=0) / np.prod(below, axis=0))

    right, got = length * bits / (width * code_bits), observed["ratios"]
    near = np.isclose(got, right, rtol=1e-6, atol=0)  # plain arithmetic: a ratio that is rounded is wrong
    first = int(np.argmin(near))
    otherwise = Mistake(
        "wrong-ratio",
        f"for length = {length[first]:.0f}, width = {width[first]:.0f}, bits = {bits[first]:.0f} and code_bits = "
        f"{code_bits[first]:.0f} the ratio should be {right[first]:.7g}, got {got[first]:.7g}.",
    )
    levels = length * 2**bits / (width * 2**code_bits)
    if np.allclose(got, levels, rtol=1e-6, atol=0):
        raise Mistake("levels-not-bits", "2**bits is how many values a number can have: count the bits themselves.")
    if np.ptp(got) == 0:  # one number for every input, 0 perhaps: too many ways lead there
        raise otherwise
    name_choices(got, compute, STAGES, otherwise, close=1e-6, right=lambda _: bool(near.all()))


EXERCISE = Exercise(
    name="bottleneck.compression_ratio",
    points=1,
    lesson="bottleneck",
    reference=metrics.compression_ratio,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (100, 5, 8, 32), "the ratio"),
        Example(lambda: (90, 4, 8, 64), "the ratio", within=1e-6),
    ),
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
