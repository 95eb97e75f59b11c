"""From the text of a learner's cell to the one function an exercise asks for, and nothing else of the cell run."""

from __future__ import annotations

import ast
import linecache
import symtable
import types
from typing import Any

import torch

from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.core.registry import list_exercises

_PLAIN = (bool, int, float, str, type(None))


def rebuild(source: str, exercise: Exercise, prelude: str = "") -> Any:
    """Return what a cell defines under the exercise's name; `prelude` is run before it.

    Of the cell, imports, definitions and assignments that the name needs are taken: neither plots nor training run.
    Raises SyntaxError for a cell that is no Python, NameError for one that does not define the name, and what its own
    definitions raise.
    """
    tree = ast.parse(source)
    wanted = _reached(tree, exercise.symbol)
    tree.body = [statement for statement in tree.body if statement in wanted]
    if not wanted:
        raise NameError(f"the cell should define {exercise.symbol}, and does not.")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(prelude, "<prelude>", "exec"), namespace)
    exec(compile(tree, "<cell>", "exec"), namespace)
    return namespace[exercise.symbol]


def cell_of(attempt: Any) -> str | None:
    """Return the text of the cell or file that a function or class was written in; None if there is none."""
    code = getattr(attempt, "__code__", None)
    if isinstance(attempt, type):
        methods = [part for part in vars(attempt).values() if isinstance(part, types.FunctionType)]
        code = methods[0].__code__ if methods else None
    if not isinstance(code, types.CodeType):
        return None
    return "".join(linecache.getlines(code.co_filename)) or None


def prelude_of(source: str, exercise: Exercise, names: dict[str, Any]) -> str | None:
    """Return lines that bind what a cell takes from the notebook: imports, plain constants, earlier exercises.

    names: the notebook's own. None if the cell takes something else, such as a helper of another cell: what that is
    cannot be told by text.
    """
    try:
        wanted = _reached(ast.parse(source), exercise.symbol)  # what else the cell does is not run
        table = symtable.symtable(ast.unparse(ast.Module(wanted, [])), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return None
    used = _read(table) - {name for statement in wanted for name in _binds(statement)}
    earlier = {other.symbol: other.name for other in list_exercises() if other.lesson == exercise.lesson}
    lines = ["from gencourse.exercises.core.registry import get_exercise"]
    for name in sorted(used & names.keys()):
        line = f"{name} = get_exercise({earlier[name]!r}).reference" if name in earlier else _line(name, names[name])
        if line is None:
            return None
        lines.append(line)
    return "\n".join(lines) + "\n"


def _read(table: symtable.SymbolTable) -> set[str]:
    "Names of module level that are read there or in a function; a parameter is none, whatever the notebook calls so."
    at_top = table.get_type() == "module"
    own = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (at_top or one.is_global())}
    return own.union(*map(_read, table.get_children()))


def _line(name: str, value: Any) -> str | None:
    "The line that binds a name to what it is in the notebook, if that can be had again by text."
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__}; import sys; {name} = sys.modules[{value.__name__!r}]"
    if isinstance(value, _PLAIN):
        return f"{name} = {value!r}" if value == value and value not in (float("inf"), -float("inf")) else None
    if type(value).__module__ == "torch" and type(value).__name__ == "device":
        return f"import torch; {name} = torch.device('cpu')"
    for home in (torch, torch.nn.functional):  # torch's own functions do not know where they are from
        called = getattr(value, "__name__", "")
        if isinstance(called, str) and called and getattr(home, called, None) is value:
            return f"from {home.__name__} import {called} as {name}"
    module, qualified = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if isinstance(module, str) and module != "__main__" and isinstance(qualified, str) and qualified.isidentifier():
        return f"from {module} import {qualified} as {name}"
    return None


def _reached(tree: ast.Module, symbol: str) -> list[ast.stmt]:
    "The statements of top level that the definition of `symbol` needs, itself among them; none if it is not there."
    by_name: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for name in _binds(statement):
            by_name.setdefault(name, []).append(statement)
    wanted: list[ast.stmt] = []
    waiting = [symbol]
    while waiting:
        for statement in by_name.pop(waiting.pop(), []):
            if statement not in wanted:
                wanted.append(statement)
                waiting += [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return wanted


def _binds(statement: ast.stmt) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in statement.names]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return [
            node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
    return []
