"""A check whose exercise cell was not run: say so, in the place of a NameError.

`name = check("topic.name", name)` reads the name before `check` is called. In IPython, before such a cell runs, the
missing name is bound to NotRun, which `check` knows; after it, what is left of it is taken away.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from gencourse.exercises.run.show import shell


class NotRun:
    """Stands for a function that no cell has defined yet."""


def watch_cells() -> None:
    """Let IPython do this from the next cell on; in plain Python nothing happens."""
    here = shell()
    if here is None or getattr(here, "_gencourse_watches", False):
        return
    here._gencourse_watches = True
    here.events.register("pre_run_cell", lambda info: _bind(here, info.raw_cell))
    here.events.register("post_run_cell", lambda result: _take_away(here.user_ns))


def _bind(here: Any, source: str) -> None:
    names = here.user_ns
    if "check" not in source or getattr(names.get("check"), "__module__", "") != "gencourse.exercises.run.check":
        return
    try:
        tree = ast.parse(here.transform_cell(source))
    except SyntaxError:  # the cell itself will say so
        return
    for name in _checked(tree):
        if name not in names and not hasattr(builtins, name):
            names[name] = NotRun()


def _checked(tree: ast.Module) -> Iterator[str]:
    "The names that a cell hands to `check` in statements of their own."
    for statement in tree.body:
        match statement:
            case (
                ast.Assign(value=ast.Call(func=ast.Name(id="check"), args=[_, ast.Name(id=name)]))
                | ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[_, ast.Name(id=name)]))
            ):
                yield name


def _take_away(names: dict[str, Any]) -> None:
    for name in [name for name, value in names.items() if isinstance(value, NotRun)]:
        del names[name]
