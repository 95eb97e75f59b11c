"""What a rule gives: one piece of a cell, and what might stand there."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple


class Change(NamedTuple):
    """`code` in place of a node, or of all from `node` to `last`. {code} in `where` stands for what was there."""

    node: Any  # ast.expr or ast.stmt, which have places
    code: str
    cost: int
    where: str
    last: Any = None


def code_of(node: ast.AST) -> str:
    """Return a node as Python text."""
    return ast.unparse(node)


def in_brackets(node: ast.AST) -> str:
    """Return it so that an operator may stand beside it."""
    text = code_of(node)
    return text if isinstance(node, (ast.Name, ast.Call, ast.Constant, ast.Attribute, ast.Subscript)) else f"({text})"
