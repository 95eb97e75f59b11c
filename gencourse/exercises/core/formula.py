"""A formula declared as a sum of named terms, and what a learner's numbers say of each: missing, halved, of wrong sign.

Least squares over many rows read the coefficients that an answer gives the terms. A reading is stated only if it
gives the answer's numbers on a second, independent input as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

ROWS_A_COLUMN = 3  # fewer would let chance fit
CONDITION = 1e5  # of the columns, each scaled to 1: beyond it coefficients are noise
ADDED = 1e-3  # below it, what does not belong there has not been added
CLOSE = 1e-4  # of the largest number: float32's rounding over a sum, and some


class Term(NamedTuple):
    """One part of a formula: coefficient * value. `relatives` are what people write in its place, by name.

    Coefficient 0: what does not belong there and is added by mistake, such as the gradient of the step before.
    """

    name: str
    coefficient: float
    value: np.ndarray  # [rows]
    relatives: Mapping[str, np.ndarray] = {}


class Formula(NamedTuple):
    """Terms that add up to the right answer. units: how many there are of what it sums or averages over."""

    terms: tuple[Term, ...]
    units: Mapping[str, int | np.ndarray]  # a number, or one for each row

    def value(self) -> np.ndarray:
        return sum((term.coefficient * term.value for term in self.terms), np.zeros(()))


class Reading(NamedTuple):
    """What happened to one term: it stands as `stands` (itself or a relative), times `factor` of what it should be."""

    term: str
    stands: str
    factor: str  # "" for 1, "0", "-1", "1/pixels" ... as _factors lists them, "x0.37" for any other number, "+1": added


class _Factor(NamedTuple):
    words: str
    cost: float
    unit: str = ""
    value: float = 1.0
    power: int = 0  # of the unit's number


def stack(formulas: Sequence[Formula]) -> Formula:
    """Return the formula of all calls' rows, one after the other. Its units are those of the first call."""
    terms = []
    for parts in zip(*(formula.terms for formula in formulas), strict=True):
        relatives = {name: _joined([part.relatives[name] for part in parts]) for name in parts[0].relatives}
        terms.append(parts[0]._replace(value=_joined([part.value for part in parts]), relatives=relatives))
    return Formula(tuple(terms), formulas[0].units)


def _joined(rows: Sequence[Any]) -> np.ndarray:
    return np.concatenate([np.asarray(row, dtype=float).reshape(-1) for row in rows])


def explain_terms(got: Sequence[np.ndarray], formulas: Sequence[Formula]) -> list[Reading] | None:
    """Return the simplest readings that give the answers got[i] to formulas[i]; None if there are none.

    got: the learner's numbers on two independent inputs or more, each [rows]. An empty list: it is right.
    """
    got = [np.asarray(numbers, dtype=float) for numbers in got]
    if not all(np.isfinite(numbers).all() for numbers in got):
        return None
    best: tuple[float, list[Reading]] | None = None
    for replaced in _replacements(formulas[0]):
        found = _read(got[0], formulas[0], replaced)
        if found is None or (best is not None and found[0] >= best[0]):
            continue
        if all(_gives(found[1], formula, numbers) for numbers, formula in zip(got, formulas, strict=True)):
            best = found
    return None if best is None else best[1]


def say(readings: Sequence[Reading], formula: Formula) -> str:
    """Return the readings as the clauses of one sentence, without a full stop."""
    if is_whole(readings, formula):
        return _words("the whole", readings[0].factor, formula)
    alike: dict[tuple[str, str], list[Reading]] = {}  # what happened in the same way to several terms is said once
    for reading in readings:
        alike.setdefault((reading.factor, "" if reading.stands == reading.term else reading.stands), []).append(reading)
    return "; ".join(_clauses(same, formula) for same in alike.values())


def is_whole(readings: Sequence[Reading], formula: Formula) -> bool:
    """Say whether all terms of a sum have the same factor, other than 1."""
    factors = {reading.factor for reading in readings}
    names = [term.name for term in formula.terms if term.coefficient]
    return len(names) > 1 and len(factors) == 1 and "" not in factors and [r.stands for r in readings] == names


def apply(readings: Sequence[Reading], formula: Formula) -> np.ndarray:
    """Return the numbers that a formula gives with these slips."""
    slips = {reading.term: reading for reading in readings}
    total = np.zeros(())
    for term in formula.terms:
        reading = slips.get(term.name, Reading(term.name, term.name, ""))
        value = term.value if reading.stands == term.name else term.relatives[reading.stands]
        total = total + (term.coefficient or float(bool(reading.factor))) * _number(reading.factor, formula) * value
    return total


def slips_of(term: Term, formula: Formula) -> Iterator[Reading]:
    """Yield each single slip of a term that can be named."""
    for key in _factors(formula) if term.coefficient else ("+1", "+-1"):
        if key:
            yield Reading(term.name, term.name, key)
    for name in term.relatives:
        yield Reading(term.name, name, "")


def _replacements(formula: Formula) -> Iterator[dict[str, str]]:
    "Which terms a relative stands for: none, then one, then two."
    options = [(term.name, name) for term in formula.terms for name in term.relatives]
    for count in range(3):
        for chosen in itertools.combinations(options, count):
            replaced = dict(chosen)
            if len(replaced) == count:
                yield replaced


def _read(got: np.ndarray, formula: Formula, replaced: Mapping[str, str]) -> tuple[float, list[Reading]] | None:
    "What least squares says of one choice of columns: the cost and the readings."
    columns = [
        np.broadcast_to(term.relatives[replaced[term.name]] if term.name in replaced else term.value, got.shape)
        for term in formula.terms
    ]
    matrix = np.stack([column.ravel() for column in columns], 1)
    scale = np.abs(matrix).max(0)
    if matrix.shape[0] < ROWS_A_COLUMN * matrix.shape[1] or not scale.all():
        return None
    if np.linalg.cond(matrix / scale) > CONDITION:
        return None
    numbers = got.ravel()
    solution = np.linalg.lstsq(matrix / scale, numbers, rcond=None)[0] / scale
    if np.abs(matrix @ solution - numbers).max() > CLOSE * max(np.abs(numbers).max(), 1e-12):
        return None
    cost, readings = 0.0, []
    for term, value in zip(formula.terms, solution, strict=True):
        stands = replaced.get(term.name, term.name)
        key = _key(value, term, formula)
        if key.startswith("x"):  # one weight for several terms reads as one, whatever least squares rounded
            key = next((r.factor for r in readings if _same_weight(r.factor, key)), key)
        if key == "" and stands == term.name:
            continue
        if key == "0" and stands != term.name:  # nothing stands there, so it is no relative
            return None
        readings.append(Reading(term.name, stands, key))
        cost += _factor(key, formula).cost + (1.1 if stands != term.name else 0)
    return cost, readings


def _key(value: float, term: Term, formula: Formula) -> str:
    "Which factor a coefficient stands for."
    if not term.coefficient:
        return "" if abs(value) < ADDED else "+" + (_key(value, term._replace(coefficient=1.0), formula) or "1")
    ratio = value / term.coefficient
    for key in _factors(formula):
        number = _number(key, formula)
        if np.ndim(number) == 0 and abs(ratio - number) <= 1e-3 * max(abs(float(number)), 1e-2):
            return key
    return f"x{ratio:.6g}"


def _same_weight(factor: str, other: str) -> bool:
    return factor.startswith("x") and abs(float(factor[1:]) - float(other[1:])) <= CLOSE * abs(float(other[1:]))


def _factors(formula: Formula) -> dict[str, _Factor]:
    return _factors_of(tuple(formula.units))


@cache
def _factors_of(units: tuple[str, ...]) -> dict[str, _Factor]:
    factors = {
        "": _Factor("", 0),
        "0": _Factor("is missing", 1, value=0),
        "-1": _Factor("has the wrong sign", 1, value=-1),
        "2": _Factor("counts twice", 1, value=2),
        "1/2": _Factor("counts half", 1, value=0.5),
        "-2": _Factor("counts twice and has the wrong sign", 2, value=-2),
        "-1/2": _Factor("counts half and has the wrong sign", 2, value=-0.5),
    }
    for unit in units:
        less = "is averaged over the {n} {unit}: add them up, or its weight is 1/{n} of what it should be"
        more = "counts {n} times too much: it is a sum over the {n} {unit} where it should be an average"
        factors[f"1/{unit}"] = _Factor(less, 1.2, unit, 1, -1)
        factors[f"*{unit}"] = _Factor(more, 1.2, unit, 1, 1)
        factors[f"-1/{unit}"] = _Factor("has the wrong sign, and " + less, 2.2, unit, -1, -1)
        factors[f"-*{unit}"] = _Factor("has the wrong sign, and " + more, 2.2, unit, -1, 1)
    return factors


def _factor(key: str, formula: Formula) -> _Factor:
    if key.startswith("+"):
        added = _factor("" if key == "+1" else key[1:], formula)
        weight = "-" if added.unit and added.value < 0 else ""
        weight += "{n}" if added.power > 0 else "1/{n}" if added.unit else f"{added.value:.3g}"
        return added._replace(
            words={"1": "is added", "-1": "is subtracted"}.get(weight, f"is added with weight {weight}")
        )
    if key.startswith("x"):
        ratio = float(key[1:])
        part = round(1 / ratio) if abs(ratio) < 0.5 else 0
        if part > 2 and abs(ratio * part - 1) < 1e-3:
            return _Factor(f"counts 1/{part} of what it should", 2.4, value=ratio)
        return _Factor(f"counts {ratio:.3g} times as much as it should", 2.5, value=ratio)
    return _factors(formula)[key]


def _number(key: str, formula: Formula) -> float | np.ndarray:
    factor = _factor(key, formula)
    return factor.value * np.asarray(formula.units[factor.unit], float) ** factor.power if factor.unit else factor.value


def _gives(readings: Sequence[Reading], formula: Formula, numbers: np.ndarray) -> bool:
    predicted = np.broadcast_to(apply(readings, formula), numbers.shape)
    return bool(np.abs(predicted - numbers).max() <= CLOSE * max(np.abs(numbers).max(), 1e-12))


def _clauses(same: Sequence[Reading], formula: Formula) -> str:
    if len(same) == 1:
        return _clause(same[0], formula)
    *names, last = (reading.term for reading in same)
    terms, (_, stands, factor) = f"{', '.join(names)} and {last}", same[0]
    if stands == same[0].term:
        return _words(f"{terms}: each", factor, formula)
    clause = f"{stands} stands in place of {terms}"
    return f"{clause}, and {_words('each', factor, formula)}" if factor else clause


def _clause(reading: Reading, formula: Formula) -> str:
    if reading.stands == reading.term:
        return _words(reading.term, reading.factor, formula)
    clause = f"{reading.stands} stands in place of {reading.term}"
    return f"{clause}, and {_words('it', reading.factor, formula)}" if reading.factor else clause


def _words(name: str, key: str, formula: Formula) -> str:
    factor = _factor(key, formula)
    n = formula.units.get(factor.unit, "")
    return f"{name} {factor.words.format(n=n, unit=factor.unit)}"
