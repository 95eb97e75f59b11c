"""A formula declared as a sum of named terms, and what a learner's numbers say of each: missing, halved, of wrong sign.

Least squares over many rows read the coefficients that an answer gives the terms. A reading is stated only if it
gives the answer's numbers on a second, independent input as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gencourse.exercises.core.factors import Factor, factor_of, factors_of

ROWS_A_COLUMN = 3  # fewer would let chance fit
CONDITION = 1e5  # of the columns, each scaled to 1: beyond it coefficients are noise
ADDED = 1e-3  # below it, what does not belong there has not been added
CLOSE = 1e-4  # of the largest number: float32's rounding over a sum, and some
_Choice = tuple[Mapping[str, str], np.ndarray, np.ndarray]  # relatives by term, columns [rows, terms], their inverse
WHOLE = "the whole"  # a reading of all terms at once: averaged over a unit, beside what happened to single ones


class Term(NamedTuple):
    """One part of a formula: coefficient * value. `relatives` are what people write in its place, by name.

    Coefficient 0: what does not belong there and is added by mistake, such as the gradient of the step before.
    """

    name: str
    coefficient: float
    value: np.ndarray  # [rows]
    relatives: Mapping[str, np.ndarray] = {}
    sums: Collection[str] | None = None  # the units that it adds up; None: all that the formula does not average over


class Formula(NamedTuple):
    """Terms that add up to the right answer. units: how many there are of what it sums or averages over."""

    terms: tuple[Term, ...]
    units: Mapping[str, int | np.ndarray]  # a number, or one for each row
    averages: Collection[str] | None = None  # the units that it averages over; None: not told, and either may be said

    def value(self) -> np.ndarray:
        return sum((term.coefficient * term.value for term in self.terms), np.zeros(()))


class Reading(NamedTuple):
    """What happened to one term: it stands as `stands` (itself or a relative), times `factor` of what it should be."""

    term: str
    stands: str
    factor: (
        str  # "" for 1, "0", "-1", "1/pixels" ... as factors_of lists them, "x0.37" for any other number, "+1": added
    )


def stack(formulas: Sequence[Formula]) -> Formula:
    """Return the formula of all calls' rows, one after the other. Its units are those of the first call."""
    terms = []
    for parts in zip(*(formula.terms for formula in formulas), strict=True):
        relatives = {name: _joined([part.relatives[name] for part in parts]) for name in parts[0].relatives}
        terms.append(parts[0]._replace(value=_joined([part.value for part in parts]), relatives=relatives))
    return formulas[0]._replace(terms=tuple(terms))


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
    choices = [_invert(replaced, formulas[0]) for replaced in _replacements(formulas[0])]
    for whole, choice in itertools.product(_wholes(formulas[0]), filter(None, choices)):
        if whole and best is not None and best[0] <= _factor(whole, formulas[0]).cost:
            break
        found = _read(got[0] / _number(whole, formulas[0]), formulas[0], choice)
        if found is None:
            continue
        if whole:
            found = (found[0] + _factor(whole, formulas[0]).cost, [Reading(WHOLE, WHOLE, whole), *found[1]])
        if best is not None and found[0] >= best[0]:
            continue
        if all(_gives(found[1], formula, numbers) for numbers, formula in zip(got, formulas, strict=True)):
            best = found
    return None if best is None else best[1]


def say(readings: Sequence[Reading], formula: Formula) -> str:
    """Return the readings as the clauses of one sentence, without a full stop."""
    if is_whole(readings, formula):
        return _words(WHOLE, readings[0].factor, formula)
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
        weight = term.coefficient or float(bool(reading.factor))
        total = total + weight * _number(reading.factor, formula) * value
    return total * (_number(slips[WHOLE].factor, formula) if WHOLE in slips else 1)


def slips_of(term: Term, formula: Formula) -> Iterator[Reading]:
    """Yield each single slip of a term that can be named."""
    said = [key for key in _factors(formula) if key and _is_said(key, term, formula)]
    for key in said if term.coefficient else ("+1", "+-1"):
        yield Reading(term.name, term.name, key)
    for name in term.relatives:
        yield Reading(term.name, name, "")


def _wholes(formula: Formula) -> list[str]:
    "The factors that all terms may have together: none, or a unit's."
    own = [_sums(term, formula) for term in formula.terms if term.coefficient]
    whole = Term(WHOLE, 1, np.ones(1), sums=set.intersection(*own))
    units = [key for key, factor in _factors(formula).items() if factor.unit and factor.value > 0]
    return ["", *(key for key in units if len(own) > 1 and _is_said(key, whole, formula))]


def _replacements(formula: Formula) -> Iterator[dict[str, str]]:
    "Which terms a relative stands for: none, then one, then two."
    options = [(term.name, name) for term in formula.terms for name in term.relatives]
    for count in range(3):
        for chosen in itertools.combinations(options, count):
            replaced = dict(chosen)
            if len(replaced) == count:
                yield replaced


def _invert(replaced: Mapping[str, str], formula: Formula) -> _Choice | None:
    "The columns of one choice of relatives and their inverse; None if they say nothing."
    values = [term.relatives[replaced[term.name]] if term.name in replaced else term.value for term in formula.terms]
    matrix = np.stack([value.ravel() for value in np.broadcast_arrays(*values)], 1)
    scale = np.abs(matrix).max(0)
    if matrix.shape[0] < ROWS_A_COLUMN * matrix.shape[1] or not scale.all():
        return None
    if np.linalg.cond(matrix / scale) > CONDITION:
        return None
    return replaced, matrix, np.linalg.pinv(matrix / scale) / scale[:, None]


def _read(got: np.ndarray, formula: Formula, choice: _Choice) -> tuple[float, list[Reading]] | None:
    "What least squares says of one choice of columns: the cost and the readings."
    replaced, matrix, inverse = choice
    numbers = np.ravel(got)
    solution = inverse @ numbers
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
        if (
            np.ndim(number) == 0
            and _is_said(key, term, formula)
            and abs(ratio - number) <= 1e-3 * max(abs(float(number)), 1e-2)
        ):
            return key
    return f"x{ratio:.6g}"


def _same_weight(factor: str, other: str) -> bool:
    return factor.startswith("x") and abs(float(factor[1:]) - float(other[1:])) <= CLOSE * abs(float(other[1:]))


def _sums(term: Term, formula: Formula) -> set[str]:
    return set(formula.units) - set(formula.averages or ()) if term.sums is None else set(term.sums)


def _is_said(key: str, term: Term, formula: Formula) -> bool:
    "Whether a factor's words are true of this term: an average is said to be one only of what should be a sum."
    factor = _factors(formula)[key]
    if not factor.unit:
        return True
    summed = factor.unit in _sums(term, formula)
    averaged = formula.averages is None or factor.unit in formula.averages
    return {"1/": summed, "/": not summed, "*": averaged, "^": not averaged}[factor.of]


def _factors(formula: Formula) -> dict[str, Factor]:
    return factors_of(tuple(formula.units))


def _factor(key: str, formula: Formula) -> Factor:
    return factor_of(key, tuple(formula.units))


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
