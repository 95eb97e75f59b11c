"""What every committed notebook holds to, read without running it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from gencourse.exercises import list_exercises
from tests.lesson_contract import own_exercises

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
NOTEBOOKS = [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in LESSONS + SOLUTIONS]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS)


def test_there_are_lessons():
    "A run that found no notebook has tested nothing, and must not be green"
    assert LESSONS, "lessons/ holds no notebook"


def test_each_lesson_has_its_solution_and_source():
    names = [path.stem for path in LESSONS]
    assert [path.stem for path in SOLUTIONS] == names
    assert sorted(path.stem for path in (ROOT / "solutions").glob("*.py")) == names


def test_each_exercise_has_its_lesson():
    topics = {path.stem[3:] for path in LESSONS}
    assert {exercise.name for exercise in list_exercises() if exercise.lesson not in topics} == set()


@each_notebook
def test_the_notebook_is_valid(path: Path):
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))


@each_notebook
def test_no_output_is_committed(path: Path):
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@each_notebook
def test_the_file_is_utf8_with_plain_line_feeds(path: Path):
    data = path.read_bytes()
    data.decode("utf-8")
    assert b"\r" not in data
    assert data.endswith(b"}\n")


@each_notebook
def test_nothing_switches_a_test_off(path: Path):
    "With raises-exception a cell passes whether or not it raises; nbval-skip and its comment do not even run it"
    for cell in read(path).cells:
        assert not {"raises-exception", "nbval-raises-exception", "nbval-skip"} & set(cell.metadata.get("tags", []))
        assert not re.search(r"#\s*NBVAL_(SKIP|RAISES_EXCEPTION)", cell.source)


@each_notebook
def test_one_heading_of_the_first_level_at_the_top(path: Path):
    assert [heading_count(cell.source) for cell in read(path).cells if cell.cell_type == "markdown"][:1] == [1]


@each_notebook
def test_the_check_cells_are_those_of_its_exercises(path: Path):
    "Each is checked once, in a cell of which the id tells the exercise"
    checked = {cell.id: names for cell in code_cells(path) if (names := checked_names(cell.source))}
    assert checked == {"check-" + name.replace(".", "-"): [name] for name in own_exercises(path)}


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def checked_names(source: str) -> list[str]:
    """Return the first argument of each call of `check` in a cell."""
    if "check(" not in source:
        return []
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.literal_eval(c.args[0]) for c in calls if isinstance(c.func, ast.Name) and c.func.id == "check"]


def heading_count(markdown: str) -> int:
    """Return the number of H1 headings; a comment in a fenced block is none."""
    text = re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return len(re.findall(r"^# ", text, flags=re.MULTILINE))
