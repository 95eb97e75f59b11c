"""The rules of a lesson: what makes a percent script one that `gencourse build` takes."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

from gencourse._validate import CourseError
from gencourse.authoring.claims import claims_of, followed
from gencourse.authoring.code import compile_code, defines, raises_when_run, regions, stub
from gencourse.authoring.lesson import Cell, Lesson, fail
from gencourse.authoring.source import read_lesson
from gencourse.exercises import Exercise, get_exercise

__all__ = ["Cell", "Lesson", "parse_lesson"]


def parse_lesson(path: Path) -> Lesson:
    """Read a lesson's source and check that it keeps every rule.

    Raises CourseError reading "solutions/00_start_here.py:41: what, expected, fix": a file that cannot be read (see
    `source.read_lesson`); no set-up cell, or one that is not the first code cell; an exercise that is unknown, of
    another lesson, repeated, without its function, its solution region or its check; a check, hint or question in the
    wrong place; a solution region outside an exercise or not closed; a claim without an assert, or above all code.
    """
    lesson = read_lesson(path)
    if not lesson.cells:
        fail(lesson.path, None, "the file has no cells. Begin it with `# %% [markdown]` and the lesson's title.")
    for cell in (*lesson.cells, *lesson.claims):
        regions(lesson.path, cell)
    _check_setup(lesson)
    _check_names(lesson)
    _check_order(lesson)
    _check_claims(lesson)
    for cell in lesson.cells:
        if cell.role == "exercise":
            _check_exercise(lesson, cell)
        if cell.role == "check":
            _check_check(lesson, cell)
    return lesson


def _check_setup(lesson: Lesson) -> None:
    code = [cell for cell in lesson.cells if cell.type == "code"]
    setups = [cell for cell in code if cell.role == "setup"]
    how = 'mark the first code cell, with the imports and the seed, as `# %% tags=["setup"]`.'
    if not setups:
        lesson.fail((code or lesson.cells)[0], f"the lesson has no set-up cell: {how}")
    if setups[0] is not code[0]:
        lesson.fail(setups[0], f"the set-up cell should be the first code cell, above line {code[0].line}.")
    if len(setups) > 1:
        lesson.fail(setups[1], f"this is a second set-up cell, after line {setups[0].line}. Join the two.")


def _check_names(lesson: Lesson) -> None:
    seen: dict[tuple[str, str], int] = {}
    for cell in lesson.cells:
        if cell.role in ("exercise", "check", "hint"):
            _exercise(lesson, cell)
        if cell.role == "question" and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.name):
            lesson.fail(cell, f"a question is named in small letters, digits and hyphens, got {cell.name!r}.")
        if cell.role in ("exercise", "check", "question"):
            first = seen.setdefault((cell.role, cell.name), cell.line)
            if first != cell.line:
                lesson.fail(cell, f'{cell.role}="{cell.name}" stands on line {first} already. Rename or drop one.')


def _exercise(lesson: Lesson, cell: Cell) -> Exercise:
    try:
        exercise = get_exercise(cell.name)
    except CourseError as error:
        lesson.fail(cell, str(error))
    if exercise.lesson != lesson.topic:
        lesson.fail(cell, f"{cell.name} is an exercise of the lesson {exercise.lesson!r}, not of {lesson.topic!r}.")
    return exercise


def _check_order(lesson: Lesson) -> None:
    "An exercise, its check, its hints: nothing comes between them."
    nothing = Cell("", "", 0, 0)  # stands before the first cell and after the last
    for before, cell in pairwise([nothing, *lesson.cells, nothing]):
        same = before.name == cell.name
        if before.role == "exercise" and not (cell.role == "check" and same):
            lesson.fail(before, f'the next cell should be the check of this exercise: `# %% check="{before.name}"`.')
        if cell.role == "check" and before.role != "exercise":
            lesson.fail(cell, f'a check follows its exercise, but the cell above is not `exercise="{cell.name}"`.')
        if cell.role == "hint" and not (before.role in ("check", "hint") and same):
            lesson.fail(cell, f'a hint follows its check directly, but the cell above is not `check="{cell.name}"`.')
        if cell.role == "question" and before.role != "text":
            lesson.fail(cell, "a model answer follows the text cell that asks the question. Put that one above it.")


def _check_claims(lesson: Lesson) -> None:
    for cell in lesson.claims:
        if followed(lesson, cell) is None:
            lesson.fail(cell, "a claim follows the code cell that it speaks of. Put that one above it.")
        if not claims_of(cell):
            lesson.fail(cell, 'a claim states something: write `assert condition, "words of the text"`.')


def _check_exercise(lesson: Lesson, cell: Cell) -> None:
    exercise = get_exercise(cell.name)
    if not regions(lesson.path, cell):
        lesson.fail(cell, "the exercise has no solution: put ### BEGIN SOLUTION and ### END SOLUTION around it.")
    left = stub(lesson.path, cell)
    try:
        compile_code(lesson.path, left, cell.start)
    except CourseError:
        lesson.fail(cell, "without its solution regions this cell is not Python. Put whole statements in them.")
    if not defines(left, exercise.symbol):
        lesson.fail(cell, f"{cell.name} should define {exercise.symbol} at top level, outside its regions.")
    if raises_when_run(left):
        lesson.fail(cell, "a solution region stands outside any function, so the unsolved cell would fail.")


def _check_check(lesson: Lesson, cell: Cell) -> None:
    symbol = get_exercise(cell.name).symbol
    expected = f'{symbol} = check("{cell.name}", {symbol})'
    if ast.dump(ast.parse(cell.source)) != ast.dump(ast.parse(expected)):  # wrapped over lines it is the same
        fail(lesson.path, cell.start, f"a check cell reads `{expected}` and nothing else.")
