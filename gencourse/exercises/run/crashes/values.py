"""One number where many stand, many where one stands, and values that a function does not take."""

from __future__ import annotations

import math
import re

import torch

from gencourse.exercises.run.crashes.kinds import FUNCTIONS, LIST, say_kind, say_layer, say_none
from gencourse.exercises.run.crashes.place import Place


def _ambiguous(match: re.Match[str], place: Place) -> str:
    layer = say_layer(place.calls("nn") or "")
    if layer is not None:
        return layer
    return (
        "if, and, or, not, a < x < b, max(a, b) and min(a, b) ask for one True or False, and the tensor has many. "
        "& and | join masks, torch.where chooses entry by entry, .any() and .all() make one of many."
    )


def _one_number(match: re.Match[str], place: Place) -> str:
    function = place.calls("math")
    if function is not None and hasattr(torch, function):
        return f"math.{function} takes a single number; torch.{function} takes a tensor and does it for each entry."
    if place.calls("torch") in ("tensor", "as_tensor"):
        return "torch.tensor takes plain numbers; of a list of tensors of one shape torch.stack makes one tensor."
    return (
        "float(), int(), .item() and the functions of math take one number, and the tensor holds several: "
        "torch.exp, torch.log and the like take whole tensors."
    )


def _no_tensor(match: re.Match[str], place: Place) -> str | None:
    function, kind = match[1], match[2]
    got = f"{function} takes a tensor here and got a"
    if kind == "NoneType":
        return say_none(match, place)
    if kind in ("float", "int"):
        if function in ("maximum", "minimum"):
            return _bound(f"torch.{function} compares two tensors", function)
        twin = f"math.{function} takes one, and " if hasattr(math, function) else ""
        return f"{got} plain number: {twin}torch.tensor(...) makes a tensor of it."
    if kind in ("list", "tuple"):
        return f"{got} {kind}: {LIST}."
    if kind == "numpy.ndarray":
        return f"{got} numpy array: torch.from_numpy(...) makes a tensor of it."
    if kind in FUNCTIONS:
        return f"{got} function: are its parentheses missing?"
    return say_kind(kind)


def _overload(match: re.Match[str], place: Place) -> str:
    function, got = match[1], match[2].rstrip(", ")
    if function in ("max", "min") and re.fullmatch(r"(?:Tensor, )?(?:float|int)", got):
        return _bound(f"{function} takes a second tensor or a dim", function)
    return (
        f"{function} has no form that takes ({got}): is a keyword wrong, an argument missing or too much, or a "
        "float in place of an int?"
    )


def _bound(what: str, function: str) -> str:
    return f"{what}; a plain bound is set with x.clamp({'min' if function.startswith('max') else 'max'}=...)."


VALUES = (
    (r"RuntimeError: Boolean value of Tensor with more than one value is ambiguous", _ambiguous),
    (
        r"(?:ValueError|TypeError): only one element tensors can be converted to Python scalars|"
        r"RuntimeError: a Tensor with \d+ elements cannot be converted to Scalar",
        _one_number,
    ),
    (
        r"TypeError: only integer tensors of a single element can be converted to an index",
        "One whole number is asked for, such as len(x) or x.shape[0], and a tensor stands there. A list times a tensor "
        "asks for it as well: make the list a tensor first.",
    ),
    (
        r"TypeError: unsupported format string passed to Tensor.__format__",
        "A format such as :.2f writes one number, and the tensor holds several: pick one, or leave the format out.",
    ),
    (r"TypeError: (\w+)\(\): argument '\w+' \(position \d+\) must be Tensor, not ([\w.]+)", _no_tensor),
    (
        r"TypeError: \w+\(\): argument '\w+' \(position \d+\) must be (?:tuple of ints|int), not (float|Tensor)",
        "A size, a count or a dim is a whole number, and a {0} stands there: len(x), x.shape[0] and a // b are whole.",
    ),
    (
        r"TypeError: 'float' object cannot be interpreted as an integer",
        "A count is a whole number, and a float stands there: a / b gives a float, and a // b of whole numbers none.",
    ),
    (
        r"TypeError: \w+\(\) missing 1 required positional arguments?: \"dims?\"",
        "It has to be told along which dimension: dim=0 goes down the rows, dim=-1 along the last one.",
    ),
    (r"TypeError: (\w+)\(\) received an invalid combination of arguments - got \((.*?)\), but expected", _overload),
    (
        r"RuntimeError: normal expects all elements of std >= 0",
        "torch.normal takes standard deviations, never negative: of a log-variance it is (0.5 * logvar).exp().",
    ),
    (
        r"RuntimeError: probability tensor contains either `inf`, `nan` or element < 0",
        "torch.multinomial takes weights from 0 up, some here are negative, infinite or NaN: of logits .softmax(-1) "
        "makes weights.",
    ),
    (
        r"RuntimeError: Expected p_in >= 0 && p_in <= 1",
        "torch.bernoulli takes probabilities from 0 to 1, and some here are outside or NaN: of logits .sigmoid() makes "
        "probabilities.",
    ),
    (
        r"(?:ZeroDivisionError|RuntimeError: ZeroDivisionError)",
        "Something was divided by 0: which size, count or sum can be 0 here?",
    ),
    (
        r"ValueError: (?:math domain error|expected a (?:positive|nonnegative|number))",
        "A function of math got a number for which it has no real value: log of 0 or less, the root of a negative one, "
        "acos or asin beyond 1.",
    ),
    (
        r"OverflowError: math range error",
        "The result is larger than a float can be, 1.8e308: exp beyond 709, for instance, where torch.exp gives inf.",
    ),
    (
        r"RuntimeError: linalg.cholesky: .*is not positive-definite",
        "Only a positive-definite matrix has a Cholesky factor: a covariance is one if each direction has some spread.",
    ),
    (
        r"RuntimeError: (?:torch\.)?linalg\.(?:inv|solve|inv_ex|solve_ex): .*singular",
        "The matrix has no inverse: its rows depend on each other, or one of them is 0.",
    ),
    (
        r"ValueError: Expected parameter scale_tril .* to satisfy the constraint LowerCholesky",
        "scale_tril is a root of the covariance, torch.linalg.cholesky(cov); the covariance itself is "
        "covariance_matrix=cov.",
    ),
    (
        r"ValueError: \w+ is not a valid value for compute_mode",
        'compute_mode is one of three texts: "donot_use_mm_for_euclid_dist", "use_mm_for_euclid_dist" and '
        '"use_mm_for_euclid_dist_if_necessary".',
    ),
    (
        r"RuntimeError: linalg.solve: Incompatible shapes of A and B for the equation AX = B",
        "torch.linalg.solve(A, B) wants as many rows in B as in A: vectors that are rows go in as B.T, and come out as "
        "columns.",
    ),
    (r"RecursionError", "A function calls itself without an end."),
)
