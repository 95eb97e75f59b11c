"""Sizes and dimensions that do not go together."""

from __future__ import annotations

import ast
import math
import re

from gencourse.exercises.run.crashes.place import LONGEST, Place

BROADCASTING = "Shapes meet from the last dimension backwards, and two sizes must be equal, or one of them 1"


def _broadcast(match: re.Match[str], place: Place) -> str:
    sizes = f"here {match[1]} meets {match[2]}"
    sides = place.operands()
    if sides is None:
        known = place.tensors()
        return f"{BROADCASTING}: {sizes}" + (f" ({known})." if known else ". Print the .shape of both.")
    (left, a), (right, b) = sides
    said = [f"{code} is {shape}" if len(code) <= LONGEST else str(shape) for code, shape in sides]
    advice = _fitting(left, a, b) or _fitting(right, b, a)
    return f"{' and '.join(said)}. {BROADCASTING}: {sizes}.{advice}"


def _fitting(code: str, shape: list[int], other: list[int]) -> str:
    "What makes the other shape, or one that goes with it, of this one;  for nothing that is known."
    if len(code) > LONGEST:
        code = "... "
    if len(shape) == 1 and len(other) > 1 and shape[0] == other[0]:
        nones = ", None" * (len(other) - 1)
        return f" {code.strip()}[:{nones}] is {shape + [1] * (len(other) - 1)}: one value for each of the {shape[0]}."
    if len(shape) > 2 and len(other) == 2 and [shape[0], math.prod(shape[1:])] == other:
        return f" {code.strip()}.flatten(1) is {other}."
    if len(shape) == 2 and shape[::-1] == other:
        return f" {code.strip()}.T is {other}."
    return ""


def _matrices(match: re.Match[str], place: Place) -> str:
    n, k, other, m = map(int, match.groups())
    if place.is_last:
        sides = dict.fromkeys((code, tuple(shape)) for code, shape in place.operands() or [])
        said = " and ".join(f"{code} is {list(shape)}" for code, shape in sides if len(code) <= LONGEST)
        fits = " Should one of the two be transposed, with .T?" if n == other or k == m else ""
        meets = f"{k} meets {other}: {said}" if said else f"{k} meets {other}"
        return f"A product [n, k] @ [k, m] needs the inner sizes equal, and here {meets}.{fits}"
    return f"A product [n, k] @ [k, m] needs equal k, and here {k} meets {other}.{_layer(k, other, m, place)}"


def _layer(k: int, due: int, m: int, place: Place) -> str:
    for name in place.named():
        shape = place.shape(ast.Name(name))
        if shape is not None and len(shape) > 2 and math.prod(shape[1:]) == due:
            return f" {name} is {shape}: {name}.flatten(1) makes rows of {due}."
    return f" If this is a layer nn.Linear({due}, {m}), it takes rows of {due} numbers and got rows of {k}."


def _mask(match: re.Match[str], place: Place) -> str:
    return (
        f"A mask has one True or False for each entry that it picks from: it is {match[1]}, and the tensor {match[2]}."
    )


def _dimension(match: re.Match[str], place: Place) -> str:
    known = place.tensors()
    return (
        f"Dimensions are counted from 0, and -1 is the last: here dim may be from {match[1]} to {match[2]}, got "
        f"{match[3]}{f' ({known})' if known else ''}. A sum or a mean over a dim takes that one away."
    )


def _index(match: re.Match[str], place: Place) -> str:
    size = int(match[3])
    if size == 0:
        return f"Dimension {match[2]} is empty: there is nothing to pick."
    return (
        f"Indices are counted from 0: dimension {match[2]} has {size}, so they go from 0 to {size - 1}, got {match[1]}."
    )


def _reshape(match: re.Match[str], place: Place) -> str:
    asked = [int(n) for n in match[1].split(",") if n.strip()]
    held = int(match[2])
    room = math.prod(n for n in asked if n != -1)
    if -1 in asked and room:
        return f"The tensor holds {held} numbers, which cannot be split into equal parts of {room}."
    return f"The tensor holds {held} numbers, and the shape {asked} has room for {room}."


def _convolution(match: re.Match[str], place: Place) -> str:
    shape = [int(n) for n in match[1].split(",")]
    side = math.isqrt(shape[-1])
    advice = ""
    if len(shape) == 2 and side > 1 and side**2 == shape[1]:
        advice = f" .reshape(-1, 1, {side}, {side}) makes pictures of rows of {shape[1]} pixels."
    elif len(shape) == 2:
        advice = " [None, None] in brackets after one picture of shape [H, W] adds batch and channel."
    return f"A convolution takes pictures as [B, C, H, W], got {shape}.{advice}"


def _loss(match: re.Match[str], place: Place) -> str:
    target, given = ([int(n) for n in group.split(",") if n.strip()] for group in match.groups())
    advice = _fitting("The smaller", given, target) or _fitting("The smaller", target, given)
    advice = advice.replace("The smaller", "The smaller one with ")
    if not advice and math.prod(target) == math.prod(given):
        advice = " They hold equally many numbers: reshape one like the other."
    return (
        f"This loss compares number by number, so both shapes must be the same: input {given}, target {target}.{advice}"
    )


def _fewer_names(match: re.Match[str], place: Place) -> str:
    return (
        f"There is more to unpack than the {match[1]} names that wait for it. A tensor is unpacked along its first "
        "dimension: x[:, 0] and x[:, 1] are its columns, and x.shape has its sizes."
    )


SHAPES = (
    (r"RuntimeError: The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)", _broadcast),
    (r"RuntimeError: mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", _matrices),
    (
        r"RuntimeError: size mismatch, got input \(\d+\), mat \((\d+)x(\d+)\), vec \((\d+)\)",
        "A matrix [{0}, {1}] times a vector takes a vector of {1} numbers, and this one has {2}.",
    ),
    (
        r"RuntimeError: inconsistent tensor size, expected tensor \[(\d+)\] and src \[(\d+)\] to have the same",
        "The product of two vectors adds up what stands at the same place, so both need one length: here {0} and {1}.",
    ),
    (
        r"RuntimeError: Expected size for first two dimensions of batch2 tensor to be: (\[.*?\]) but got: (\[.*?\])",
        "In a product of batches, [B, n, k] @ [B, k, m], the second should begin with {0}, and begins with {1}. "
        ".mT swaps the last two dimensions.",
    ),
    (
        r"RuntimeError: output with shape (\[.*?\]) doesn't match the broadcast shape (\[.*?\])",
        "In place a result must fit where it is written, and {0} cannot hold {1}: make a new tensor, x = x - y.",
    ),
    (
        r"RuntimeError: both arguments to matmul need to be at least 1D",
        "One side of the product is a single number, of shape []: multiply by a number with *.",
    ),
    (
        r"RuntimeError: Sizes of tensors must match except in dimension (\d+)\. Expected size (\d+) but got size (\d+) "
        r"for tensor number (\d+)",
        "Along dimension {0} tensors of any length are joined, and all their other sizes must be equal: one of tensor "
        "number {3} (the first is 0) is {2}, where the first has {1}.",
    ),
    (
        r"RuntimeError: stack expects each tensor to be equal size, but got (\[.*?\]) at entry 0 and (\[.*?\]) at",
        "torch.stack puts tensors of one shape into a new dimension: here {0} meets {1}. torch.cat joins tensors of "
        "several lengths along a dimension that they have.",
    ),
    (
        r"RuntimeError: Tensors must have same number of dimensions: got (\d+) and (\d+)",
        "torch.cat joins tensors of equally many dimensions, here {0} and {1}: [None] adds one in front, [..., None] "
        "at the end.",
    ),
    (
        r"RuntimeError: zero-dimensional tensor \(at position \d+\) cannot be concatenated",
        "A tensor of shape [] has no dimension to join along: torch.stack makes a vector of single numbers.",
    ),
    (r"(?:IndexError|RuntimeError): index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)", _index),
    (
        r"IndexError: (?:list|tuple) index out of range",
        "Indices are counted from 0: the last of n entries has the index n - 1, or -1.",
    ),
    (
        r"IndexError: too many indices for tensor of dimension (\d+)",
        "The brackets hold more indices than the tensor has dimensions, which is {0}. A sum or a mean over a dim takes "
        "that one away, and keepdim=True keeps it.",
    ),
    (
        r"(?:IndexError: invalid index of a 0-dim tensor|TypeError: iteration over a 0-d tensor|"
        r"TypeError: len\(\) of a 0-d tensor)",
        "The tensor is a single number, of shape []: it has no rows. A sum or mean without dim leaves such a number.",
    ),
    (r"IndexError: The shape of the mask (\[.*?\]) at index \d+ does not match .* tensor (\[.*?\]) at", _mask),
    (
        r"IndexError: Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)",
        _dimension,
    ),
    (
        r"RuntimeError: view size is not compatible with input tensor's size and stride",
        "view needs numbers that lie in memory in the order of the new shape, and after .T, permute or expand they do "
        "not: reshape does the same, and copies where it must.",
    ),
    (r"RuntimeError: shape '\[(.*?)\]' is invalid for input of size (\d+)", _reshape),
    (
        r"RuntimeError: The expanded size of the tensor .*Target sizes: (\[.*?\])\.\s+Tensor sizes: (\[.*?\])",
        "A tensor of shape {1} cannot fill one of shape {0}: from the last dimension backwards, each of its sizes must "
        "be that one or 1.",
    ),
    (
        r"RuntimeError: Expected 3D \(unbatched\) or 4D \(batched\) input to conv\w+, but got input of size: \[(.*?)\]",
        _convolution,
    ),
    (
        r"RuntimeError: Given (?:groups|transposed)=1, weight of size .*, expected input(\[.*?\]) to have (\d+) "
        r"channels, but got (\d+) channels",
        "This layer was made for {1} channels, the first number in its brackets, and gets {2}: its input [B, C, H, W] "
        "is {0}.",
    ),
    (
        r"RuntimeError: Calculated padded input size per channel: \((.*?)\)\. Kernel size: \((.*?)\)",
        "The picture, {0} with its padding, is smaller than the kernel, {1}: fewer strides before it, or more padding.",
    ),
    (
        r"RuntimeError: running_mean should contain (\d+) elements not (\d+)",
        "This batch normalisation was made for {1} channels, the number in its brackets, and gets {0}.",
    ),
    (r"ValueError: too many values to unpack \(expected (\d+)", _fewer_names),
    (
        r"ValueError: not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)",
        "{0} names wait, and there are {1} values. A tensor is unpacked along its first dimension; x.shape tells it.",
    ),
    (
        r"ValueError: (?:Using a target|Target) size \(torch.Size\(\[(.*?)\]\)\) (?:that is different to|must be the "
        r"same as) (?:the )?input size \(torch.Size\(\[(.*?)\]\)\)",
        _loss,
    ),
)
