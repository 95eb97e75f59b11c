"""What a value is and does not do: None, a list, sizes, a function that was not called, a layer."""

from __future__ import annotations

import ast
import re

from torch import nn

from gencourse.exercises.run.crashes.place import Place

LIST = "torch.tensor([...]) makes one of plain numbers, torch.stack([...]) of tensors of one shape"
FUNCTIONS = ("builtin_function_or_method", "method", "function", "type")
_TWO = "With a dim, max, min, sort and median return two things, values and indices: take .values or .indices."


def say_kind(kind: str) -> str | None:
    """Return why a value of this kind does not compute like a tensor."""
    if kind in ("list", "tuple"):
        return f"A {kind} does not compute like a tensor: {LIST}."
    if kind.startswith("torch.return_types."):
        return _TWO
    if kind == "torch.Size":
        return "x.shape holds all sizes: x.shape[0], or len(x), is one of them."
    if kind in FUNCTIONS:
        return "A function stands here that was not called: are its parentheses missing, as in x.mean()?"
    return None


def say_none(match: re.Match[str], place: Place) -> str:
    """Return where a None comes from."""
    parts = list(ast.walk(place.node)) if place.node is not None else []
    if any(isinstance(part, ast.Attribute) and part.attr == "grad" for part in parts):
        return (
            "A value here is None: .grad is None before backward(), after zero_grad(), and where nothing was computed."
        )
    known = next((name for name in place.named() if place.names[name] is None), "A value here")
    return (
        f"{known} is None: a function that ends without `return` gives None, and so do print(...) and list.append(...)."
    )


def say_layer(name: str) -> str | None:
    """Return how a layer of torch.nn is used; None for what is none."""
    if not isinstance(getattr(nn, name, None), type):
        return None
    return f"nn.{name}(...) takes settings and makes a layer, which is called in a second pair of parentheses."


def _operands(match: re.Match[str], place: Place) -> str | None:
    kinds = [kind for kind in match.groups() if kind]
    if "NoneType" in kinds:
        return say_none(match, place)
    return next((said for said in map(say_kind, kinds) if said), None)


def _called(match: re.Match[str], place: Place) -> str | None:
    if match[1] == "Tensor":
        return (
            "A tensor is followed by parentheses, like a function: [ ] picks entries, * multiplies, and .T has "
            "no parentheses."
        )
    if match[1] == "torch.Size":
        return "x.shape holds sizes and is not called: x.shape[0], or x.size(0)."
    if match[1] in ("int", "float"):
        return (
            "A number is followed by parentheses, as if it were a function: is a * missing, or a function's name taken?"
        )
    return say_none(match, place) if match[1] == "NoneType" else None


def _indexed(match: re.Match[str], place: Place) -> str | None:
    if match[1] == "NoneType":
        return say_none(match, place)
    if match[1] in ("int", "float"):
        return "A plain number has nothing to pick from: .item() or float() may have made it of a tensor."
    return "A function is followed by [ ]: call it first, with parentheses." if match[1] in FUNCTIONS else None


def _gone_through(match: re.Match[str], place: Place) -> str | None:
    if match[1] == "NoneType":
        return say_none(match, place)
    return "A plain number cannot be gone through: range(n) counts up to n." if match[1] in ("int", "float") else None


def _without_self(match: re.Match[str], place: Place) -> str | None:
    if int(match[4]) != int(match[3]) + 1 or match[2] == "__init__" or hasattr(nn, match[1]):
        return None
    return f"The call hands over the object itself first: do the arguments of {match[2]} begin with self?"


KINDS = (
    (
        r"TypeError: unsupported operand type\(s\) for @: '(?:Tensor|int|float)' and '(?:Tensor|int|float)'",
        "@ is the product of two tensors: with a plain number it is *.",
    ),
    (r"TypeError: unsupported operand type\(s\) for .*: '([\w.]+)' and '([\w.]+)'", _operands),
    (r"TypeError: '.+' not supported between instances of '([\w.]+)' and '([\w.]+)'", _operands),
    (r"TypeError: bad operand type for .*: '([\w.]+)'", _operands),
    (r"RuntimeError: Could not infer dtype of NoneType", say_none),
    (r"TypeError: '([\w.]+)' object is not callable", _called),
    (r"TypeError: '([\w.]+)' object is not subscriptable", _indexed),
    (r"TypeError: '([\w.]+)' object is not iterable", _gone_through),
    (r"TypeError: (?:.*\.)?(\w+)\.(\w+)\(\) takes (\d+) positional arguments? but (\d+) were given", _without_self),
    (
        r"TypeError: (\w+)\.__init__\(\) takes \d+ positional arguments? but \d+ were given",
        lambda match, place: say_layer(match[1]),
    ),
    (
        r"TypeError: [\w.]+ is not a Module subclass",
        "nn.Sequential holds layers, one after another and not in a list: nn.ReLU() with its parentheses is a layer, "
        "F.relu is none.",
    ),
    (
        r"TypeError: (cat|stack|concat|hstack|vstack)\(\): argument 'tensors' \(position 1\) must be tuple of Tensors",
        "torch.{0} takes a list (or tuple) of tensors as its first argument: torch.{0}([a, b]).",
    ),
    (
        r"TypeError: expected Tensor as element (\d+) in argument \d+, but got (?:int|float)",
        "Entry {0} (counted from 0) is a plain number, not a tensor: torch.tensor([...]) makes one of numbers.",
    ),
    (
        r"ValueError: torch.cat\(\): expected a non-empty list|RuntimeError: stack expects a non-empty",
        "The list of tensors is empty: has a loop that fills it run no turn?",
    ),
    (
        r"ValueError: expected sequence of length (\d+) at dim (\d+) \(got (\d+)\)",
        "A tensor has rows of one length, and these lists are of several: {0} and {2}.",
    ),
)
