"""Which wrong answers a check accepts: every small change of every solution is checked, as a learner's answer would be.

    python benchmarks/edits.py                              all exercises, some 30,000 edits: 10 minutes
    python benchmarks/edits.py --quick                      every fifth edit
    python benchmarks/edits.py --exercise elbo.elbo         one exercise, or those whose names hold this text

An edit that is accepted on two seeds, and whose answers are not the solution's, is a survivor: the probe has a gap, or
the edit is as right as the solution, and then edits_equivalent.txt lists it with the reason. Ends with 1 if there is a
survivor that is not listed, or a listed one that is none.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import numpy as np
import torch

from gencourse.authoring.parse import parse_lesson
from gencourse.exercises import get_exercise, list_exercises
from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.run import Observation, judge, observe
from gencourse.exercises.run.edits import make_edits
from gencourse.exercises.run.rebuild import prelude_of, rebuild
from gencourse.exercises.run.repair_worker import SECONDS, limit_memory

SOLUTIONS = Path(__file__).parents[1] / "solutions"
LISTED = Path(__file__).with_name("edits_equivalent.txt")
SEEDS = (0, 1)  # the check's own, and one of a grader's
NEAR = 1e-4  # of the largest number in an array: the same answer, rounded otherwise
QUICK = 5


class Solution(NamedTuple):
    """The cell of an exercise in its lesson's source, and the lines that bind what it takes from others."""

    exercise: Exercise
    source: str
    prelude: str


class Survivor(NamedTuple):
    """An edit that a check accepts although its answers differ; both pieces of code on one line."""

    exercise: str
    before: str
    after: str

    def line(self) -> str:
        return f"{self.exercise}: {self.before} -> {self.after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercise", default="", metavar="NAME", help="one exercise, or those whose names hold NAME")
    parser.add_argument("--quick", action="store_true", help="every fifth edit")
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    listed = read_listed(LISTED)
    limit_memory()
    found: dict[Survivor, None] = {}
    names = [name for name in (one.name for one in list_exercises() if not one.build) if options.exercise in name]
    print(f"{'exercise':34}{'edits':>7}{'accepted':>10}{'survivors':>11}{'listed':>8}{'seconds':>9}")
    for solution in read_solutions():
        if solution.exercise.name in names:
            found |= dict.fromkeys(_report(solution, QUICK if options.quick else 1, listed))
    new = [survivor for survivor in found if survivor.line() not in listed]
    gone = [line for line in listed if line.split(":")[0] in names and line not in {s.line() for s in found}]
    gone = [] if options.quick else gone  # of the edits that were left out nothing is known
    for title, lines in (("Not listed", [survivor.line() for survivor in new]), ("Listed, but no survivors", gone)):
        if lines:
            print("\n".join([f"\n{title}:", *lines]))
    sys.exit(1 if new or gone else 0)


def read_solutions() -> Iterator[Solution]:
    """Yield the solution of every exercise, in the order of the lessons."""
    for path in sorted(SOLUTIONS.glob("[0-9][0-9]_*.py")):
        lesson = parse_lesson(path)
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in lesson.cells:
            if cell.role == "setup":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(cell.source, f"<set-up of {path.name}>", "exec"), names)
            if cell.role == "exercise":
                exercise = get_exercise(cell.name)
                prelude = prelude_of(cell.source, exercise, names)
                assert prelude is not None, f"{cell.name} takes something of another cell"
                yield Solution(exercise, cell.source, prelude)
                names[exercise.symbol] = exercise.reference


def read_listed(path: Path) -> dict[str, str]:
    """Return the lines "exercise: before -> after" of the list, each with its reason, which stands above it."""
    listed, reason = {}, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            reason = line.removeprefix("#").strip()
        elif line.strip():
            listed[line.strip()] = reason
    return listed


def _report(solution: Solution, step: int, listed: Mapping[str, str]) -> list[Survivor]:
    start, edits, accepted, survivors = process_time(), 0, 0, []
    exercise, source, prelude = solution
    reference = rebuild(source, exercise, prelude)
    right = [observe(exercise, reference, seed) for seed in SEEDS]
    for number, edit in enumerate(make_edits(source, exercise.symbol)):
        if number % step:
            continue
        edits += 1
        answers = _accepted(exercise, edit.source, prelude)
        if answers is None:
            continue
        accepted += 1
        if not all(_same(one, other) for one, other in zip(answers, right, strict=True)):
            survivors.append(Survivor(exercise.name, _on_one_line(edit.before), _on_one_line(edit.after)))
    known = sum(survivor.line() in listed for survivor in survivors)
    seconds = process_time() - start
    print(f"{exercise.name:34}{edits:7}{accepted:10}{len(survivors):11}{known:8}{seconds:9.0f}", flush=True)
    return survivors


def _accepted(exercise: Exercise, source: str, prelude: str) -> list[Observation] | None:
    "What the edit's probes gave, if it passes on every seed."
    try:
        attempt = rebuild(source, exercise, prelude)
    except Exception:
        return None
    # The calls of the lesson's size last: most edits have failed before
    observations = []
    for asked, seed in ((replace(exercise, uses=()), SEEDS[0]), *((exercise, seed) for seed in SEEDS)):
        observations.append(observe(asked, attempt, seed, SECONDS))
        if judge(asked, observations[-1], seed).outcome != "passed":
            return None
    return observations[1:]


def _same(one: Observation, other: Observation) -> bool:
    return one.arrays.keys() == other.arrays.keys() and all(_equal(one.arrays[k], other.arrays[k]) for k in one.arrays)


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    if (one.shape, one.dtype) != (other.shape, other.dtype):
        return False
    scale = np.abs(other[np.isfinite(other)]).max(initial=0)
    return bool(np.allclose(one, other, rtol=NEAR, atol=NEAR * scale, equal_nan=True))


def _on_one_line(code: str) -> str:
    return " ".join(code.split())


if __name__ == "__main__":
    main()
