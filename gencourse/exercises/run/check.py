"""`check` and `progress`: what a learner meets in a notebook."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

from gencourse._validate import CourseError
from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.core.registry import get_exercise, list_exercises
from gencourse.exercises.run.capture import captured
from gencourse.exercises.run.finding import SEED, Finding, find
from gencourse.exercises.run.judge import Outcome
from gencourse.exercises.run.not_run import NotRun, watch_cells
from gencourse.exercises.run.observe import MAX_TEXT, Observation, observe
from gencourse.exercises.run.repair import find_repair, help_level
from gencourse.exercises.run.show import progress_html, readable, result_html, result_text, show
from gencourse.exercises.run.waiting import waiting

GOES_ON = "The lesson goes on with the course's version."

_outcomes: dict[str, Outcome] = {}  # of this kernel, for progress()
_attempts: dict[str, tuple[Any, dict[str, Any]]] = {}  # the last ones, with the notebook's names, for show_fix()
watch_cells()


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
    names = sys._getframe(1).f_globals
    search = not _is_strict() and help_level() != "off"
    finding = find(exercise, attempt, names, observation, search)
    verdict = finding.verdict
    _outcomes[name] = verdict.outcome
    _attempts[name] = attempt, names
    _log(exercise, finding)
    said = verdict.outcome, _rest(exercise, finding), readable(observation.printed)
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
    with contextlib.nullcontext() if _is_strict() else waiting(exercise):
        return observe(exercise, attempt, SEED)


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
    elif exercise.build:
        print(f"{exercise.name} is judged by what it does once trained: no small change is looked for.")
    else:
        repair = find_repair(exercise, *_attempts[name])
        none = f"No small change of your last answer to {exercise.name} was found that makes it right."
        print(none if repair is None else repair.change())


def _rest(exercise: Exercise, finding: Finding) -> str:
    "What a check says after its outcome."
    verdict, example, repair = finding
    if verdict.outcome == "passed":
        return f"{exercise.name} ({exercise.points} point{'s' if exercise.points != 1 else ''})."
    lines = [f"{exercise.name}: {verdict.sentence}"]
    lines += [example] if example else []
    if repair is not None:
        shown = help_level() == "edit"
        lines.append(repair.change() if shown else f'{repair.sentence()} show_fix("{exercise.name}") shows it.')
    return "\n".join([*lines, GOES_ON])


def _is_strict() -> bool:
    "NBGRADER_EXECUTION is nbgrader's own variable: it counts a cell as right unless it raises."
    return os.environ.get("GENCOURSE_STRICT") == "1" or bool(os.environ.get("NBGRADER_EXECUTION"))


def _log(exercise: Exercise, finding: Finding) -> None:
    path = os.environ.get("GENCOURSE_CHECK_LOG")
    if not path:
        return
    verdict, _, repair = finding
    entry = {"exercise": exercise.name, "outcome": verdict.outcome, "slug": verdict.slug, "points": exercise.points}
    if repair is not None:  # a class's mistakes group themselves by it
        entry["repair"] = repair._asdict()
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
    except OSError as error:
        print(f"The check log at {path} cannot be written ({error.strerror}); the check itself is not affected.")
