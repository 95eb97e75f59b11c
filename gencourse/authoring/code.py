"""The Python in a lesson: is it Python, where are its solution regions, and what is left without them."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

from gencourse.authoring.lesson import Cell, fail

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_REGION = re.compile(r"(BEGIN|END) SOLUTION")  # what nbgrader looks for, wherever it stands in a line


def compile_code(path: Path, source: str, start: int) -> None:
    """Raise CourseError unless the source, which begins on line `start` of the file, is Python without warnings.

    A warning (an invalid escape, for instance) would go to stderr when the cell runs, and nbgrader scores that zero.
    """
    above = "\n" * (start - 1)  # so that Python counts the file's lines
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            # As a notebook does, where await needs no function; without the __future__ imports of this file
            compile(above + source, path.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError as error:
            line = error.lineno or start
            text = (above + source + "\n").split("\n")[line - 1].strip()
            magic = text.startswith(("%", "!")) or text.endswith("?")
            why = "lessons use no IPython magics or shell commands" if magic else f"this is not Python: {error.msg}"
            fail(path, line, f"{why}. The line reads {text!r}.")
        except ValueError as error:  # a null byte
            fail(path, start, f"this is not Python: {error}.")


def regions(path: Path, cell: Cell) -> list[tuple[int, int]]:
    """The solution regions of a cell, as indices of their first and last line (the markers).

    Raises CourseError for a region that is not opened, not closed, nested, or marked in another way than ours.
    """
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for i, text in enumerate(cell.source.split("\n")):
        marker = _REGION.search(text)
        if not marker:
            continue
        line = cell.start + i
        if cell.role != "exercise":
            fail(path, line, f"a solution region belongs in an exercise cell, and this is a {cell.role} cell.")
        if text.strip() not in (BEGIN, END):
            fail(path, line, f"a region's marker stands alone on its line: `### {marker[0]}`.")
        if marker[1] == "BEGIN":
            if begin is not None:
                fail(path, line, f"the region of line {cell.start + begin} is still open here. Put {END} before this.")
            begin = i
        elif begin is None:
            fail(path, line, f"{END} without a {BEGIN} above it.")
        else:
            found.append((begin, i))
            begin = None
    if begin is not None:
        fail(path, cell.start + begin, f"this solution region is not closed. Add {END} at its end.")
    return found


def stub(path: Path, cell: Cell) -> str:
    """What a learner finds in an exercise cell: each region is one line that raises NotImplementedError."""
    lines = cell.source.split("\n")
    for begin, end in reversed(regions(path, cell)):  # from below: the lines above keep their numbers
        indent = lines[begin][: lines[begin].index("#")]
        lines[begin : end + 1] = [f'{indent}raise NotImplementedError("Exercise: {cell.name}")']
    return "\n".join(lines)


def without_markers(cell: Cell) -> str:
    """An exercise cell solved, without the lines that mark its regions."""
    return "\n".join(line for line in cell.source.split("\n") if line.strip() not in (BEGIN, END))


def defines(source: str, symbol: str) -> bool:
    """Whether a function or class of this name stands at the top level of the source."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) and node.name == symbol for node in ast.parse(source).body)


def raises_when_run(source: str) -> bool:
    """Whether a stub's line stands outside every function, where running the cell reaches it."""
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Raise) and ast.unparse(node).startswith("raise NotImplementedError"):
            return True
        # The body of a class runs with the cell, that of a function does not
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            pending.extend(ast.iter_child_nodes(node))
    return False
