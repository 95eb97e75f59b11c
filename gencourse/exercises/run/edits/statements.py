"""Which changes of whole lines are worth a try: their order, one too many, one too few, a `with`, an indent."""

from __future__ import annotations

import ast
import copy
import itertools
import textwrap
from collections.abc import Iterator

from gencourse.exercises.run.edits.change import Change

INSERTED = (  # what a training step lacks
    "optimizer.zero_grad()",
    "optimizer.step()",
)


def statement_changes(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield changes of the lines of a function's body and of the blocks in it."""
    docstring = ast.get_docstring(function) is not None
    for owner in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(owner, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield from _of_block(block[1:] if owner is function and docstring else block, owner)


def _of_block(block: list[ast.stmt], owner: ast.AST) -> Iterator[Change]:
    for i, line in enumerate(block):
        if i + 1 < len(block) and not isinstance(block[i + 1], ast.Return):
            follower = block[i + 1]
            code = _lines([follower, line], line)
            yield Change(line, code, 1, f"the order of lines {line.lineno} and {follower.lineno}", follower)
        if len(block) > 1 and not isinstance(line, ast.Return):
            yield Change(line, "pass", 2, "`{code}`, and ask whether it is needed")
        if isinstance(line, ast.With):
            yield Change(line, _lines(line.body, line), 1, "the `with` here, and what it covers")
        elif isinstance(line, (ast.Assign, ast.Return, ast.Expr)):
            inner = textwrap.indent(_lines([line], line, indent=0), " " * (line.col_offset + 4))
            yield Change(line, f"with torch.no_grad():\n{inner}", 3, "`{code}`, and ask whether gradients should pass")
            for added in INSERTED:
                if added.split(".")[0] in _used(owner):
                    code = _lines([ast.parse(added).body[0], line], line)
                    yield Change(line, code, 2, "`{code}`: a line is missing before it")
        if isinstance(line, ast.AugAssign):
            yield from _augmented(line)
    last = block[-1]
    if isinstance(last, (ast.For, ast.While)) and len(last.body) > 1 and isinstance(last.body[-1], ast.Return):
        code = _lines([_with_body(last, last.body[:-1]), last.body[-1]], last)
        yield Change(last, code, 1, f"the indent of line {last.body[-1].lineno}")
    yield from _pulled_in(block)


def _pulled_in(block: list[ast.stmt]) -> Iterator[Change]:
    "The line after a loop or a `with` becomes its last one."
    for line, follower in itertools.pairwise(block):
        if isinstance(line, (ast.For, ast.With)) and not isinstance(follower, ast.Return):
            longer = _with_body(line, [*line.body, follower])
            yield Change(line, _lines([longer], line), 2, f"the indent of line {follower.lineno}", follower)


def _augmented(line: ast.AugAssign) -> Iterator[Change]:
    target, value = ast.unparse(line.target), ast.unparse(line.value)
    sign = {ast.Add: "-=", ast.Sub: "+="}.get(type(line.op))
    if sign:
        yield Change(line, f"{target} {sign} {value}", 1, "the sign in `{code}`")
    yield Change(line, f"{target} = {value}", 2, "`{code}`: added to or replaced")


def _lines(block: list[ast.stmt], at: ast.stmt, indent: int | None = None) -> str:
    "The statements as they stand at this place: the first line needs no indent, the others do."
    text = "\n".join(ast.unparse(line) for line in block)
    spaces = " " * (at.col_offset if indent is None else indent)
    return textwrap.indent(text, spaces).lstrip(" ")


def _with_body(block: ast.For | ast.While | ast.With, body: list[ast.stmt]) -> ast.stmt:
    other = copy.copy(block)
    other.body = body
    return other


def _used(owner: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(owner) if isinstance(node, ast.Name)}
