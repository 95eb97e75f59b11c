"""Makes notebooks from a parsed lesson, the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

import nbformat

from gencourse import __version__
from gencourse.authoring.code import stub, without_markers
from gencourse.authoring.lesson import Cell, Lesson, fail
from gencourse.exercises import get_exercise

ANSWER = "*Your answer:*"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def lesson_notebook(lesson: Lesson, *, with_solutions: bool = True) -> bytes:
    """What learners open: stubs and empty answers, with hints and solutions folded below each check.

    Raises CourseError if two cells would have the same id.
    """
    cells = []
    for cell in lesson.cells:
        if cell.role == "exercise":
            cells.append(_notebook_cell(cell, stub(lesson.path, cell)))
        elif cell.role == "question":
            cells.append(_notebook_cell(cell, ANSWER))
        elif cell.role != "hint":
            cells.append(_notebook_cell(cell, cell.source))
        if cell.role == "check":
            cells += _help(lesson, cell.name, with_solutions)
    return _to_bytes(lesson, cells)


def solution_notebook(lesson: Lesson) -> bytes:
    """The lesson solved, with its regions marked and its model answers, for instructors, nbval and nbgrader.

    Raises CourseError if two cells would have the same id.
    """
    cells = []
    for cell in lesson.cells:
        if cell.role != "hint":
            cells.append(_notebook_cell(cell, cell.source))
        if cell.role == "check":
            cells += _help(lesson, cell.name, with_solution=False)  # the cell above is solved
    return _to_bytes(lesson, cells)


def _notebook_cell(cell: Cell, source: str) -> dict[str, Any]:
    ids = {  # nbformat allows no dots in them
        "exercise": cell.name.replace(".", "-"),
        "check": "check-" + cell.name.replace(".", "-"),
        "question": "question-" + cell.name,
    }
    made = _plain_cell(cell.type, source, ids.get(cell.role, ""))
    if cell.tags:
        made["metadata"]["tags"] = list(cell.tags)
    nbgrader = _nbgrader(cell)
    if nbgrader:
        made["metadata"]["nbgrader"] = {"grade_id": made["id"], "schema_version": 3, "task": False} | nbgrader
    return made


def _nbgrader(cell: Cell) -> dict[str, Any]:
    if cell.role == "exercise":
        return {"grade": False, "locked": False, "solution": True}
    if cell.role == "check":
        return {"grade": True, "locked": True, "solution": False, "points": get_exercise(cell.name).points}
    if cell.role == "question":  # graded by hand, if at all
        return {"grade": True, "locked": False, "solution": True, "points": 0}
    return {}


def _plain_cell(kind: str, source: str, id: str = "") -> dict[str, Any]:
    # Metadata by whitelist: jupytext leaves its own in the cells that it reads
    cell: dict[str, Any] = {"cell_type": kind, "id": id, "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _help(lesson: Lesson, exercise: str, with_solution: bool) -> list[dict[str, Any]]:
    "One text cell, or none, that folds the hints of an exercise and its solution."
    hints = [cell.source for cell in lesson.cells if cell.role == "hint" and cell.name == exercise]
    folds = [_fold(f"Hint {i}", hint) for i, hint in enumerate(hints, start=1)]
    if with_solution:
        solved = next(cell for cell in lesson.cells if cell.role == "exercise" and cell.name == exercise)
        folds.append(_fold("Solution", _fenced(without_markers(solved))))
    return [_plain_cell("markdown", "\n\n".join(folds), "help-" + exercise.replace(".", "-"))] if folds else []


def _fold(title: str, text: str) -> str:
    "The blank lines let the markdown inside render."
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _fenced(code: str) -> str:
    longest = max(map(len, re.findall("`+", code)), default=0)
    # Longer than any run of backticks inside, which would end it
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{code}\n{fence}"


def _to_bytes(lesson: Lesson, cells: list[dict[str, Any]]) -> bytes:
    _give_ids(cells)
    twice = [id for id, count in Counter(cell["id"] for cell in cells).items() if count > 1]
    if twice:
        fail(lesson.path, None, f"two cells would have the id {twice[0]!r}. Rename the question or the exercise.")
    metadata = {"gencourse": {"lesson": lesson.name, "version": __version__}, "kernelspec": _KERNEL}
    notebook = nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    nbformat.validate(notebook)
    return (nbformat.writes(notebook) + "\n").encode("utf-8")


def _give_ids(cells: list[dict[str, Any]]) -> None:
    "A cell without a name of its own is called by what it is, so that an edit elsewhere leaves its id alone."
    seen: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        if not cell["id"]:
            key = (cell["cell_type"], cell["source"])
            text = json.dumps([*key, seen[key]])  # equal cells are told apart by their order
            cell["id"] = hashlib.sha256(text.encode("ascii")).hexdigest()[:12]
            seen[key] += 1
