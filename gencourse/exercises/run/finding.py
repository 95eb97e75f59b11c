"""All that is said of a wrong answer: a sentence that is true on two inputs, a counterexample, and where to look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from gencourse.exercises.core.examples import counterexample, probe_example
from gencourse.exercises.core.exercise import Example, Exercise
from gencourse.exercises.run.capture import captured
from gencourse.exercises.run.explain import explain, observe_terms
from gencourse.exercises.run.judge import Verdict, judge, undisturbed
from gencourse.exercises.run.observe import MAX_TEXT, Observation, observe
from gencourse.exercises.run.repair import Repair, find_repair

SEED, SECOND = 0, 1  # the grader uses others
UNNAMED = "this is not right yet, and in no way that this check knows by name."


class Finding(NamedTuple):
    """A verdict and what goes with it."""

    verdict: Verdict
    counterexample: str | None = None
    repair: Repair | None = None


def find(exercise: Exercise, attempt: Any, names: dict[str, Any], observation: Observation, search: bool) -> Finding:
    """Return what can be said of an attempt that was observed on SEED. A right answer costs nothing beyond its judge.

    names: the notebook's own. search: whether to look for a repair where nothing has a name.
    """
    with captured(MAX_TEXT), undisturbed():  # a warning of our own may not cost the learner's points
        verdict = judge(exercise, observation, SEED)
        if verdict.outcome in ("passed", "open") or exercise.build:  # one that trains is not run a second time
            return Finding(verdict)
        shown = None
        if verdict.outcome == "not yet":
            verdict = _name(exercise, attempt, verdict)
            shown = find_counterexample(exercise, attempt)
    repair = find_repair(exercise, attempt, names) if search and not verdict.named else None
    return Finding(verdict, shown, repair)


def find_counterexample(exercise: Exercise, attempt: Any) -> str | None:
    """Return the first of the exercise's examples that an attempt answers wrongly, as a sentence."""
    for example in exercise.examples:
        observation = _observe(exercise, example, attempt)
        said = counterexample(exercise, example, observation.arrays) if observation.status == "ok" else None
        if said is not None:
            return said
    return None


def gives_the_examples(exercise: Exercise, attempt: Any, seconds: float) -> bool:
    """Say whether an attempt is right on each of the examples: a cheap look before the whole check."""
    for example in exercise.examples:
        observation = _observe(exercise, example, attempt, seconds)
        if observation.status != "ok" or counterexample(exercise, example, observation.arrays) is not None:
            return False
    return True


def _observe(exercise: Exercise, example: Example, attempt: Any, *seconds: float) -> Observation:
    asked = replace(exercise, probe=lambda attempt, seed: probe_example(example, attempt), uses=())
    return observe(asked, attempt, SEED, *seconds)


def _name(exercise: Exercise, attempt: Any, verdict: Verdict) -> Verdict:
    "The verdict with a sentence that is true on two inputs."
    observed = observe_terms(exercise, attempt)
    read = None if observed is None else explain(exercise, observed)
    if read is not None:
        return Verdict("not yet", read.sentence, read.slug)
    if verdict.named and judge(exercise, observe(exercise, attempt, SECOND), SECOND).slug != verdict.slug:
        return Verdict("not yet", UNNAMED, "wrong-by-no-name")
    return verdict
