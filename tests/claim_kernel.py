"""Runs inside a kernel: what a claim cell says, against the names that the cells above have bound.

Handed over as text, as tests/rerun_state.py is. A claim leaves nothing behind: names of its own are forgotten, and the
random numbers go on as if it had not drawn.
"""

import ast
import json
import random
import reprlib

import numpy as np
import torch
from IPython.core.getipython import get_ipython

_NOTE = "__claim_note"


def hold(source, path):
    """Run a claim cell; append a JSON line: for each assert its line in the cell, what it compared, and how it fell."""
    with open(path, "a", encoding="utf-8") as log:
        log.write(json.dumps(_held(source)) + "\n")


def _held(source):
    names, found = dict(get_ipython().user_ns), []
    python, numpy, cpu = random.getstate(), np.random.get_state(), torch.get_rng_state()
    try:
        for node in ast.parse(source).body:
            noted = {}
            names[_NOTE] = lambda text, value, noted=noted: (noted.setdefault(text, []).append(value), value)[1]
            line, error = node.lineno, ""
            try:
                tree = ast.fix_missing_locations(ast.Module([_Noting().visit(node)], []))
                exec(compile(tree, "<claim>", "exec"), names)
            except AssertionError:
                error = "fell"
            except Exception as raised:
                error = f"{type(raised).__name__}: {raised}"
            if isinstance(node, ast.Assert) or error:
                found.append({"line": line, "error": error, "values": _shown(noted)})
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        torch.set_rng_state(cpu)
    return found


class _Noting(ast.NodeTransformer):
    "Hands each side of each comparison that is no constant through a function that keeps it."

    def visit_Assert(self, node):
        node.test = self.visit(node.test)  # not the message
        return node

    def visit_Compare(self, node):
        text = [ast.unparse(side) for side in (node.left, *node.comparators)]
        self.generic_visit(node)
        sides = [_noted(side, as_text) for side, as_text in zip((node.left, *node.comparators), text, strict=True)]
        node.left, *node.comparators = sides
        return node


def _noted(side, text):
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError):
        return ast.Call(ast.Name(_NOTE, ast.Load()), [ast.Constant(text), side], [])
    return side


def _shown(noted):
    return ", ".join(f"{text} = {_values(values)}" for text, values in noted.items())


def _values(values):
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError, RuntimeError):
        return ", ".join(reprlib.repr(value) for value in values[:3])
    if len(numbers) > 1:
        return f"{min(numbers):.4g} to {max(numbers):.4g}"
    return f"{numbers[0]:.4g}"
