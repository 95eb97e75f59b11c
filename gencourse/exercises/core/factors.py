"""The factors that have a name, and the words for a term that has one: missing, counts twice, averaged over pixels."""

from __future__ import annotations

import itertools
from functools import cache
from typing import NamedTuple


class Factor(NamedTuple):
    """What a term counts times. words: of a clause, after the term's name; cost: the simplest reading is said."""

    words: str
    cost: float
    unit: str = ""
    value: float = 1.0
    power: int = 0  # of the unit's number
    of: str = ""  # which words: "1/", "/", "*" or "^", before the unit in the key


@cache
def factors_of(units: tuple[str, ...]) -> dict[str, Factor]:
    """Return the named factors by their keys: "0", "-1", "1/pixels" ..."""
    factors = {
        "": Factor("", 0),
        "0": Factor("is missing", 1, value=0),
        "-1": Factor("has the wrong sign", 1, value=-1),
        "2": Factor("counts twice", 1, value=2),
        "1/2": Factor("counts half", 1, value=0.5),
        "-2": Factor("counts twice and has the wrong sign", 2, value=-2),
        "-1/2": Factor("counts half and has the wrong sign", 2, value=-0.5),
    }
    words = {
        "1/": "is averaged over the {n} {unit}: add them up, or it counts 1/{n} of what it should",
        "/": "is divided by {n}, the number of {unit}, once too often",
        "*": "counts {n} times too much: it is a sum over the {n} {unit} where it should be an average",
        "^": "is multiplied by {n}, the number of {unit}, once too often",
    }
    for unit, (of, said) in itertools.product(units, words.items()):
        power = -1 if "/" in of else 1
        factors[f"{of}{unit}"] = Factor(said, 1.2, unit, 1, power, of)
        factors[f"-{of}{unit}"] = Factor(f"has the wrong sign, and {said}", 2.2, unit, -1, power, of)
    return factors


def factor_of(key: str, units: tuple[str, ...]) -> Factor:
    """Return the factor of any key.

    A named one, "x0.37" for another number, "x784/pixels" for one over a size, "+..." for what is added.
    """
    if key.startswith("+"):
        added = factor_of("" if key == "+1" else key[1:], units)
        weight = "-" if added.unit and added.value < 0 else ""
        weight += "{n}" if added.power > 0 else "1/{n}" if added.unit else f"{added.value:.3g}"
        known = {"1": "is added", "-1": "is subtracted"}
        if weight in known:
            return added._replace(words=known[weight])
        return added._replace(words=f"is added with weight {weight}", cost=added.cost + 1)
    if key.startswith("x") and set(key) & {"/", "*"}:
        return _size_written_in(key)
    if key.startswith("x"):
        ratio = float(key[1:])
        part = round(1 / ratio) if abs(ratio) < 0.5 else 0
        if part > 2 and abs(ratio * part - 1) < 1e-3:
            return Factor(f"counts 1/{part} of what it should", 2.4, value=ratio)
        return Factor(f"counts {_plain(ratio)} times as much as it should", 2.5, value=ratio)
    return factors_of(units)[key]


def _plain(ratio: float) -> str:
    return f"{ratio:.0f}" if abs(ratio) >= 1000 else f"{ratio:.3g}"


def _size_written_in(key: str) -> Factor:
    "A number where a size belongs: the 784 of 784 / pixels, the 100 of rows / 100."
    of = "/" if "/" in key else "*"
    number, unit = key[1:].split(of, 1)
    value = float(number)
    product = f"{value:.4g} * {{n}}" if abs(value) > 1 else f"{{n}} / {1 / value:.4g}"
    counts = product if of == "*" else f"{value:.4g} / {{n}}"
    words = f"counts {counts} times, where {{n}} is the number of {{unit}}: the other number seems to be written in"
    return Factor(words, 3.0, unit, value, -1 if of == "/" else 1, of)
