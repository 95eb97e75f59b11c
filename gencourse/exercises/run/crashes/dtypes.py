"""Numbers of a kind that an operation does not take: float64 beside float32, integers, True and False."""

from __future__ import annotations

import re

from gencourse.exercises.run.crashes.place import Place

_NAMES = {
    "float": "float32", "double": "float64", "half": "float16", "bfloat16": "bfloat16", "long": "int64",
    "long int": "int64", "int": "int32", "bool": "bool", "unsigned char": "uint8", "byte": "uint8",
}  # fmt: skip
_FLOATS = ("float16", "bfloat16", "float32", "float64")
_WORD = r"(\w+(?: int| char)?)"


def _two(match: re.Match[str], place: Place) -> str | None:
    found = list(dict.fromkeys(_NAMES.get(group.lower()) for group in match.groups() if group))
    if len(found) != 2 or None in found:
        return None
    first, second = sorted(str(name) for name in found)
    if {first, second} <= set(_FLOATS):
        return (
            f"What is joined here must be of one dtype, and there are {first} and {second}. The lessons compute in "
            "float32: numpy and torch.float64 bring float64, and .float() turns it back."
        )
    return (
        f"What is joined here must be of one dtype, and there are {first} and {second}: .float() makes float32 of it."
    )


_WHOLE = "This needs floating-point numbers, and gets integers or True and False: .float() comes first."
DTYPES = (
    (rf"RuntimeError: expected m1 and m2 to have the same dtype, but got: {_WORD} != {_WORD}", _two),
    (rf"RuntimeError: dot : expected both vectors to have same dtype, but found {_WORD} and {_WORD}", _two),
    (rf"RuntimeError: mat1 and mat2 must have the same dtype, but got {_WORD} and {_WORD}", _two),
    (rf"RuntimeError: \w+ input tensors must have the same dtype, but got {_WORD}, {_WORD}, and {_WORD}", _two),
    (rf"RuntimeError: .*of type {_WORD} and B of type {_WORD} instead", _two),
    (rf"RuntimeError: Input type \({_WORD}\) and (?:bias|weight) type \({_WORD}\) should be the same", _two),
    (rf"RuntimeError: expected dtype {_WORD} for `\w+` but got dtype {_WORD}", _two),
    (rf"RuntimeError: expected scalar type {_WORD} but found {_WORD}", _two),
    (rf"RuntimeError: Found dtype {_WORD} but expected {_WORD}", _two),
    (
        r"RuntimeError: expected target dtype to be Long or Byte",
        "The targets of cross_entropy are the classes' numbers as integers, .long(), or probabilities in the shape of "
        "its input.",
    ),
    (
        r"RuntimeError: .*[Ii]nput dtype must be either a floating point or complex dtype\. Got: (?:Long|Int|Bool)",
        _WHOLE,
    ),
    (r"RuntimeError: std and var only support floating point", _WHOLE),
    (r"RuntimeError: .*Expected a floating point or complex tensor as input\. Got (?:Long|Int|Bool|Byte)", _WHOLE),
    (
        r"NotImplementedError: \"bitwise_(?:and|or)_\w+\" not implemented for '(?:Float|Double)'",
        "& and | join marks, and here they join numbers. They also come before < and >, so a test of two bounds needs "
        "parentheses: write (p > 0) & (p < 1).",
    ),
    (r"NotImplementedError: \"\w+\" not implemented for '(?:Long|Int|Bool|Byte)'", _WHOLE),
    (
        r"RuntimeError: (?:Subtraction|Negation), the `-` operator, (?:on|with) (?:a|two) bool tensors? is not",
        "True and False cannot be subtracted: ~mask swaps them, and mask.float() is 1.0 and 0.0 to compute with.",
    ),
    (
        r"RuntimeError: result type \w+ can't be cast to the desired output type (?:Long|Int|Bool|Byte)",
        "A tensor of integers stays one when it is changed in place, and the result has decimals: make a new tensor, "
        "x = x + 0.5, or begin with .float().",
    ),
    (
        r"RuntimeError: Integers to negative integer powers are not allowed",
        "A negative power of integers would be no integer: .float() first, or 1 / x.",
    ),
    (
        r"IndexError: tensors used as indices must be long, int, byte or bool tensors",
        "A tensor in brackets picks by integers, .long(), or by True and False, as x > 0 gives them; this one has "
        "floating-point numbers.",
    ),
    (
        r"IndexError: only integers, slices .* are valid indices \(got float\)",
        "An index is a whole number, and this one is a float: a / b always gives a float, a // b a whole number.",
    ),
    (
        r"RuntimeError: where expected condition to be a boolean tensor",
        "torch.where chooses by True and False, as x > 0 gives them: its first argument is of another dtype.",
    ),
)
