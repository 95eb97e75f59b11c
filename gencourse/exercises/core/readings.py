"""What a learner's numbers say of each term of a formula.

Least squares over many rows read the coefficients that an answer gives the terms. A reading is stated only if it
gives the answer's numbers on a second, independent input as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gencourse.exercises.core.formula import WHOLE, Formula, Reading, Term, apply, factor_in, factors_in, number_of

ROWS_A_COLUMN = 3  # fewer would let chance fit
CONDITION = 1e5  # of the columns, each scaled to 1: beyond it coefficients are noise
ADDED = 1e-3  # below it, what does not belong there has not been added
LARGEST = 1e6  # weight that anyone writes: beyond it lies what least squares made of a wild number
CLOSE = 1e-4  # of the largest number: float32's rounding over a sum, and some
# Relatives by term, the terms that have a column, the columns [rows, terms] and their inverse
_Choice = tuple[Mapping[str, str], Sequence[Term], np.ndarray, np.ndarray]


def explain_terms(got: Sequence[np.ndarray], formulas: Sequence[Formula]) -> list[Reading] | None:
    """Return the simplest readings that give the answers got[i] to formulas[i]; None if there are none.

    got: the learner's numbers on two independent inputs or more, each [rows]. An empty list: it is right.
    """
    got = [np.asarray(numbers, dtype=float) for numbers in got]
    if not all(np.isfinite(numbers).all() for numbers in got):
        return None
    # On one input a weight may be the number of a unit: read off another, it is a weight
    order = list(range(len(got)))
    found = [_explain(order[first:] + order[:first], got, formulas) for first in order]
    best = min((one for one in found if one is not None), key=lambda one: one[0], default=None)
    return None if best is None else best[1]


def _explain(
    order: Sequence[int], got: Sequence[np.ndarray], formulas: Sequence[Formula]
) -> tuple[float, list[Reading]] | None:
    "The cost and the simplest readings of the first input in this order that are true of the others."
    got, formulas = [got[i] for i in order], [formulas[i] for i in order]
    best: tuple[float, list[Reading]] | None = None
    choices = [
        _invert(replaced, terms) for replaced in _replacements(formulas[0]) for terms in _columns(formulas[0], replaced)
    ]
    for whole, choice in itertools.product(_wholes(formulas[0]), filter(None, choices)):
        if whole and best is not None and best[0] <= factor_in(whole, formulas[0]).cost:
            break
        found = _read(got[0] / number_of(whole, formulas[0]), formulas[0], choice)
        if found is None:
            continue
        if whole:
            found = (found[0] + factor_in(whole, formulas[0]).cost, [Reading(WHOLE, WHOLE, whole), *found[1]])
        if best is not None and found[0] >= best[0]:
            continue
        for cost, readings in (found, *_with_a_size(*found, formulas[0])):
            if all(_gives(readings, formula, numbers) for numbers, formula in zip(got, formulas, strict=True)):
                best = cost, readings
                break
    return best


def slips_of(term: Term, formula: Formula) -> Iterator[Reading]:
    """Yield each single slip of a term that can be named."""
    said = [key for key in factors_in(formula) if key and _is_said(key, term, formula)]
    for key in said if term.coefficient else ("+1", "+-1"):
        yield Reading(term.name, term.name, key)
    for name in term.relatives:
        yield Reading(term.name, name, "")


def _wholes(formula: Formula) -> list[str]:
    "The factors that all terms may have together: none, or a unit's."
    own = [_sums(term, formula) for term in formula.terms if term.coefficient]
    whole = Term(WHOLE, 1, np.ones(1), sums=set.intersection(*own))
    units = [key for key, factor in factors_in(formula).items() if factor.unit and factor.value > 0]
    return ["", *(key for key in units if len(own) > 1 and _is_said(key, whole, formula))]


def _replacements(formula: Formula) -> Iterator[dict[str, str]]:
    "Which terms a relative stands for: none, then one, then two."
    options = [(term.name, name) for term in formula.terms for name in term.relatives]
    for count in range(3):
        for chosen in itertools.combinations(options, count):
            replaced = dict(chosen)
            if len(replaced) == count:
                yield replaced


def _columns(formula: Formula, replaced: Mapping[str, str]) -> Iterator[Sequence[Term]]:
    "The formula's own terms, then also what does not belong there: where it is not needed it is not said."
    own = [term for term in formula.terms if term.coefficient or term.name in replaced]
    yield own
    if len(own) < len(formula.terms):
        yield formula.terms


def _invert(replaced: Mapping[str, str], terms: Sequence[Term]) -> _Choice | None:
    "The columns of one choice of relatives and their inverse; None if they say nothing."
    values = [term.relatives[replaced[term.name]] if term.name in replaced else term.value for term in terms]
    matrix = np.stack([value.ravel() for value in np.broadcast_arrays(*values)], 1)
    scale = np.abs(matrix).max(0)
    if matrix.shape[0] < ROWS_A_COLUMN * matrix.shape[1] or not scale.all():
        return None
    if np.linalg.cond(matrix / scale) > CONDITION:
        return None
    return replaced, terms, matrix, np.linalg.pinv(matrix / scale) / scale[:, None]


def _read(got: np.ndarray, formula: Formula, choice: _Choice) -> tuple[float, list[Reading]] | None:
    "What least squares says of one choice of columns: the cost and the readings."
    replaced, terms, matrix, inverse = choice
    numbers = np.ravel(got)
    solution = inverse @ numbers
    if not np.abs(matrix @ solution - numbers).max() <= CLOSE * max(np.abs(numbers).max(), 1e-12):  # nan is no fit
        return None
    cost, readings = 0.0, []
    for term, value in zip(terms, solution, strict=True):
        stands = replaced.get(term.name, term.name)
        key = _key(value, term, formula)
        if key.startswith("x"):  # one weight for several terms reads as one, whatever least squares rounded
            key = next((r.factor for r in readings if _same_weight(r.factor, key)), key)
        if key == "" and stands == term.name:
            continue
        if key == "0" and stands != term.name:  # nothing stands there, so it is no relative
            return None
        factor = factor_in(key, formula)
        if abs(factor.value) > LARGEST:
            return None
        readings.append(Reading(term.name, stands, key))
        cost += factor.cost + (1.1 if stands != term.name else 0)
    return cost, readings


def _with_a_size(cost: float, readings: list[Reading], formula: Formula) -> Iterator[tuple[float, list[Reading]]]:
    "The readings with each weight as a number times or over one of the sizes, which differ on the second input."
    weights = [reading for reading in readings if reading.factor.startswith("x")]
    for unit, n in formula.units.items() if weights else ():
        if np.ndim(n) == 0:
            for of, size in (("/", float(n)), ("*", 1 / float(n))):
                keys = {r.factor: f"x{float(r.factor[1:]) * size:.6g}{of}{unit}" for r in weights}
                yield cost + 0.5, [r._replace(factor=keys.get(r.factor, r.factor)) for r in readings]


def _key(value: float, term: Term, formula: Formula) -> str:
    "Which factor a coefficient stands for."
    if not term.coefficient:
        return "" if abs(value) < ADDED else "+" + (_key(value, term._replace(coefficient=1.0), formula) or "1")
    ratio = value / term.coefficient
    for key in factors_in(formula):
        number = number_of(key, formula)
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
    factor = factors_in(formula)[key]
    if not factor.unit:
        return True
    summed = factor.unit in _sums(term, formula)
    averaged = formula.averages is None or factor.unit in formula.averages
    return {"1/": summed, "/": not summed, "*": averaged, "^": not averaged}[factor.of]


def _gives(readings: Sequence[Reading], formula: Formula, numbers: np.ndarray) -> bool:
    predicted = np.broadcast_to(apply(readings, formula), numbers.shape)
    return bool(np.abs(predicted - numbers).max() <= CLOSE * max(np.abs(numbers).max(), 1e-12))
