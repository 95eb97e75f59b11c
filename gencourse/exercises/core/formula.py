"""A formula as a sum of named terms, and the words for what happened to each of them: missing, counted twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gencourse.exercises.core.factors import Factor, factor_of, factors_of

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
    constant: bool = False  # the same number for each of these units: 1/n of it is one of them, and no average


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
    factor: str  # "" for 1, "0", "-1", "1/pixels" ... as factors_of lists them, "x0.37" for another number, "+1": added


def stack(formulas: Sequence[Formula]) -> Formula:
    """Return the formula of all calls' rows, one after the other. Its units are those of the first call."""
    terms = []
    for parts in zip(*(formula.terms for formula in formulas), strict=True):
        relatives = {name: _joined([part.relatives[name] for part in parts]) for name in parts[0].relatives}
        terms.append(parts[0]._replace(value=_joined([part.value for part in parts]), relatives=relatives))
    return formulas[0]._replace(terms=tuple(terms))


def _joined(rows: Sequence[Any]) -> np.ndarray:
    return np.concatenate([np.asarray(row, dtype=float).reshape(-1) for row in rows])


def say(readings: Sequence[Reading], formula: Formula) -> str:
    """Return the readings as the clauses of one sentence, without a full stop."""
    if is_whole(readings, formula):
        if readings[0].factor == "0":
            return "every term is missing: it is always 0"
        return _words(WHOLE, readings[:1], formula, whole=True)
    if readings and readings[0].term == WHOLE and any(_cancel(readings[0], other, formula) for other in readings[1:]):
        return "; ".join(_clauses_of_the_rest(readings[0], readings[1:], formula))
    alike: dict[tuple[str, str], list[Reading]] = {}  # what happened in the same way to several terms is said once
    for reading in readings:
        alike.setdefault((reading.factor, "" if reading.stands == reading.term else reading.stands), []).append(reading)
    return "; ".join(_clauses(same, formula) for same in alike.values())


def _cancel(one: Reading, other: Reading, formula: Formula) -> bool:
    "Whether a term's factor undoes that of the whole."
    first, second = factor_in(one.factor, formula), factor_in(other.factor, formula)
    undone = first.unit == second.unit and first.power == -second.power and first.value * second.value == 1
    return undone and other.stands == other.term


def _clauses_of_the_rest(whole: Reading, readings: Sequence[Reading], formula: Formula) -> Iterator[str]:
    "Where a term is right again, the others have the factor of the whole, and their own."
    own = {reading.term: reading for reading in readings}
    for term in formula.terms:
        reading = own.get(term.name)
        if not term.coefficient or (reading is not None and _cancel(whole, reading, formula)):
            continue
        said = _words(term.name, [whole], formula)
        if reading is None:
            yield said
        elif reading.stands == term.name:
            yield f"{said}, and {_words('', [reading], formula).lstrip()}"
        else:
            yield f"{_words(f'{reading.stands} stands in place of {term.name}, and it', [whole], formula)}"


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
        total = total + weight * number_of(reading.factor, formula) * value
    return total * (number_of(slips[WHOLE].factor, formula) if WHOLE in slips else 1)


def factors_in(formula: Formula) -> dict[str, Factor]:
    """Return the factors that have a name, by their keys."""
    return factors_of(tuple(formula.units))


def factor_in(key: str, formula: Formula) -> Factor:
    """Return the factor of a reading's key."""
    return factor_of(key, tuple(formula.units))


def number_of(key: str, formula: Formula) -> float | np.ndarray:
    """Return what a term with this key counts times: one number, or one for each row."""
    factor = factor_in(key, formula)
    return factor.value * np.asarray(formula.units[factor.unit], float) ** factor.power if factor.unit else factor.value


def _clauses(same: Sequence[Reading], formula: Formula) -> str:
    if len(same) == 1:
        return _clause(same[0], formula)
    *names, last = (reading.term for reading in same)
    terms, (_, stands, factor) = f"{', '.join(names)} and {last}", same[0]
    if stands == same[0].term:
        return _words(f"{terms}: each", same, formula)
    clause = f"{stands} stands in place of {terms}"
    return f"{clause}, and {_words('each', same, formula)}" if factor else clause


def _clause(reading: Reading, formula: Formula) -> str:
    if reading.stands == reading.term:
        return _words(reading.term, [reading], formula)
    clause = f"{reading.stands} stands in place of {reading.term}"
    return f"{clause}, and {_words('it', [reading], formula)}" if reading.factor else clause


def _words(name: str, same: Sequence[Reading], formula: Formula, *, whole: bool = False) -> str:
    factor = factor_in(same[0].factor, formula)
    n = formula.units.get(factor.unit, "")
    constants = {term.name for term in formula.terms if term.constant}
    once = same[0].factor.startswith("1/") and factor.unit and not whole and all(r.term in constants for r in same)
    words = "counts once, and each of the {n} {unit} has one" if once else factor.words
    return f"{name} {words.format(n=n, unit=factor.unit)}"
