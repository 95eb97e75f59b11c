"""What is wrong with an answer, read off its numbers: the coefficient that it gives each term of its formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.readings import explain_terms
from gencourse.exercises.core.terms import sentence_of, slug_of
from gencourse.exercises.run.observe import observe

SEEDS = (11, 12)  # two inputs: a reading that holds on one by chance is not said


def observe_terms(exercise: Exercise, attempt: Any) -> dict[int, Arrays] | None:
    """Run the probe of the exercise's terms on SEEDS, guarded like a check; None if it has none or they do not end."""
    if exercise.terms is None:
        return None
    observed = {}
    for seed in SEEDS:
        observation = observe(replace(exercise, probe=exercise.terms.probe, uses=()), attempt, seed)
        if observation.status != "ok":
            return None
        observed[seed] = observation.arrays
    return observed


def explain(exercise: Exercise, observed: Mapping[int, Arrays]) -> Mistake | None:
    """Return what an answer's numbers say of its terms, if it is true on all seeds; None where nothing simple is.

    It never runs the learner's code, so a grader uses it too.  observed: of two seeds or more, as observe_terms
    returns it
    """
    terms = exercise.terms
    if terms is None:
        return None
    read = [terms.read(arrays, seed) for seed, arrays in observed.items()]
    pairs = [pair for pair in read if pair is not None]
    if len(pairs) < len(read):
        return None
    formulas = [formula for _, formula in pairs]
    readings = explain_terms([rows for rows, _ in pairs], formulas)
    return Mistake(slug_of(readings, formulas[0]), sentence_of(terms, readings, formulas[0])) if readings else None
