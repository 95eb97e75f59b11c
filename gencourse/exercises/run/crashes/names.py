"""Names that are not there, and where the one that was meant may be found."""

from __future__ import annotations

import ast
import builtins
import difflib
import math
import re
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from gencourse.exercises.run.crashes.kinds import say_kind, say_none
from gencourse.exercises.run.crashes.place import Place

HOMES = (("torch", torch), ("F", F), ("nn", nn), ("math", math), ("torch.linalg", torch.linalg))
IMPORTS = {
    "torch": "import torch", "nn": "from torch import nn", "F": "from torch.nn import functional as F",
    "math": "import math", "np": "import numpy as np", "plt": "from matplotlib import pyplot as plt",
    "Tensor": "from torch import Tensor",
}  # fmt: skip
INSTEAD = {  # what other libraries have, and what a tensor has
    "copy": "x.clone()", "astype": "x.float(), x.long() or x.to(dtype)", "length": "len(x)", "average": "x.mean()",
    "avg": "x.mean()", "power": "x ** 2", "append": "torch.cat or torch.stack", "reverse": "x.flip(0)",
    "zero_grad": "optimizer.zero_grad()", "concatenate": "torch.cat", "random": "torch.rand or torch.randn",
}  # fmt: skip


def _unknown(match: re.Match[str], place: Place) -> str | None:
    name = match[1]
    if name in IMPORTS:
        return (
            f"{name} has to be imported: {IMPORTS[name]}. The first cell of a lesson imports what it needs: was it run?"
        )
    near = _nearest(name, [n for n in place.names if not n.startswith("_")])
    if near and near.lower().replace("_", "") == name.lower().replace("_", ""):
        return f"{name} is not known here. Did you mean {near}?"
    home = _home(name)
    if home:
        return f"{name} alone is not known here: write {home}."
    near = near or _nearest(name, [n for n in dir(builtins) if not n.startswith("_")])
    return f"{name} is not known here. Did you mean {near}?" if near else None


def _of_module(match: re.Match[str], place: Place) -> str | None:
    module, name = match[1], match[2]
    short = {"torch.nn.functional": "F", "torch.nn": "nn"}.get(module, module)
    own = {
        "torch": torch,
        "torch.nn": nn,
        "torch.nn.functional": F,
        "math": math,
        "numpy": np,
        "torch.linalg": torch.linalg,
    }
    near = _nearest(name, _public(own[module])) if module in own else None
    home = _home(name)
    if home and (near is None or near.lower() != name.lower()):
        return f"{short} has no {name}: it is {home}."
    return f"{short} has no {name}. Did you mean {short}.{near}?" if near else None


def _of_tensor(match: re.Match[str], place: Place) -> str | None:
    name = match[1]
    if name in INSTEAD:
        return f"A tensor has no .{name}: {INSTEAD[name]} may be what you need."
    home = _home(name)
    if home:
        return f"A tensor has no .{name}: {home} is a function, which takes the tensor as its argument."
    near = _nearest(name, _public(Tensor))
    return f"A tensor has no .{name}. Did you mean .{near}?" if near else None


def _of_number(match: re.Match[str], place: Place) -> str | None:
    kind, name = match[1], match[2]
    if not hasattr(Tensor, name):
        return None
    if name == "backward":
        return "The loss is a plain number here and has lost its graph: leave out .item(), float() and round(...)."
    home = f"math.{name} computes with it, or " if hasattr(math, name) else ""
    return f"This is a plain {kind}, and .{name} belongs to tensors: {home}leave out what took it from a tensor."


def _of_numpy(match: re.Match[str], place: Place) -> str | None:
    if not hasattr(Tensor, match[1]):
        return None
    return f"This comes from numpy, and .{match[1]} belongs to tensors: torch.as_tensor(...) makes one of it."


def _of_other(match: re.Match[str], place: Place) -> str | None:
    kind, name = match[1], match[2]
    if kind == "NoneType":
        return say_none(match, place)
    if hasattr(Tensor, name) or kind == "torch.Size":
        said = say_kind(kind)
        if said:
            return said
    if hasattr(Tensor, name) and hasattr(nn, kind):
        return f"nn.{kind}(...) makes a layer, which is called with a tensor before there is a result with .{name}."
    owner = place.node.value if isinstance(place.node, ast.Attribute) else None
    model = place.names.get(owner.id) if isinstance(owner, ast.Name) else None
    if isinstance(owner, ast.Name) and issubclass(type(model), nn.Module):
        own = vars(model)
        parts = [
            *own,
            *own.get("_modules", ()),
            *own.get("_parameters", ()),
            *own.get("_buffers", ()),
            *vars(type(model)),
        ]
        near = _nearest(name, [part for part in parts if not part.startswith("_")])
        if near is None and type(model).__module__.startswith("gencourse.exercises."):
            has = " and ".join(part for part in vars(type(model)) if not part.startswith("_"))
            return f"{owner.id} is a small model of the check's own here, with {has} alone: use what the task names."
        return f"{owner.id} has no .{name}. Did you mean {owner.id}.{near}?" if near else None
    return None


def _key(match: re.Match[str], place: Place) -> str | None:
    node = place.node
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return None
    owner = place.names.get(node.value.id)
    if type(owner) is not dict or not all(type(key) in (str, int) for key in owner):
        return None
    keys = ", ".join(repr(key) for key in list(owner)[:8])
    return (
        f"{node.value.id} has no such key: it has {keys}."
        if owner
        else f"{node.value.id} is empty: it has no keys yet."
    )


def _home(name: str) -> str | None:
    return next(
        (f"{home}.{name}" for home, module in HOMES if not name.startswith("_") and hasattr(module, name)), None
    )


def _public(owner: object) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_") and not name.endswith("_")]


def _nearest(name: str, names: Iterable[str]) -> str | None:
    names = [other for other in names if other != name]
    other_case = [n for n in names if n.lower().replace("_", "") == name.lower().replace("_", "")]
    near = other_case or difflib.get_close_matches(name, names, n=1, cutoff=0.75 if len(name) > 3 else 0.9)
    return near[0] if near else None


NAMES = (
    (
        r"(?:UnboundLocalError|NameError): cannot access (?:local|free) variable '(\w+)' where it is not associated",
        "{0} gets a value in another line of this function, and that line has not run when this one needs it: give "
        "{0} a value first, outside of any if or loop that may be passed over.",
    ),
    (r"NameError: name '(\w+)' is not defined", _unknown),
    (r"AttributeError: module '([\w.]+)' has no attribute '(\w+)'", _of_module),
    (r"AttributeError: 'Tensor' object has no attribute '(\w+)'", _of_tensor),
    (r"AttributeError: '(int|float)' object has no attribute '(\w+)'", _of_number),
    (r"AttributeError: 'numpy.\w+' object has no attribute '(\w+)'", _of_numpy),
    (
        r"AttributeError: cannot assign (?:module|parameters?) before Module.__init__\(\) call",
        "Layers can be added to a module once it is set up: super().__init__() comes first in its __init__.",
    ),
    (r"AttributeError: '([\w.]+)' object has no attribute '(\w+)'", _of_other),
    (
        r"NotImplementedError: Module \[(\w+)\] is missing the required \"forward\" function",
        "A module that is called runs its method forward: is it spelled so in {0}, and indented as its part?",
    ),
    (r"KeyError: ", _key),
)
