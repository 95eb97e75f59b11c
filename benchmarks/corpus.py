"""The answers of students in benchmarks/answers, as a reader and a judge of messages need them.

Each file is named <topic>/<exercise>.py and holds whole cells: `# %% wrong: <what is wrong>` or `# %% right: <how>`.
They were written without a look at judges and tests. They are text: no linter reads them, and no test runs them.
"""

from __future__ import annotations

import json
import linecache
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gencourse.exercises import get_exercise, list_exercises
from gencourse.exercises.core.exercise import Exercise
from gencourse.workbook import find_lessons

FOLDER = Path(__file__).with_name("answers")
_BLOCK = re.compile(r"^# %% (wrong|right): (.*)$", re.MULTILINE)


class Answer(NamedTuple):
    """One cell that a student may write, and what is wrong or unusual in it."""

    exercise: str
    right: bool
    intent: str
    source: str


def read_answers(folder: Path = FOLDER) -> Iterator[Answer]:
    """Yield the answers of a folder in the order of the lessons. Raises FileNotFoundError for one without any."""
    found = 0
    for exercise in list_exercises():
        topic, name = exercise.name.split(".")
        for path in sorted(folder.rglob(f"{topic}/{name}.py")):
            _, *parts = _BLOCK.split(path.read_text(encoding="utf-8"))
            for kind, intent, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
                found += 1
                yield Answer(exercise.name, kind == "right", intent.strip(), source.strip("\n") + "\n")
    if not found:
        raise FileNotFoundError(f"no answers in {folder}: files <topic>/<exercise>.py with lines # %% wrong: ...")


def setup_cell(exercise: Exercise) -> str:
    """Return the text of the cell that a lesson begins with."""
    (path,) = (path for path in find_lessons() if path.stem[3:] == exercise.lesson)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if "setup" in cell["metadata"].get("tags", [])))


def run_cell(answer: Answer) -> tuple[Any, dict[str, Any]]:
    """Run the lesson's first cell, bind earlier exercises, run the answer; return what it defines, and all names."""
    exercise = get_exercise(answer.exercise)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(setup_cell(exercise), "<setup>", "exec"), names)
    for other in list_exercises():
        if other.lesson == exercise.lesson and other.name != exercise.name:
            names[other.symbol] = other.reference
    path = f"<{answer.exercise} {abs(hash(answer.source))}>"
    linecache.cache[path] = (len(answer.source), None, answer.source.splitlines(keepends=True), path)
    exec(compile(answer.source, path, "exec"), names)
    return names[exercise.symbol], names
