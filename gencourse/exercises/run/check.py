"""`check` and `progress`: what a learner meets in a notebook."""

from __future__ import annotations

import json
import os
import sys
import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch

from gencourse._validate import CourseError
from gencourse.exercises.core.exercise import Exercise, Mistake
from gencourse.exercises.core.registry import get_exercise, list_exercises
from gencourse.exercises.core.uses import judge_uses, of_the_probe
from gencourse.exercises.run.capture import captured
from gencourse.exercises.run.explain import explain
from gencourse.exercises.run.not_run import NotRun, watch_cells
from gencourse.exercises.run.observe import MAX_TEXT, Observation, observe, plain_torch
from gencourse.exercises.run.repair import Repair, find_repair, help_level
from gencourse.exercises.run.show import progress_html, readable, result_html, result_text, show

Outcome = Literal["passed", "open", "not yet", "crashed"]
SEED = 0  # the grader uses others
GOES_ON = "The lesson goes on with the course's version."

_outcomes: dict[str, Outcome] = {}  # of this kernel, for progress()
_attempts: dict[str, tuple[Any, dict[str, Any]]] = {}  # the last ones, with the notebook's names, for show_fix()
watch_cells()


@dataclass(frozen=True)
class Verdict:
    """How a check ended. The slug names the mistake for tests and class reports; the sentence is for the learner."""

    outcome: Outcome
    sentence: str = ""
    slug: str | None = None

    @property
    def named(self) -> bool:
        """Whether the mistake has a name of its own: "wrong-loss" tells only that the loss is wrong."""
        return self.slug is not None and not self.slug.startswith("wrong-")


class NotPassed(Exception):
    """Raised by `check` in strict mode (GENCOURSE_STRICT=1, or under nbgrader) unless the exercise is passed."""


def check(name: str, attempt: Any) -> Any:
    """Check a learner's answer to an exercise; say passed, open, not yet or crashed, and why.

    Returns the learner's own function if it passed, otherwise the course's version, so that the lesson goes on.
    In strict mode anything but passed raises NotPassed, after binding the course's version in the caller's globals.
    """
    with captured(MAX_TEXT):  # a warning of our own may not cost the learner's points
        exercise = get_exercise(name)
    observation = _observe(exercise, attempt)
    with captured(MAX_TEXT):
        verdict = judge(exercise, observation, SEED)
        if verdict.outcome == "not yet" and not verdict.named:
            sentence = explain(exercise, attempt)
            verdict = verdict if sentence is None else Verdict("not yet", sentence, "terms")
    _outcomes[name] = verdict.outcome
    names = sys._getframe(1).f_globals
    _attempts[name] = attempt, names
    repair = _find_repair(exercise, verdict, attempt, names)
    _log(exercise, verdict, repair)
    said = verdict.outcome, _rest(exercise, verdict, repair), readable(observation.printed)
    if verdict.outcome != "passed" and _is_strict():
        # Bound before it raises: nbgrader runs the next cells, and they call this name
        names[exercise.symbol] = exercise.reference
        raise NotPassed(result_text(*said))
    if _is_strict():
        print(result_text(*said))  # graders read text
    else:
        show(result_text(*said), result_html(*said))
    return attempt if verdict.outcome == "passed" else exercise.reference


def _observe(exercise: Exercise, attempt: Any) -> Observation:
    if isinstance(attempt, NotRun):
        return Observation("open", f"{exercise.symbol} is not defined yet: run the cell above, then this one.")
    if attempt is exercise.reference:  # a check cell run twice is handed what it returned at first
        return Observation("open", "this is the course's version; run your own cell above, then this one.")
    return observe(exercise, attempt, SEED)


def judge(exercise: Exercise, observation: Observation, seed: int) -> Verdict:
    """Turn what a probe observed into a verdict. It never runs the learner's code, so the grader uses it too."""
    if observation.status == "open":
        return Verdict("open", observation.text or "write your answer in the cell above, then run both cells.")
    if observation.status == "crashed":
        return Verdict("crashed", observation.text)
    if observation.status == "mistake":
        return Verdict("not yet", observation.text, observation.slug)
    try:
        # A judge may make networks, whose weights are drawn: the notebook's own numbers go on as if nothing was
        own_numbers = torch.random.fork_rng(devices=[])
        with own_numbers, plain_torch(), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of wild numbers; one on stderr scores zero in nbgrader
            exercise.judge(of_the_probe(observation.arrays), seed)
            if observation.text:
                return Verdict("not yet" if observation.slug else "crashed", observation.text, observation.slug)
            judge_uses(exercise, observation.arrays, seed)
    except Mistake as mistake:
        return Verdict("not yet", mistake.sentence, mistake.slug)
    # The learner's code does not run here, so the fault is ours
    except Exception as error:
        blame = f"the course's own check failed ({type(error).__name__}: {error}). That is our fault: please report it."
        return Verdict("crashed", blame, "check-failed")
    return Verdict("passed")


def progress(lesson: str) -> None:
    """Print a lesson's exercises with their outcome so far in this kernel, and the points.  lesson: "start_here" """
    exercises = [exercise for exercise in list_exercises() if exercise.lesson == lesson]
    if not exercises:
        lessons = ", ".join(dict.fromkeys(exercise.lesson for exercise in list_exercises()))
        raise CourseError(f"There is no lesson named {lesson!r} with exercises. There are: {lessons}.")
    outcomes = {exercise.name: _outcomes.get(exercise.name, "not run") for exercise in exercises}
    passed = [exercise for exercise in exercises if outcomes[exercise.name] == "passed"]
    points = f"{sum(e.points for e in passed)} of {sum(e.points for e in exercises)} points"
    head = f"{len(passed)} of {len(exercises)} exercises passed, {points}."
    width = max(map(len, outcomes))
    text = "\n".join([head, *(f"  {name:{width}}  {outcome}" for name, outcome in outcomes.items())])
    show(text, progress_html(head, outcomes))


def show_fix(name: str) -> None:
    """Print the small change that would have made the last attempt at an exercise right, if there is one.

    Raises CourseError for a name that is none.  name: "elbo.kl_standard_normal"
    """
    exercise = get_exercise(name)
    if name not in _outcomes:
        print(f"{exercise.name} was not checked yet: run its check cell first.")
    elif _outcomes[name] in ("passed", "open"):
        print(f"{exercise.name} is {_outcomes[name]}: there is nothing to mend.")
    else:
        repair = find_repair(exercise, *_attempts[name])
        none = f"No small change of your last answer to {exercise.name} was found that makes it right."
        print(none if repair is None else repair.change())


def _find_repair(exercise: Exercise, verdict: Verdict, attempt: Any, names: dict[str, Any]) -> Repair | None:
    "Where a change would do, if nothing else says what is wrong."
    if verdict.outcome in ("passed", "open") or verdict.named or _is_strict() or help_level() == "off":
        return None
    return find_repair(exercise, attempt, names)


def _rest(exercise: Exercise, verdict: Verdict, repair: Repair | None) -> str:
    "What a check says after its outcome."
    if verdict.outcome == "passed":
        return f"{exercise.name} ({exercise.points} point{'s' if exercise.points != 1 else ''})."
    lines = [f"{exercise.name}: {verdict.sentence}"]
    if repair is not None:
        lines.append(repair.sentence())
        lines += [repair.change()] if help_level() == "edit" else []
    return "\n".join([*lines, GOES_ON])


def _is_strict() -> bool:
    "NBGRADER_EXECUTION is nbgrader's own variable: it counts a cell as right unless it raises."
    return os.environ.get("GENCOURSE_STRICT") == "1" or bool(os.environ.get("NBGRADER_EXECUTION"))


def _log(exercise: Exercise, verdict: Verdict, repair: Repair | None) -> None:
    path = os.environ.get("GENCOURSE_CHECK_LOG")
    if not path:
        return
    entry = {"exercise": exercise.name, "outcome": verdict.outcome, "slug": verdict.slug, "points": exercise.points}
    if repair is not None:  # a class's mistakes group themselves by it
        entry["repair"] = repair._asdict()
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
    except OSError as error:
        print(f"The check log at {path} cannot be written ({error.strerror}); the check itself is not affected.")
