"""Small changes of a learner's function, the likeliest first: what `repair` tries until one of them is right.

Everything here is text: nothing of the learner's runs. The idea is known from introductory programming (Singh, Gulwani
and Solar-Lezama, PLDI 2013; Wang, Singh and Su, PLDI 2018).
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gencourse.exercises.run.edits.change import Change
from gencourse.exercises.run.edits.expressions import MOST_SHOWN, expression_changes
from gencourse.exercises.run.edits.statements import statement_changes


class Edit(NamedTuple):
    """One change of a cell. `where` ends the sentence "look at ...": it tells place and kind, not the change."""

    source: str  # the whole cell with the change made
    line: int  # of the cell, from 1
    where: str
    before: str  # the piece of code as it was, and as it is now
    after: str


def make_edits(source: str, name: str) -> Iterator[Edit]:
    """Yield single edits of the function or class `name` in a cell, in a fixed order, each of which can be parsed.

    The likeliest kinds of slip come first, and within a kind what stands first in the cell. A cell that cannot be
    parsed, or does not define the name, has none.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    defined = [
        node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not _is_plain_data(node)
    ]
    if not any(node.name == name for node in defined):
        return
    text = _Text(source)
    changes = itertools.chain.from_iterable(_changes(node) for node in defined)
    seen = {source}
    for change in sorted(changes, key=lambda change: (change.cost, change.node.lineno, change.node.col_offset)):
        edited, before = text.replace(change)
        if edited in seen or not _parses(edited):
            continue
        seen.add(edited)
        yield Edit(edited, change.node.lineno, change.where.format(code=_short(before)), before, _plain(change.code))


def _changes(node: ast.FunctionDef | ast.ClassDef) -> Iterable[Change]:
    functions = [part for part in ast.walk(node) if isinstance(part, ast.FunctionDef)]
    for function in functions:
        yield from statement_changes(function)
        yield from expression_changes(function)


def _is_plain_data(node: ast.AST) -> bool:
    "A class without a method has nothing to change."
    return isinstance(node, ast.ClassDef) and not any(isinstance(part, ast.FunctionDef) for part in node.body)


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _plain(code: str) -> str:
    "An expression without the brackets that its place may have needed."
    try:
        return ast.unparse(ast.parse(code, mode="eval"))
    except SyntaxError:  # a statement, or a part of one
        return code


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 4] + " ..."


class _Text:
    "A cell in which pieces are exchanged by their place in the syntax tree, so that all else stays as it was written."

    def __init__(self, source: str) -> None:
        self.data = source.encode()
        lines = self.data.splitlines(keepends=True)
        self.starts = [0, *itertools.accumulate(len(line) for line in lines)]

    def replace(self, change: Change) -> tuple[str, str]:
        "The cell with the change, and what stood there."
        first, last = change.node, change.last or change.node
        start = self.starts[first.lineno - 1] + first.col_offset
        end = self.starts[(last.end_lineno or 1) - 1] + (last.end_col_offset or 0)
        before = self.data[start:end].decode()
        edited = self.data[:start] + change.code.encode() + self.data[end:]
        return edited.decode(), before
