"""The words of a probe and of a judge: call the learner's code, record what it returns, and expect a form."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from gencourse._validate import a_type
from gencourse.exercises.core.exercise import Arrays, Mistake

Kind = Literal["tensor", "number"]
MAX_VALUES = 4_000_000  # in one recorded array: a check needs far fewer


def call(attempt: Callable[..., Any], *arguments: Any) -> Any:
    """Call the learner's function on copies of the tensors; Mistake if it changes one of them in place."""
    # A clone passes gradients on and may be changed in place, which a leaf with a gradient may not
    handed = [x.clone() if isinstance(x, Tensor) else x for x in arguments]
    answer = attempt(*handed)
    for position, (before, after) in enumerate(zip(arguments, handed, strict=True)):
        if isinstance(before, Tensor) and not _same(before, after):
            name = _argument_name(attempt, position)
            raise Mistake(
                "changed-its-input",
                f"your function changes {name} in place, so whoever called it loses their data. "
                f"Make a new tensor: x = x - m, not x -= m.",
            )
    return answer


def unpack(answer: Any, *names: str) -> Sequence[Any]:
    """Return the parts of a tuple that the learner's function should return; Mistake unless they are that many."""
    wanted = ", ".join(names)
    if not isinstance(answer, (tuple, list)):
        raise Mistake("not-a-tuple", f"your function should return {wanted} (with the comma), got {describe(answer)}.")
    if len(answer) != len(names):
        raise Mistake("not-a-tuple", f"your function should return {wanted}: {len(names)} values, got {len(answer)}.")
    return answer


def record(value: Any, kind: Kind = "tensor", name: str = "your answer") -> np.ndarray:
    """Return a learner's value as an array of bool, int64, float32 or float64: detached, on the CPU.

    kind "tensor" takes tensors, "number" a plain number as well, numpy's among them; the judge looks at the shape.
    Anything else is refused with a Mistake, without being iterated: a generator may have no end.
    """
    if kind == "number" and isinstance(value, (Real, np.bool_)):  # numpy's bool is no Real
        return _number(value, name)
    tensor = _plain_tensor(value, kind, name)
    if tensor.numel() > MAX_VALUES:
        raise Mistake("too-large", f"{name} has {tensor.numel():,} values, shape {list(tensor.shape)}: too many.")
    # A copy: the learner's code may go on to change the tensor that it returned
    return tensor.cpu().to(_wire_dtype(tensor.dtype)).numpy().copy()


def record_some(value: Any, places: Callable[[int], np.ndarray], kind: Kind, name: str) -> dict[str, np.ndarray]:
    """Return a large answer's "shape", whether it is "finite" all over, and "some" of its values.

    places(size): where to look in the flat answer. What `record` refuses is refused.
    """
    if not isinstance(value, Tensor):
        value = torch.from_numpy(record(value, kind, name))
    flat = _plain_tensor(value, kind, name).reshape(-1)
    some = flat[torch.from_numpy(places(len(flat))).to(flat.device)]
    return {
        "shape": np.array(value.shape, dtype=np.int64),
        "finite": record(flat.isfinite().all()),
        "some": record(some),
    }


def expect(observed: Arrays, name: str, shape: Sequence[int]) -> np.ndarray:
    """Return an observed array as float64 if it has this shape and only finite real values; a Mistake otherwise."""
    array = observed[name]
    if array.shape != tuple(shape):
        raise Mistake("wrong-shape", f"{name} should have shape {list(shape)}, got {list(array.shape)}.")
    if array.dtype.kind != "f":
        raise Mistake("wrong-dtype", f"{name} should hold floating-point numbers, got {array.dtype}.")
    bad = int((~np.isfinite(array)).sum())
    if bad:
        raise Mistake("not-finite", f"{bad} of the {array.size} values of {name} are NaN or infinite.")
    return array.astype(np.float64)  # judges compute in double: only the learner's own rounding is left


def describe(value: Any) -> str:
    """Say what a value is without iterating it: a tensor of shape [2, 3], a list of 4, a class."""
    if isinstance(value, Tensor):
        return f"a tensor of shape {list(value.shape)} ({str(value.dtype).removeprefix('torch.')}, {value.device.type})"
    if isinstance(value, np.ndarray):
        return f"a numpy array of shape {list(value.shape)}"
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, (list, tuple, dict, set)):
        return f"{a_type(value)} of {len(value)}"
    return a_type(value)


def _plain_tensor(value: Any, kind: Kind, name: str) -> Tensor:
    "The tensor without its graph, if it is one that becomes a numpy array."
    if not isinstance(value, Tensor):
        raise _refusal(value, kind, name)
    if value.device.type == "meta" or value.layout != torch.strided or value.is_quantized:
        raise Mistake("not-dense", f"{name} should be an ordinary dense tensor with values, got {describe(value)}.")
    if value.is_complex():
        raise Mistake("wrong-dtype", f"{name} should hold real numbers, got {value.dtype}.")
    return value.detach()


def _number(value: Any, name: str) -> np.ndarray:
    if isinstance(value, (bool, np.bool_)):  # first: a bool is an Integral, too
        return np.asarray(value, dtype=np.bool_)
    if not isinstance(value, Integral):
        return np.asarray(float(value), dtype=np.float64)
    number = int(value)
    if not -(2**63) <= number < 2**63:  # int64, which the wire carries
        raise Mistake("too-large", f"{name} is an integer of {number.bit_length()} bits: that is too many.")
    return np.asarray(number, dtype=np.int64)


def _refusal(value: Any, kind: str, name: str) -> Mistake:
    wanted = "a tensor" if kind == "tensor" else "a number"
    got = f"{name} should be {wanted}, got {describe(value)}."
    if value is None:
        return Mistake("returned-none", f"{got} Does every path of your function end with a return?")
    if isinstance(value, (np.ndarray, np.generic)):  # before Real, which numpy's floats are
        return Mistake("numpy-instead-of-torch", f"{got} Compute with torch; torch.from_numpy converts an array.")
    if inspect.isgenerator(value):
        return Mistake("returned-a-generator", f"{got} Use return, not yield; brackets make a list of it.")
    if type(value).__module__ == "torch.return_types":  # before tuples, which these are
        return Mistake("values-and-indices", f"{got} With a dim, min and max give values and indices: take .values.")
    if isinstance(value, (list, tuple)):
        return Mistake("returned-a-list", f"{got} {_of_a_list(value, kind)}")
    if isinstance(value, dict):
        return Mistake("returned-a-dict", f"{got} Return the entry that is asked for.")
    if isinstance(value, str):
        return Mistake("returned-a-text", f"{got} Return the number itself: a text is for print.")
    if isinstance(value, type) or inspect.isroutine(value):
        return Mistake("returned-a-function", f"{got} You returned something to call: call it.")
    if isinstance(value, bool):
        one = "== gives that where one side is no tensor. max and min with a dim return a pair: .values is its tensor."
        return Mistake("returned-a-number", f"{got} {one}")
    if isinstance(value, Real):
        return Mistake("returned-a-number", f"{got} Keep it a tensor: no .item(), no float().")
    return Mistake("wrong-type", got)


def _of_a_list(value: Any, kind: str) -> str:
    if kind == "number":
        return "Return one number, without brackets and without a second value."
    comma = "Values with a comma between them are a tuple. " if isinstance(value, tuple) else ""
    return f"{comma}torch.stack makes a tensor of a list of tensors, torch.tensor one of a list of numbers."


def _wire_dtype(dtype: torch.dtype) -> torch.dtype:
    if dtype == torch.bool or dtype == torch.float64:
        return dtype
    return torch.float32 if dtype.is_floating_point else torch.int64  # wide enough for bfloat16, for int32


def _same(before: Tensor, after: Tensor) -> bool:
    # nan_to_num, since nan is not equal to itself; the shape, since a tensor can be resized in place
    return before.shape == after.shape and bool(torch.equal(before.nan_to_num(), after.detach().nan_to_num()))


def _argument_name(attempt: Callable[..., Any], position: int) -> str:
    try:
        return list(inspect.signature(attempt).parameters)[position]
    except (ValueError, TypeError, IndexError):  # a builtin has no signature, and *args no name here
        return f"argument {position + 1}"
