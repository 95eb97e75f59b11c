"""Where a learner's code raised: the expression, and the shapes of what stands in it. Nothing of the learner's runs."""

from __future__ import annotations

import ast
import contextlib
import linecache
import math
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

MOST = 2_000_000  # values of a tensor that is computed anew only to learn its shape
LONGEST = 40  # characters of code in a sentence
_PURE = {  # methods that tell a shape from a shape; the longest takes a pass over the numbers
    "abs", "amax", "amin", "clamp", "cumsum", "detach", "diagonal", "double", "exp", "flatten", "float", "log",
    "log_softmax", "logsumexp", "mean", "mul", "norm", "permute", "pow", "relu", "reshape", "sigmoid", "softmax",
    "sqrt", "square", "squeeze", "std", "sum", "t", "tanh", "transpose", "unsqueeze", "var", "view",
}  # fmt: skip
_JOINS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b, ast.MatMult: lambda a, b: a @ b, ast.Pow: lambda a, b: a**b,
}  # fmt: skip


class Place(NamedTuple):
    """The last expression of a learner's that ran, and the names that it could see. Empty if there is none."""

    node: ast.expr | None = None
    names: Mapping[str, Any] = {}
    is_last: bool = False  # it raised itself, and not Python code that it called

    def shape(self, node: ast.expr) -> list[int] | None:
        """Return the shape of a part of the expression, as far as torch alone can tell it."""
        try:
            with torch.no_grad():
                value = _value(node, self.names)
        except Exception:
            return None
        return list(value.shape) if isinstance(value, Tensor) else None

    def operands(self) -> list[tuple[str, list[int]]] | None:
        """Return code and shape of the two sides, where the expression joins two tensors and joining them raised."""
        node = self.node
        if not self.is_last:
            return None
        if isinstance(node, ast.BinOp):
            sides = [node.left, node.right]
        elif isinstance(node, ast.Compare) and len(node.comparators) == 1:
            sides = [node.left, node.comparators[0]]
        else:
            return None
        shapes = [self.shape(side) for side in sides]
        found = [(in_brackets(side), shape) for side, shape in zip(sides, shapes, strict=True) if shape is not None]
        return found if len(found) == 2 else None

    def tensors(self) -> str:
        """Say the shapes of the tensors that the expression names: "x is [64, 3], mean is [64]"; "" for none."""
        found = [f"{name} is {list(self.names[name].shape)}" for name in self.named() if _is_plain(self.names[name])]
        return ", ".join(found[:3])

    def named(self) -> Iterator[str]:
        """Yield the names in the expression that have a value, each once."""
        nodes = ast.walk(self.node) if self.node is not None else []
        yield from dict.fromkeys(n.id for n in nodes if isinstance(n, ast.Name) and n.id in self.names)

    def calls(self, module: str) -> str | None:
        """Return what is called of a module: "exp" for `math.exp(x)`, where module is "math"."""
        function = self.node.func if isinstance(self.node, ast.Call) else None
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == module:
            return function.attr
        return None


def place_of(error: BaseException, is_theirs: Callable[[str], bool]) -> Place:
    """Return the place of the learner's last frame.  is_theirs: of a file's name"""
    step, last = error.__traceback__, None
    is_last = False
    while step is not None:
        is_last = is_theirs(step.tb_frame.f_code.co_filename)
        last = step if is_last else last
        step = step.tb_next
    if last is None:
        return Place()
    frame = last.tb_frame
    return Place(_expression(last), {**frame.f_globals, **frame.f_locals}, is_last)


def in_brackets(node: ast.expr) -> str:
    """Return code after which `.T` or `[:, None]` may follow."""
    code = ast.unparse(node)
    return f"({code})" if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp)) else code


def _expression(step: types.TracebackType) -> ast.expr | None:
    code = step.tb_frame.f_code
    first, last, start, end = list(code.co_positions())[step.tb_lasti // 2]
    if first is None or last is None or start is None or end is None:
        return None
    lines = [line.encode() for line in linecache.getlines(code.co_filename)[first - 1 : last]]
    if len(lines) != last - first + 1:
        return None
    lines[-1] = lines[-1][:end]  # first, as it may be the only one
    lines[0] = lines[0][start:]
    text = b"".join(lines)
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        return ast.parse(b"(" + text + b"\n)", mode="eval").body
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        (line,) = ast.parse(text).body
        if isinstance(line, ast.AugAssign):  # x -= y joins x and y as x - y does
            return ast.BinOp(line.target, line.op, line.value)
    return None


def _is_plain(value: Any) -> bool:
    return type(value) in (Tensor, nn.Parameter)  # not isinstance: a class of the learner's would run its own code


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    "The value of an expression of tensors, numbers and torch's functions; raises for any other."
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if _is_plain(names[name]) or type(names[name]) in (int, float):
            return _small(names[name])
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left, names), _value(right, names)
            if isinstance(a, Tensor) and isinstance(b, Tensor) and not isinstance(op, ast.MatMult):
                _refuse_large(torch.broadcast_shapes(a.shape, b.shape))
            return _small(_JOINS[type(op)](a, b))
        case ast.Attribute(value=owner, attr="T" | "mT" as attr):
            return getattr(_tensor(owner, names), attr)
        case ast.Subscript(value=owner, slice=index):
            return _tensor(owner, names)[_index(index, names)]
        case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=keywords) if attr in _PURE:
            values = [_value(arg, names) for arg in args]
            named = {word.arg: _value(word.value, names) for word in keywords if word.arg}
            if isinstance(owner, ast.Name) and names.get(owner.id) is torch:
                return _small(getattr(torch, attr)(*values, **named))
            return _small(getattr(_tensor(owner, names), attr)(*values, **named))
    raise ValueError


def _index(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(_index(part, names) for part in node.elts)
    if isinstance(node, ast.Slice):
        return slice(*(part and _value(part, names) for part in (node.lower, node.upper, node.step)))
    return _value(node, names)


def _tensor(node: ast.expr, names: Mapping[str, Any]) -> Tensor:
    value = _value(node, names)
    if not isinstance(value, Tensor):
        raise ValueError
    return value


def _small(value: Any) -> Any:
    if isinstance(value, Tensor):
        _refuse_large(value.shape)
    return value


def _refuse_large(shape: torch.Size) -> None:
    if math.prod(shape) > MOST:
        raise ValueError
