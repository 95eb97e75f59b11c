"""An observation as bytes: how it leaves the process in which a learner's code ran.

One JSON line, then raw little-endian arrays. The other side may be hostile: every size is checked before it is read,
no pickle and no archive is opened, and the text is cut and stripped of control characters. The line carries the
version of all this: a sandbox with another gencourse in it is told apart from a broken one.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, BinaryIO

import numpy as np

from gencourse.exercises.run.observe import MAX_TEXT, Observation

WIRE_VERSION = 1  # goes up with any change of what is written, so that an old reader refuses it
DTYPES = {"bool": "|b1", "int64": "<i8", "float32": "<f4", "float64": "<f8"}  # what record makes, and no more
STATUSES = ("ok", "open", "mistake", "crashed")
MAX_HEADER = 64 * 1024  # bytes; these three bound what the other side can make us hold
MAX_BYTES = 64 * 1024**2
MAX_ARRAYS = 256


class WireError(Exception):
    """What arrived is no observation. A technical failure: never a verdict on the learner's answer."""


def write_observation(stream: BinaryIO, observation: Observation) -> None:
    """Write one observation."""
    arrays = {name: np.ascontiguousarray(array) for name, array in observation.arrays.items()}
    header = {
        "wire": WIRE_VERSION,
        "status": observation.status,
        "text": observation.text[:MAX_TEXT],
        "slug": observation.slug,
        # The shape as it was: ascontiguousarray makes [1] of a single number
        "arrays": [[name, array.dtype.name, list(observation.arrays[name].shape)] for name, array in arrays.items()],
    }
    stream.write(json.dumps(header).encode("ascii") + b"\n")
    for array in arrays.values():
        stream.write(array.astype(DTYPES[array.dtype.name]).tobytes())
    stream.flush()


def read_observation(stream: BinaryIO) -> Observation:
    """Read one observation; WireError if it is cut short, too large or malformed."""
    header = _header(stream)
    arrays: dict[str, np.ndarray] = {}
    left = MAX_BYTES
    for name, dtype, shape in header["arrays"]:
        size = math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize
        left -= size
        if left < 0:
            raise WireError(f"the arrays are larger than {MAX_BYTES} bytes")
        data = stream.read(size)
        if len(data) != size:
            raise WireError(f"array {name!r} should have {size} bytes, got {len(data)}")
        arrays[name] = np.frombuffer(data, DTYPES[dtype]).reshape(shape)
    return Observation(header["status"], _clean(header["text"]), header["slug"], arrays)


def _header(stream: BinaryIO) -> dict[str, Any]:
    line = stream.readline(MAX_HEADER)
    if not line.endswith(b"\n"):
        raise WireError("the header line is missing, cut short or too long")
    try:
        header = json.loads(line)
    except (ValueError, RecursionError):  # thousands of brackets
        raise WireError("the header is no JSON") from None
    if not isinstance(header, dict):
        raise WireError("the header is no JSON object")
    _refuse_other_version(header.get("wire"))
    if set(header) != {"wire", "status", "text", "slug", "arrays"}:
        raise WireError("the header should have wire, status, text, slug and arrays")
    if header["status"] not in STATUSES or not isinstance(header["text"], str):
        raise WireError("the header's status or text is malformed")
    slug = header["slug"]
    if slug is not None and not (isinstance(slug, str) and re.fullmatch("[a-z0-9-]{1,60}", slug)):
        raise WireError("the header's slug is malformed")
    arrays = header["arrays"]
    if not isinstance(arrays, list) or len(arrays) > MAX_ARRAYS or not all(map(_is_array_entry, arrays)):
        raise WireError("the header's list of arrays is malformed")
    return header


def _refuse_other_version(version: object) -> None:
    if type(version) is not int:  # True is equal to 1
        raise WireError("the header has no version: what wrote it is older than this gencourse, or no gencourse at all")
    if version != WIRE_VERSION:
        # An int may have thousands of digits
        theirs = f"version {version}" if abs(version) < 1000 else "another version"
        raise WireError(
            f"the other side writes {theirs} of the wire, and this one reads {WIRE_VERSION}: "
            "install the same gencourse on both sides"
        )


def _is_array_entry(entry: object) -> bool:
    match entry:
        case [str(name), str(dtype), list(shape)]:
            sizes = len(shape) <= 8 and all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape)
            return len(name) <= 100 and dtype in DTYPES and sizes
    return False


def _clean(text: str) -> str:
    "Cut, and with control characters made visible: a text from outside must not steer a terminal."
    kept = (c if c == "\n" or c.isprintable() else repr(c)[1:-1] for c in text[:MAX_TEXT])
    return "".join(kept)
