"""The small calls of vae.diagnose: runs of two or three epochs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from gencourse.diagnosis import NAMES
from gencourse.exercises.core.exercise import Example, Mistake
from gencourse.exercises.core.record import describe


def index_of(answer: Any) -> int:
    names = ", ".join(f'"{name}"' for name in NAMES)
    if not isinstance(answer, str):
        end = " Does every path of your function end with a return?" if answer is None else ""
        raise Mistake("not-a-name", f"the answer should be one of {names}, got {describe(answer)}.{end}")
    if answer not in NAMES:
        raise Mistake("unknown-name", f"the answer should be one of {names}, got {answer[:40]!r}.")
    return NAMES.index(answer)


def _run(
    distortion: list[float],
    rate: list[float],
    test: list[float],
    active: int | list[int],
    test_rate: list[float] | None = None,
) -> Callable[[], tuple[Any, ...]]:
    "A run whose rate on test data is that on training data, unless it is given."
    curves = {"distortion": distortion, "rate": rate, "test_distortion": test, "test_rate": test_rate or rate}
    units = active if isinstance(active, list) else [active] * len(rate)
    return lambda: ({name: [*curve] for name, curve in curves.items()} | {"active": [*units]},)


def _number(name: Any, run: Any) -> dict[str, Any]:
    return {"the name": index_of(name)}


EXAMPLES = (
    Example(_run([3, 1], [0.1, 0.5], [3, 1], 1), given="distortion [3, 1], rate [0.1, 0.5]", look=_number, names=NAMES),
    Example(
        _run([3, 3], [0.1, 0.1], [3, 3], 0),
        given="distortion [3, 3], rate [0.1, 0.1], active 0",
        look=_number,
        names=NAMES,
    ),
    Example(_run([3, 1], [0.1, 2], [3, 1], 1), given="distortion [3, 1], rate [0.1, 2]", look=_number, names=NAMES),
    Example(
        _run([4, 2, 1], [0.1, 0.1, 0.1], [4, 2, 3], 1),
        given="distortion [4, 2, 1], test_distortion [4, 2, 3], both rates 0.1",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 2, 3], [0.1] * 3, [4, 2, 3], 1), given="distortion [4, 2, 3], rate 0.1", look=_number, names=NAMES
    ),
    Example(
        _run([3, 3], [0.1, 4], [3, 3], 0), given="distortion [3, 3], rate [0.1, 4], active 0", look=_number, names=NAMES
    ),
    Example(
        _run([4, 2, 3], [0.1] * 3, [4, 2, 3], 0),
        given="distortion [4, 2, 3], rate 0.1, active 0",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([3, 3], [0.1, 0.1], [3, 4], 0),
        given="distortion [3, 3], test_distortion [3, 4], both rates 0.1, active 0",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 2], [0.1, math.nan], [4, 2], 0),
        given="distortion [4, 2], rate [0.1, nan], active 0",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 3, 2], [0.1, math.inf, 0.1], [4, 3, 2], 1),
        given="distortion [4, 3, 2], rate [0.1, inf, 0.1]",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([300, 100, 101], [0.1] * 3, [300, 100, 101], 1),
        given="distortion [300, 100, 101], on test data, too, both rates 0.1",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 2], [0.1, 0.1], [8, 4], 1),
        given="distortion [4, 2], test_distortion [8, 4], both rates 0.1",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 2, 1], [0.1] * 3, [4, 2, 1], 1, [0.1, 0.1, 3]),
        given="both distortions [4, 2, 1], rate 0.1, test_rate [0.1, 0.1, 3]",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 3, 2], [0.1] * 3, [4, 3, 2], [0, 0, 3]),
        given="distortion [4, 3, 2], rate 0.1, active [0, 0, 3]",
        look=_number,
        names=NAMES,
    ),
    Example(
        _run([4, 2], [0.1, 0.1], [4, 2], 1, [0.1, math.inf]),
        given="both distortions [4, 2], rate 0.1, test_rate [0.1, inf]",
        look=_number,
        names=NAMES,
    ),
)
